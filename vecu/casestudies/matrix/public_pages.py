"""What everybody reads of a matrix: its sentences, who answers for them, the words they rest on."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vecu.casestudies.matrix.presenters import list_case_groups
from vecu.casestudies.matrix.queries import find_public_matrix, get_public_sheet
from vecu.casestudies.matrix.rules import CaseOrder
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_matrix(request: HttpRequest, slug: str, matrix: UUID) -> HttpResponse:
    """Show a published matrix, sorted as it says or as `?sort=` asks."""
    row = find_public_matrix(slug, matrix)
    if row is None:
        raise Http404
    order = CaseOrder.read(request.GET.get("sort", ""), row.sorting)
    sheet = get_public_sheet(row, order)
    context = {
        "study": row.study,
        "matrix": row,
        "sheet": sheet,
        "groups": list_case_groups(sheet, order),
        "order": order,
        "orders": list(CaseOrder),
    }
    return render(request, "casestudies/matrix/public.html", context)

"""Page: the texts that carry a code, to propose quotations from."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_code
from vecu.coding.queries.coded_texts import get_coded_texts, get_texts
from vecu.coding.views.shared import audit_reading, get_workspace, render_page
from vecu.surveys.queries import Study, get_study

TEXTS_A_PAGE = 20


@require_permission(can_code, get_study)
@require_safe
def texts(request: StaffRequest, study: Study, role: Role, code_id: UUID) -> HttpResponse:
    """Show texts with a code or its descendants; in blind coding only the coder's own."""
    workspace = get_workspace(request, study)
    code = workspace.codes.by_id.get(code_id)
    if code is None:
        raise Http404
    found = get_coded_texts(workspace.coder, workspace.codes, code)
    page = Paginator(found.texts, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    rows = workspace.rows(get_texts(workspace.codebook, list(page)))
    audit_reading(request, study, [row.answer for row in rows])
    context = {
        "codebook": workspace.codebook,
        "code": code,
        "page": page,
        "rows": [(row, row.id in found.own, row.id in found.machine) for row in rows],
        "texts": len(found.texts),
        "people": found.people,
        "back": f"texts,{code.id}",
    }
    return render_page(request, "texts", study, role, context)

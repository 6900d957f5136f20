"""What everybody reads of a study in which writings were sorted."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vecu.reports.queries import get_public_results
from vecu.reports.writing_counts import list_sorted_writings
from vecu.ui.page_headers import keep_out_of_caches
from vecu.writings import OBJECTION


@require_safe
@keep_out_of_caches
def show_sorted_writings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how each writing was sorted, by role, below the objection to sorting at all."""
    results = get_public_results(slug, timezone.localdate())
    sorted_writings = list_sorted_writings(results.released, get_language() or "en")
    if not sorted_writings:
        raise Http404
    context = {"study": results.study, "sorted": sorted_writings, "objection": OBJECTION}
    return render(request, "reports/sorted_writings.html", context)

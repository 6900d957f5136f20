"""What everybody reads of a case, without an account."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vecu.casestudies.cases.presenters import describe_terms, list_case_facts
from vecu.casestudies.cases.queries import (
    find_case_system,
    find_public_case,
    find_terms,
    list_public_matrices_of,
)
from vecu.casestudies.cases.timeline import list_public_timeline
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_case(request: HttpRequest, slug: str, case: UUID) -> HttpResponse:
    """Show a published case: what it is about, how its door was opened, and on what terms."""
    row = find_public_case(slug, case)
    if row is None:
        raise Http404
    system, terms = find_case_system(row), find_terms(row)
    is_known = system is not None and system.published is not None
    context = {
        "study": row.study,
        "case": row,
        "followed": system if is_known else None,
        "facts": list_case_facts(row, system if is_known else None),
        "timeline": list_public_timeline(row, system),
        "terms": describe_terms(terms) if terms else None,
        "matrices": list_public_matrices_of(row),
    }
    return render(request, "casestudies/cases/public.html", context)

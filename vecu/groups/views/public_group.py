"""What everybody reads of a published group, and of one of its hypotheses."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.groups.presenters.public_page import (
    lay_out_group,
    list_unknown_of_result,
    make_table,
)
from vecu.groups.public_group import (
    find_public_hypothesis,
    get_public_group,
)
from vecu.groups.views.group_access import get_published_group
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the mandate with its gaps, the calendar with agreed notes, hypotheses and totals."""
    group = get_published_group(slug)
    page = lay_out_group(get_public_group(group), timezone.localdate())
    return render(request, "groups/public_group.html", {"group": group, "page": page})


@require_safe
@keep_out_of_caches
def show_hypothesis(request: HttpRequest, slug: str, hypothesis: UUID) -> HttpResponse:
    """Show who said it, what speaks against it, and the totals of both rounds if they are public.

    Without a public table the page is the same, whatever the reason.
    """
    group = get_published_group(slug)
    public = find_public_hypothesis(group, hypothesis)
    if public is None:
        raise Http404
    context = {
        "group": group,
        "hypothesis": public.hypothesis,
        "table": make_table(group, public.released) if public.released else None,
        "unknown": list_unknown_of_result(public),
    }
    return render(request, "groups/public_hypothesis.html", context)

"""What everybody reads of the suppliers that a group heard."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vecu.groups.views.group_access import get_published_group
from vecu.recommendations.presenters.public_cards import list_public_cards
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_cards(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was promised apart from what was observed; 404 while the group has no card."""
    group = get_published_group(slug)
    cards = list_public_cards(group)
    if not cards:
        raise Http404
    context = {
        "group": group,
        "group_address": reverse("groups:public-group", args=(group.slug,)),
        "cards": cards,
    }
    return render(request, "recommendations/suppliers/public_cards.html", context)

"""The laboratory's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.reports.cards.finding_cards import list_finding_cards
from vecu.reports.cards.recommendation_cards import make_recommendation_card
from vecu.reports.queries import get_door_contents
from vecu.reports.recommendation_presenters import count_results
from vecu.reports.recommendation_queries import find_latest_recommendation
from vecu.reports.system_presenters import describe_standing


@require_safe
def show_doors(request: HttpRequest) -> HttpResponse:
    """Show the latest claims as cards, the latest recommendation; without any, the four doors."""
    today = timezone.localdate()
    contents = get_door_contents(today)
    latest = find_latest_recommendation(contents.recommended, today)
    context = {
        "doors": contents,
        "newest_system": describe_standing(contents.systems[0]) if contents.systems else None,
        "recommended": count_results(each.kind for each in contents.recommended),
        "cards": list_finding_cards(contents.findings),
        "recommendation": make_recommendation_card(latest) if latest else None,
        "study": None,
        "take_part": reverse("surveys:home"),
        "card_entry": reverse("surveys:any-card"),
    }
    return render(request, "reports/home.html", context)

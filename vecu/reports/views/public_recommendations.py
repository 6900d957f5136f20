"""What learning groups recommend, as everybody reads it: all of it, and each on its own page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.recommendations.rules import KIND_SENTENCES, RecommendationKind
from vecu.recommendations.stored import read_cost_parts
from vecu.reports.cards.cost_chart import make_cost_chart
from vecu.reports.cards.recommendation_cards import make_recommendation_card
from vecu.reports.presenters import find_inquiries
from vecu.reports.recommendation_presenters import (
    ARGUE_AGAIN,
    CLAIMS_HEADINGS,
    ONLY_ITSELF,
    describe_latest_results,
    list_alternatives,
    list_version_lines,
    make_group_link,
)
from vecu.reports.recommendation_queries import (
    PublicRecommendation,
    RecommendationTakenBack,
    Recommended,
    get_group_recommended,
    get_public_recommendation,
    get_recommended,
)
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def list_recommended(request: HttpRequest) -> HttpResponse:
    """List what groups came to, landmarks by who they are for, and the groups."""
    today = timezone.localdate()
    found = get_recommended(today)
    context = _describe_results(found) | {
        "groups": [make_group_link(each) for each in found.groups],
        "news": describe_latest_results(found),
        "take_part": find_inquiries(today),
    }
    return render(request, "reports/recommendations.html", context)


@require_safe
@keep_out_of_caches
def list_group_recommended(request: HttpRequest, slug: str) -> HttpResponse:
    """List what one group came to; 404 unless the group and something of it is published."""
    group, found = get_group_recommended(slug, timezone.localdate())
    context = _describe_results(found) | {
        "group": group,
        "group_address": make_group_link(group).address,
    }
    return render(request, "reports/group_recommendations.html", context)


def _describe_results(found: Recommended) -> dict[str, Any]:
    return {
        "results": [make_recommendation_card(each) for each in found.results],
        "landmarks": [
            (_(actor.label), [make_recommendation_card(each) for each in details])
            for actor, details in found.landmarks.items()
        ],
    }


@require_safe
@keep_out_of_caches
def show_recommendation(request: HttpRequest, recommendation: UUID) -> HttpResponse:
    """Show a recommendation with what each claim stands on; of one taken back, only why."""
    try:
        found = get_public_recommendation(recommendation, timezone.localdate())
    except RecommendationTakenBack as taken_back:
        return render_reason_taken_back(request, taken_back)
    context = describe_recommendation(found) | {
        "printed_address": request.build_absolute_uri(request.path)
    }
    return render(request, "reports/recommendation.html", context)


def render_reason_taken_back(
    request: HttpRequest, taken_back: RecommendationTakenBack
) -> HttpResponse:
    """Say that something was taken back, and why."""
    context = {"reason": taken_back.reason}
    return render(request, "reports/recommendation_taken_back.html", context, status=410)


def describe_recommendation(found: PublicRecommendation) -> dict[str, Any]:
    """Return what the template of a recommendation says of it."""
    detail = found.detail
    kind = RecommendationKind(detail.recommendation.kind)
    return {
        "found": found,
        "group": found.group,
        "group_address": make_group_link(found.group).address,
        "version": detail.version,
        "recommendation": detail.recommendation,
        "lead": _(KIND_SENTENCES[kind]) if kind in KIND_SENTENCES else "",
        "claims_heading": _(CLAIMS_HEADINGS[kind]),
        "claims": detail.claims,
        "sides": detail.positions,
        "addresses": detail.addresses,
        "cost_chart": make_cost_chart(read_cost_parts(detail.version.cost_parts)),
        "alternatives": list_alternatives(detail),
        "versions": list_version_lines(found.versions),
        "argue_again": _(ARGUE_AGAIN),
        "only_itself": _(ONLY_ITSELF),
    }

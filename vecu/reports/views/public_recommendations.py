"""What learning groups recommend, as everybody reads it: all of it, and each on its own page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.deliberation.recommendation_rules import ACTOR_LABELS, RecommendationKind
from vecu.reports.recommendation_presenters import (
    list_address_lines,
    list_alternatives,
    list_claim_lines,
    list_recommendation_lines,
    list_version_lines,
    make_reason_sides,
    name_kind,
)
from vecu.reports.recommendation_queries import (
    PublicRecommendation,
    RecommendationTakenBack,
    get_public_recommendation,
    get_recommended,
)
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def list_recommended(request: HttpRequest) -> HttpResponse:
    """List what groups came to, landmarks by who they are for, and the groups."""
    found = get_recommended(timezone.localdate())
    context = {
        "recommended": found,
        "results": list_recommendation_lines(found.results),
        "landmarks": [
            (_(ACTOR_LABELS[actor]), list_recommendation_lines(details))
            for actor, details in found.landmarks.items()
        ],
    }
    return render(request, "reports/recommendations.html", context)


@require_safe
@keep_out_of_caches
def show_recommendation(request: HttpRequest, recommendation: UUID) -> HttpResponse:
    """Show a recommendation with what each claim stands on; of one taken back, only why."""
    try:
        found = get_public_recommendation(recommendation, timezone.localdate())
    except RecommendationTakenBack as taken_back:
        context = {"reason": taken_back.reason}
        return render(request, "reports/recommendation_taken_back.html", context, status=410)
    context = describe_recommendation(found) | {
        "printed_address": request.build_absolute_uri(request.path)
    }
    return render(request, "reports/recommendation.html", context)


def describe_recommendation(found: PublicRecommendation) -> dict[str, Any]:
    """Return what the template of a recommendation says of it."""
    detail = found.detail
    kind = RecommendationKind(detail.recommendation.kind)
    return {
        "found": found,
        "group": found.group,
        "version": detail.version,
        "recommendation": detail.recommendation,
        "kind": name_kind(detail),
        "is_landmark": kind is RecommendationKind.LANDMARK,
        "is_none_yet": kind is RecommendationKind.NONE_YET,
        "claims": list_claim_lines(detail.claims),
        "sides": make_reason_sides(detail),
        "addresses": list_address_lines(detail.addresses),
        "alternatives": list_alternatives(detail),
        "versions": list_version_lines(found.versions),
    }

"""What every page of a recommendation needs: which one it is, and its page with what is refused."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate

from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import GroupVisit
from vecu.recommendations.presenters.recommendations import (
    RecommendationDescription,
    describe_recommendation,
)
from vecu.recommendations.queries import (
    Recommendation,
    find_recommendation,
    get_recommendation_detail,
)
from vecu.recommendations.views.recommendation_acts import (
    find_recommendation_step,
    list_recommendation_acts,
)


def get_recommendation(group: LearningGroup, key: UUID) -> Recommendation:
    """Return a recommendation of a group; raise Http404 if it has none such."""
    row = find_recommendation(group.pk, key)
    if row is None:
        raise Http404
    return row


def get_description(row: Recommendation) -> RecommendationDescription:
    """Return the latest version in words; raise Http404."""
    detail = get_recommendation_detail(row, row.latest, localdate())
    if detail is None:
        raise Http404
    return describe_recommendation(detail)


def render_recommendation(
    visit: GroupVisit, row: Recommendation, refusals: Sequence[str] = ()
) -> HttpResponse:
    """Show a recommendation with all that can be done about it, or why something cannot."""
    described = get_description(row)
    context = {
        "each": described,
        "step": find_recommendation_step(visit, described),
        "acts": list_recommendation_acts(visit, described),
    }
    return visit.render("recommendations/recommendation.html", context, refusals)

"""What every page of a recommendation needs: which one it is, and its page with what is refused."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import render_group_page
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
from vecu.ui.side_by_side import FormProblem


def get_recommendation(group: LearningGroup, key: UUID) -> Recommendation:
    """Return a recommendation of a group; raise Http404 if it has none such."""
    row = find_recommendation(group.pk, key)
    if row is None:
        raise Http404
    return row


def get_description(row: Recommendation, number: int = 0) -> RecommendationDescription:
    """Return a version in words, the latest one where no number is given; raise Http404."""
    detail = get_recommendation_detail(row, number or row.latest, localdate())
    if detail is None:
        raise Http404
    return describe_recommendation(detail)


def make_recommendation_address(row: Recommendation, group: LearningGroup, page: str = "") -> str:
    """Return the address of a recommendation, or of a page below it."""
    return reverse(f"recommendations:{page or 'recommendation'}", args=(group.slug, row.pk))


def render_recommendation(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    row: Recommendation,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    """Show a recommendation with all that can be done about it, or why something cannot."""
    described = get_description(row)
    context = {
        "each": described,
        "step": find_recommendation_step(group, role, described),
        "acts": list_recommendation_acts(group, role, described),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    template = "recommendations/recommendation.html"
    return render_group_page(request, template, group, role, context, 422 if refusals else 200)

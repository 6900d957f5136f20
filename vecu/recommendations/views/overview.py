"""What a group recommends: what is to be discussed again, then all by state, and one next step."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.presenters.recommendations import (
    RecommendationDescription,
    describe_recommendation,
    describe_returned_claims,
)
from vecu.recommendations.queries import (
    get_returned_claims,
    list_group_recommendations,
)
from vecu.recommendations.rules import (
    RecommendationKind,
    RecommendationState,
)
from vecu.recommendations.views.recommendation_access import (
    get_recommendation,
    render_recommendation,
)
from vecu.recommendations.views.recommendation_acts import find_next_step
from vecu.translation import gettext_noop

WRITE_LINKS = {
    RecommendationKind.RECOMMENDATION: gettext_noop("Write a recommendation"),
    RecommendationKind.LANDMARK: gettext_noop("Write a checklist"),
    RecommendationKind.NONE_YET: gettext_noop("Write what there is no recommendation on yet"),
}
"""What links to the form of each kind say."""
_ORDER = (
    RecommendationState.OPEN,
    RecommendationState.DRAFT,
    RecommendationState.PUBLISHED,
    RecommendationState.MERGED,
    RecommendationState.SET_ASIDE,
    RecommendationState.TAKEN_BACK,
)
_PAST = frozenset(
    {RecommendationState.MERGED, RecommendationState.SET_ASIDE, RecommendationState.TAKEN_BACK}
)


@dataclass(frozen=True, slots=True)
class StatePart:
    """All that is in one state; of what is past, the list is folded."""

    heading: str
    entries: list[RecommendationDescription]
    past: bool


@group_page(allowed.can_see_group)
def list_recommendations(visit: GroupVisit) -> HttpResponse:
    """List what a group wrote, by state."""
    today = localdate()
    described = [
        describe_recommendation(each) for each in list_group_recommendations(visit.group.pk, today)
    ]
    context = {
        "step": find_next_step(visit, described),
        "returned": describe_returned_claims(get_returned_claims(visit.group.pk, today)),
        "parts": [
            StatePart(_(state.label), entries, state in _PAST)
            for state in _ORDER
            if (entries := [one for one in described if one.recommendation.state == state])
        ],
        "writing": _list_writing(visit),
    }
    return visit.render("recommendations/recommendations.html", context)


@group_page(allowed.can_see_group)
def show_recommendation(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Show one recommendation in its latest version, and what can be done about it."""
    return render_recommendation(visit, get_recommendation(visit.group, recommendation))


def _list_writing(visit: GroupVisit) -> list[tuple[str, str]]:
    address = visit.make_address("recommendations:new-recommendation")
    return [
        (_(label), f"{address}?kind={kind.name.lower()}") for kind, label in WRITE_LINKS.items()
    ]

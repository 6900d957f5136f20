"""What a role can do about a recommendation, and the one thing to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_lead_group
from vecu.groups.views.group_access import GroupVisit
from vecu.recommendations.presenters.recommendations import RecommendationDescription
from vecu.recommendations.rules import (
    RecommendationKind,
    RecommendationState,
    can_take_position,
)
from vecu.ui.wording import pick_text


@dataclass(frozen=True, slots=True)
class RecommendationStep:
    """Something to do: a sentence, the label of its link, its address."""

    sentence: str
    label: str
    address: str


def find_next_step(
    visit: GroupVisit, described: Sequence[RecommendationDescription]
) -> RecommendationStep | None:
    """Return what waits first in a group: to discuss again, to publish, to open, else to write."""
    if not can_lead_group(visit.role):
        return None
    again = [each for each in described if each.waits_again]
    for each in (*again, *described):
        if step := find_recommendation_step(visit, each):
            return step
    sentence = (
        _("Nothing waits.")
        if described
        else _("Start with what the group agrees on, or with what divides it: both are results.")
    )
    address = visit.make_address("recommendations:new-recommendation")
    return RecommendationStep(sentence, _("Write a recommendation"), address)


def find_recommendation_step(
    visit: GroupVisit, described: RecommendationDescription
) -> RecommendationStep | None:
    """Return what one recommendation waits for, None if for nothing that this role can do."""
    if not can_lead_group(visit.role) or not described.live:
        return None
    row, title = described.recommendation, {"title": pick_text(described.title)}

    def make_step(sentence: str, label: str, page: str) -> RecommendationStep:
        address = visit.make_address(f"recommendations:{page}", row.pk)
        return RecommendationStep(sentence % title, label, address)

    if described.waits_again:
        sentence = _("Evidence of “%(title)s” is gone or reads otherwise now.")
        return make_step(sentence, _("Argue it again"), "amend-recommendation")
    if row.state == RecommendationState.DRAFT:
        sentence = _("“%(title)s” is a draft: nobody can take a position on it yet.")
        return make_step(sentence, _("Open it to positions"), "open-recommendation")
    supported = described.positions.supporting.number or row.kind == RecommendationKind.NONE_YET
    if row.latest != row.published and supported:
        sentence = _("“%(title)s” is open to positions. See what everybody would read.")
        return make_step(sentence, _("Publish it"), "publish-recommendation")
    return None


def list_recommendation_acts(
    visit: GroupVisit, described: RecommendationDescription
) -> list[tuple[str, str]]:
    """Return what else a role can do about a recommendation: labels and addresses."""
    if not can_lead_group(visit.role) or not described.live:
        return []
    row = described.recommendation
    step = find_recommendation_step(visit, described)
    acts = [
        (label, visit.make_address(f"recommendations:{page}", row.pk))
        for label, page in _iter_acts(described)
    ]
    begun = reverse(
        "recommendations:new-recommendation", args=(visit.group.slug,), query={"from": row.pk}
    )
    acts.append((_("Start another one from it"), begun))
    return [each for each in acts if step is None or each[1] != step.address]


def _iter_acts(described: RecommendationDescription) -> Iterator[tuple[str, str]]:
    row = described.recommendation
    yield _("Amend"), "amend-recommendation"
    yield _("Merge into another one"), "merge-recommendation"
    if can_take_position(RecommendationState(row.state)):
        yield _("Note what a side says"), "note-college-position"
    if row.state == RecommendationState.OPEN or (row.published and row.latest != row.published):
        yield _("Publish"), "publish-recommendation"
    if row.state == RecommendationState.PUBLISHED:
        if row.kind == RecommendationKind.RECOMMENDATION:
            yield _("Addressees and answers"), "answers"
        yield _("Take back"), "take-recommendation-back"
    else:
        yield _("Set it aside"), "set-recommendation-aside"

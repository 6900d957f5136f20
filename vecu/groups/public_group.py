"""Read what everybody may of a published group: its mandate, agreed notes, released totals.

Nothing here depends on a position: totals come from what was released, or there are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.datasets.release_queries import Released, find_released, list_released
from vecu.groups.models import GroupHypothesis, GroupStep, LearningGroup
from vecu.groups.queries import MandateSheet, get_mandate_sheet, list_steps


@dataclass(frozen=True, slots=True)
class PublicHypothesis:
    """A hypothesis, and the table of both rounds if everybody reads it."""

    hypothesis: GroupHypothesis
    released: Released | None


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """What everybody reads of a group; hypotheses that were `withdrawn` stand apart."""

    group: LearningGroup
    sheet: MandateSheet
    steps: Sequence[GroupStep]
    hypotheses: Sequence[PublicHypothesis]
    withdrawn: Sequence[GroupHypothesis]


def find_published_group(slug: str) -> LearningGroup | None:
    """Return the published group with this end of its address, None if there is none."""
    return LearningGroup.objects.filter(slug=slug, published__isnull=False).first()


def get_public_group(group: LearningGroup) -> PublicGroup:
    """Return what everybody reads of a published group, in a fixed number of queries."""
    hypotheses = list(group.hypotheses.all())
    released = {each.item: each for each in list_released(group.scope)}
    return PublicGroup(
        group=group,
        sheet=get_mandate_sheet(group),
        steps=list_steps(group),
        hypotheses=[
            PublicHypothesis(each, released.get(str(each.pk)))
            for each in hypotheses
            if not each.withdrawn
        ],
        withdrawn=[each for each in hypotheses if each.withdrawn],
    )


def find_public_hypothesis(group: LearningGroup, key: UUID) -> PublicHypothesis | None:
    """Return a hypothesis of a published group, None if it has none with this key."""
    hypothesis = group.hypotheses.filter(pk=key).first()
    if hypothesis is None:
        return None
    released = [each for each in list_released(group.scope) if each.item == str(key)]
    return PublicHypothesis(hypothesis, released[0] if released else None)


def find_public_table(
    group: LearningGroup, figure: UUID
) -> tuple[GroupHypothesis, Released] | None:
    """Return a public table and its hypothesis, None if no such table is public."""
    released = find_released(group.scope, figure)
    hypothesis = group.hypotheses.filter(pk=released.item).first() if released else None
    return (hypothesis, released) if hypothesis and released else None

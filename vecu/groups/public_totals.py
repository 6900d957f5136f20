"""Which totals of a group everybody reads or may read, why not, and taking them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.datasets.release_actions import take_release_back
from vecu.datasets.release_queries import Released, list_released
from vecu.datasets.releases.small_groups import merge_rows
from vecu.groups.models import GroupHypothesis, LearningGroup
from vecu.groups.queries import may_release_totals
from vecu.groups.rules import ROUNDS
from vecu.groups.vocabulary import GroupVerb
from vecu.records.actions import append_act, begin_writing, lock_row
from vecu.records.errors import RecordRefused


@dataclass(frozen=True, slots=True)
class TotalsTable:
    """The totals of one hypothesis as everybody reads them, or would.

    `content` is None where they cannot be public, and `refusal` says why; `released` is None unless
    they are public now.
    """

    hypothesis: GroupHypothesis
    content: Mapping[str, Any] | None
    refusal: str = ""
    released: Released | None = None


@transaction.atomic
def take_totals_back(group: LearningGroup, hypothesis: UUID, *, by: str, now: datetime) -> None:
    """Take the table of a hypothesis off all pages. Raise `RecordRefused` if it is not public.

    The ledger keeps it: somebody may have read it. Claims that cite it read what the group reads.
    """
    locked = lock_row(group)
    standing = next(
        (each for each in list_released(locked.scope) if each.item == str(hypothesis)), None
    )
    if standing is None:
        raise RecordRefused({"": _("These totals are not public any more.")})
    take_release_back(locked.scope, standing.figure, by=by, now=now)
    row = locked.hypotheses.filter(pk=hypothesis).first()
    append_act(begin_writing(locked, by, now), GroupVerb.TAKE_BACK, row)


def explain_sealed_totals(group: LearningGroup) -> str:
    """Return why no totals of a group can be public now, '' if some may. It names nobody."""
    if group.ended:
        return _(
            "The group has ended: nobody could take their agreement back any more, so no further"
            " totals become public."
        )
    if group.rounds.exclude(closed=None).count() < ROUNDS:
        return _("Totals can be public once both rounds have closed.")
    if not may_release_totals(group):
        return _(
            "These totals stay with the group: not every member had agreed, before each round, that"
            " everybody may read them, or one has taken it back since. Nobody is told who."
        )
    if not group.published:
        return _("Publish the mandate sheet first: it says whose totals these are.")
    return ""


def list_totals_tables(group: LearningGroup) -> list[TotalsTable]:
    """Return what is or could be public of each hypothesis that was in both rounds.

    Positions stand in it as everybody would read them, so ask only once `explain_sealed_totals`
    has nothing to say. It makes the same number of queries however many hypotheses there are.
    """
    released = {each.item: each for each in list_released(group.scope)}
    rows = group.hypotheses.prefetch_related("counts__round")
    return [
        _make_table(each, released.get(str(each.pk)))
        for each in rows
        if len(each.counts.all()) == ROUNDS
    ]


def _make_table(row: GroupHypothesis, released: Released | None) -> TotalsTable:
    if released is not None:
        return TotalsTable(row, released.content, released=released)
    if row.withdrawn:
        return TotalsTable(row, None, _("This hypothesis was withdrawn."))
    ordered = sorted(row.counts.all(), key=lambda each: each.round.number)
    counts = [each.shown["counts"] for each in ordered]
    if None in counts:
        return TotalsTable(row, None, _("Fewer than five members answered in one of the rounds."))
    merged = merge_rows(counts)
    if not merged:
        return TotalsTable(
            row,
            None,
            _(
                "However positions are put together, a line would hold fewer than three members"
                " in one of the rounds, and everybody could work out what they think."
            ),
        )
    people = [sum(each.values()) for each in counts]
    return TotalsTable(row, {"statement": row.statement, "rounds": people, "rows": merged})

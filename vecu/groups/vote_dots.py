"""Rounds as rows of dots: the whole group, never a college, and each row from counts made once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.result_sentences import label_row
from vecu.groups.round_results import Counts
from vecu.groups.vocabulary import HypothesisStance
from vecu.ui.dots import DotMark, DotRow, DotRun
from vecu.ui.wording import lower_first

_UNDECIDED = (HypothesisStance.UNSURE, HypothesisStance.NO_POSITION)
_ROWS = ((HypothesisStance.AGREE,), (HypothesisStance.DISAGREE,), _UNDECIDED)
_MARKS: Mapping[tuple[HypothesisStance, ...], DotMark] = {
    (HypothesisStance.AGREE,): DotMark.FILLED,
    (HypothesisStance.DISAGREE,): DotMark.RING,
}
"""Whatever else is counted, or counted together, is a dashed ring."""


def make_dot_row(number: int, counts: Counts) -> DotRow:
    """Return a counted round of the whole group, by its number."""
    return _make_row(number, [(each, sum(counts[stance] for stance in each)) for each in _ROWS])


def make_public_dot_rows(content: Mapping[str, Any]) -> list[DotRow]:
    """Return both rounds of a released table, of which rows may hold several positions together."""
    positions = [
        tuple(HypothesisStance(one) for one in row["positions"]) for row in content["rows"]
    ]
    counts = [row["counts"] for row in content["rows"]]
    return [
        _make_row(
            index + 1,
            [(each, row[index]) for each, row in zip(positions, counts, strict=True)],
        )
        for index in range(len(content["rounds"]))
    ]


def describe_division(row: DotRow) -> str:
    """Return that a group is divided, '' if more than half of it may hold one position."""
    people = sum(each.number for each in row.runs)
    if not people or any(2 * each.number > people for each in row.runs):
        return ""
    return _(
        "No position is held by more than half of the members: the group is divided, which is a"
        " result too."
    )


def _make_row(number: int, counted: Sequence[tuple[tuple[HypothesisStance, ...], int]]) -> DotRow:
    people = sum(count for _positions, count in counted)
    moment = _("Before") if number == 1 else _("After")
    title = ngettext("%(moment)s: %(people)s member", "%(moment)s: %(people)s members", people) % {
        "moment": moment,
        "people": people,
    }
    runs = [
        DotRun(count, _label(each, count), _MARKS.get(each, DotMark.DASHED))
        for each, count in counted
    ]
    return DotRow(title, runs)


def _label(positions: tuple[HypothesisStance, ...], number: int) -> str:
    match positions:
        case (HypothesisStance.AGREE,):
            return ngettext("agrees", "agree", number)
        case (HypothesisStance.DISAGREE,):
            return ngettext("disagrees", "disagree", number)
    return lower_first(label_row(positions))

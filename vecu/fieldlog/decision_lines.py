"""Decisions of a month, and the lines of cells by which they are counted. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from vecu.fieldlog.decision_groups import Group, Supplied, is_publishable, merge_cells
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason

OUTCOME, REASON, TRUTH, EXPLANATION, CORRECTION = (
    "outcome", "reason", "truth", "explanation", "correction:",
)  # fmt: skip
"""Lines; there is one of each kind of correction. Reasons divide overrides, the others all."""
NO_REASON, UNKNOWN, RIGHT, WRONG, YES, NO = "no_reason", "unknown", "right", "wrong", "yes", "no"
"""Categories beside those of the vocabulary."""
PRICE_OF_OVERRIDE = 100.0
"""How much rather another outcome is merged: overrides are what readers come for."""
_OVERRIDDEN: Group = (list(Outcome).index(Outcome.OVERRIDDEN),)

Cells = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """One decision of the month, as it is counted; `person` only tells people apart.

    `proposal_right` and `own_right` are None where no truth, or no own judgement, is known.
    """

    person: str
    outcome: Outcome
    system_version: str
    reason: OverrideReason | None = None
    explanation: ExplanationUse | None = None
    correction_kinds: frozenset[CorrectionKind] = frozenset()
    proposal_right: bool | None = None
    own_right: bool | None = None
    told_minutes: float | None = None
    active_minutes: float | None = None
    told_saved_minutes: float | None = None


@dataclass(frozen=True, eq=False)
class DecisionLine:
    """What decisions are divided by: the cell of each by its index, -1 for none of them."""

    name: str
    categories: tuple[str, ...]
    cells: Cells

    def count(self, persons: Cells, people: int) -> Supplied:
        """Return how many decisions each person supplies to each cell."""
        inside = self.cells >= 0
        shape = people, len(self.categories)
        index = np.ravel_multi_index((persons[inside], self.cells[inside]), shape)
        counted = np.bincount(index, minlength=people * len(self.categories))
        return counted.reshape(1, *shape).astype(np.float64)


def list_lines(decisions: Sequence[LoggedDecision]) -> list[DecisionLine]:
    """Return all lines of some decisions, the one that matters most first."""
    lines = [
        _make_line(OUTCOME, Outcome, [each.outcome for each in decisions]),
        _make_line(
            REASON, (*OverrideReason, NO_REASON), [_name_reason(each) for each in decisions]
        ),
        _make_line(TRUTH, (RIGHT, WRONG, UNKNOWN), [_name_truth(each) for each in decisions]),
        _make_line(
            EXPLANATION,
            (*ExplanationUse, UNKNOWN),
            [each.explanation or UNKNOWN for each in decisions],
        ),
    ]
    for kind in CorrectionKind:
        found = [YES if kind in each.correction_kinds else NO for each in decisions]
        lines.append(_make_line(f"{CORRECTION}{kind}", (YES, NO), found))
    return lines


def _make_line(name: str, categories: Sequence[str], found: Sequence[str | None]) -> DecisionLine:
    """Return a line, without a cell for the unknown where all is known.

    That all is known is a trait of the system that sends events, and says nothing of anybody.
    """
    names = tuple(str(each) for each in categories if each != UNKNOWN or UNKNOWN in found)
    order: Mapping[str | None, int] = {each: index for index, each in enumerate(names)}
    return DecisionLine(name, names, np.array([order.get(each, -1) for each in found], np.intp))


def _name_reason(decision: LoggedDecision) -> str | None:
    if decision.outcome is not Outcome.OVERRIDDEN:
        return None
    return decision.reason or NO_REASON


def _name_truth(decision: LoggedDecision) -> str:
    if decision.proposal_right is None:
        return UNKNOWN
    return RIGHT if decision.proposal_right else WRONG


def classify_reliance(decision: LoggedDecision) -> tuple[str, bool] | None:
    """Return whether a decision counts for RAIR or RSR, and whether it is one of its cells.

    Of the cases in which the own judgement was wrong and the proposal right, RAIR is the share that
    followed it; of those in which it was the other way round, RSR is the share that kept to the own
    (M. Schemmer and others, *Appropriate Reliance on AI Advice*, 2023). None but accepting and
    overriding tells of reliance.
    """
    followed = {Outcome.ACCEPTED: True, Outcome.OVERRIDDEN: False}.get(decision.outcome)
    own, proposal = decision.own_right, decision.proposal_right
    if followed is None or own is None or proposal is None or own == proposal:
        return None
    return ("rsr", not followed) if own else ("rair", followed)


def group_lines(
    lines: Sequence[DecisionLine], persons: Cells, people: int
) -> dict[str, list[Group]]:
    """Return the groups in which each line may be published; without any, nothing of it may.

    No overrides are counted without their reasons, nor these without them. And what one group has
    beyond those of another line that lie within it can be worked out by whoever knows that they do:
    the line that matters less is merged until this can be published too. It ends, as each round
    merges one cell more.
    """
    supplied = {line.name: line.count(persons, people) for line in lines}
    together: dict[str, set[int]] = {line.name: set() for line in lines}
    while True:
        groups = {
            line.name: _merge(line, supplied[line.name], together[line.name]) for line in lines
        }
        if _OVERRIDDEN not in groups[OUTCOME]:
            groups[REASON] = []
        elif not groups[REASON]:
            together[OUTCOME].update(_OVERRIDDEN)
            continue
        if any(len(group) > 1 for group in groups[TRUTH]):
            groups[TRUTH] = []  # shares are published of it, which would show what was merged
        pairs = [_GroupedLine(line, groups[line.name], supplied[line.name]) for line in lines]
        found = _find_cell_to_merge(pairs, persons, people)
        if found is None:
            return groups
        name, cell = found
        together[name].add(cell)


def _merge(line: DecisionLine, supplied: Supplied, together: set[int]) -> list[Group]:
    groups = merge_cells(supplied, _get_prices(line.name, supplied), together)
    return groups if len(groups) > 1 else []


def _get_prices(name: str, supplied: Supplied) -> NDArray[np.float64]:
    """Return what it costs readers that a cell no longer stands alone."""
    prices = supplied[0].sum(axis=0) + 1.0
    if name == OUTCOME:
        prices[list(_OVERRIDDEN)] *= PRICE_OF_OVERRIDE
    return np.asarray(prices)


@dataclass(frozen=True, eq=False)
class _GroupedLine:
    """A line as it would be published."""

    line: DecisionLine
    groups: list[Group]
    supplied: Supplied

    def index_groups(self) -> Cells:
        """Return the group of each decision by its index, one more than there are for none."""
        of_cell = np.full(len(self.line.categories) + 1, len(self.groups))
        for index, group in enumerate(self.groups):
            of_cell[list(group)] = index
        return of_cell[self.line.cells]

    def choose_cell(self, index: int) -> int:
        """Return the cell that is merged so that a group is larger, or no longer there."""
        alone = [group for group in self.groups if len(group) == 1]
        if len(self.groups[index]) == 1:
            return self.groups[index][0]
        prices = _get_prices(self.line.name, self.supplied)
        return min(alone, key=lambda group: prices[group[0]])[0]


def _find_cell_to_merge(
    lines: Sequence[_GroupedLine], persons: Cells, people: int
) -> tuple[str, int] | None:
    """Return a line and its cell, because of what a group has beyond others within it."""
    shown = [each for each in lines if each.groups]
    for one, other in combinations(shown, 2):
        sizes = (people, len(one.groups) + 1, len(other.groups) + 1)
        index = np.ravel_multi_index((persons, one.index_groups(), other.index_groups()), sizes)
        crossed = np.bincount(index, minlength=int(np.prod(sizes))).reshape(sizes)
        for _outer, inner in _list_exposed(crossed):
            return other.line.name, other.choose_cell(min(inner, key=_sum_group(crossed)))
        for outer, _inner in _list_exposed(crossed.swapaxes(1, 2)):
            return other.line.name, other.choose_cell(outer)
    return None


def _list_exposed(crossed: NDArray[np.intp]) -> Iterator[tuple[int, list[int]]]:
    """Yield groups of the first line with those of the second within them, if the rest is exposed.

    `crossed` are decisions by person and by the group in each of two lines, the last for none.
    """
    for outer in range(crossed.shape[1] - 1):
        inner = [
            index
            for index in range(crossed.shape[2] - 1)
            if crossed[:, outer, index].sum() == crossed[:, :, index].sum()
        ]
        rest = np.delete(crossed[:, outer], inner, axis=1).sum(axis=1)
        if inner and rest.any() and not is_publishable(rest[np.newaxis].astype(np.float64)):
            yield outer, inner


def _sum_group(crossed: NDArray[np.intp]) -> Callable[[int], int]:
    return lambda index: int(crossed[:, :, index].sum())

"""Decisions of a month, and the lines of cells by which they are counted. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from vecu.fieldlog.decision_columns import NameColumn, NumberColumn
from vecu.fieldlog.decision_groups import Group, Supplied, is_publishable, merge_cells
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason

NO_REASON, UNKNOWN, RIGHT, WRONG, YES, NO = "no_reason", "unknown", "right", "wrong", "yes", "no"
"""Categories beside those of the vocabulary; the unknown is always the last."""
NOWHERE = ""
"""In place of a category, of a decision that a line does not divide."""

OUTCOME, REASON, TRUTH, EXPLANATION, CORRECTION, RELIANCE = (
    "outcome", "reason", "truth", "explanation", "correction:", "reliance",
)  # fmt: skip
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    OUTCOME: tuple(Outcome),
    REASON: (*OverrideReason, NO_REASON),
    TRUTH: (RIGHT, WRONG, UNKNOWN),
    EXPLANATION: (*ExplanationUse, UNKNOWN),
    **{f"{CORRECTION}{kind}": (YES, NO) for kind in CorrectionKind},
}
"""The lines, the one that matters most first. Reasons divide overrides, the others all."""
RELIANCE_CELLS = (
    "wrong_then_kept", "wrong_then_followed", "right_then_kept", "right_then_followed",
)  # fmt: skip
"""What the own judgement was, and what became of it."""
MEASURES = ("told_minutes", "active_minutes", "told_saved_minutes")
PRICES: Mapping[str, float] = {Outcome.OVERRIDDEN: 100.0, Outcome.ACCEPTED: 10.0}
"""How much rather another category is merged: these are what readers come for."""
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
    pile: str = ""


@dataclass(frozen=True, eq=False)
class DecisionLine:
    """What decisions are divided by: the cell of each by its index, -1 for none of them."""

    name: str
    categories: tuple[str, ...]
    cells: Cells

    def take(self, chosen: NDArray[np.bool_]) -> "DecisionLine":
        """Return the line of some decisions, without a cell for the unknown where all is known.

        That all is known is a trait of the system that sends events, and says nothing of anybody.
        """
        cells, known = self.cells[chosen], [name for name in self.categories if name != UNKNOWN]
        all_known = len(known) < len(self.categories) and not (cells == len(known)).any()
        return DecisionLine(self.name, tuple(known) if all_known else self.categories, cells)

    def take_present(self, chosen: NDArray[np.bool_]) -> "DecisionLine":
        """Return the line of some decisions, without cells that none of them is in."""
        present, cells = np.unique(self.cells[chosen], return_inverse=True)
        names = tuple(self.categories[index] for index in present)
        return DecisionLine(self.name, names, cells.reshape(-1).astype(np.intp))

    def count(self, persons: Cells, people: int) -> Supplied:
        """Return how many decisions each person supplies to each cell."""
        inside = self.cells >= 0
        shape = people, len(self.categories)
        index = np.ravel_multi_index((persons[inside], self.cells[inside]), shape)
        counted = np.bincount(index, minlength=people * len(self.categories))
        return counted.reshape(1, *shape).astype(np.float64)


@dataclass(frozen=True, eq=False)
class MonthDecisions:
    """Decisions by lines, the one that matters most first; minutes, not a number where none."""

    persons: Cells
    people: int
    version: DecisionLine
    lines: Sequence[DecisionLine]
    reliance: DecisionLine
    minutes: Mapping[str, NDArray[np.float64]]
    pile: DecisionLine

    def take(self, chosen: NDArray[np.bool_]) -> "MonthDecisions":
        """Return some of the decisions, as if there were no others."""
        return MonthDecisions(
            self.persons[chosen],
            self.people,
            self.version.take_present(chosen),
            [line.take(chosen) for line in self.lines],
            self.reliance.take(chosen),
            {name: values[chosen] for name, values in self.minutes.items()},
            self.pile.take_present(chosen),
        )


def read_decisions(decisions: Iterable[LoggedDecision]) -> MonthDecisions:
    """Return decisions by columns; they are read once, one at a time."""
    persons, versions, piles = NameColumn(), NameColumn(), NameColumn()
    minutes = {name: NumberColumn() for name in MEASURES}
    names = {name: NameColumn() for name in (*CATEGORIES, RELIANCE)}
    for decision in decisions:
        persons.append(decision.person)
        versions.append(decision.system_version)
        piles.append(decision.pile)
        for measure, column in minutes.items():
            column.append(getattr(decision, measure))
        for name, category in _list_categories(decision):
            names[name].append(category)
    people = {person: number for number, person in enumerate(persons.names)}
    return MonthDecisions(
        persons.get_indices(people).astype(np.intp),
        len(people),
        _make_line("version", sorted(versions.names), versions),
        [_make_line(name, CATEGORIES[name], names[name]) for name in CATEGORIES],
        _make_line(RELIANCE, RELIANCE_CELLS, names[RELIANCE]),
        {name: column.get_values() for name, column in minutes.items()},
        _make_line("pile", sorted(piles.names), piles),
    )


def _make_line(name: str, categories: Sequence[str], column: NameColumn) -> DecisionLine:
    order = dict.fromkeys(column.names, -1)
    order |= {category: index for index, category in enumerate(categories)}
    return DecisionLine(name, tuple(categories), column.get_indices(order).astype(np.intp))


def _list_categories(decision: LoggedDecision) -> Iterator[tuple[str, str]]:
    """Yield the category of a decision in each line, NOWHERE for none."""
    yield OUTCOME, decision.outcome
    yield REASON, _name_reason(decision)
    yield TRUTH, _name_truth(decision)
    yield EXPLANATION, decision.explanation or UNKNOWN
    for kind in CorrectionKind:
        yield f"{CORRECTION}{kind}", YES if kind in decision.correction_kinds else NO
    yield RELIANCE, classify_reliance(decision)


def _name_reason(decision: LoggedDecision) -> str:
    if decision.outcome is not Outcome.OVERRIDDEN:
        return NOWHERE
    return decision.reason or NO_REASON


def _name_truth(decision: LoggedDecision) -> str:
    if decision.proposal_right is None:
        return UNKNOWN
    return RIGHT if decision.proposal_right else WRONG


def classify_reliance(decision: LoggedDecision) -> str:
    """Return the cell of a decision among those of RAIR and RSR, NOWHERE if it tells nothing.

    Of the cases in which the own judgement was wrong and the proposal right, RAIR is the share that
    followed it; of those in which it was the other way round, RSR is the share that kept to the own
    (M. Schemmer and others, *Appropriate Reliance on AI Advice*, 2023). None but accepting and
    overriding tells of reliance.
    """
    followed = {Outcome.ACCEPTED: True, Outcome.OVERRIDDEN: False}.get(decision.outcome)
    own, proposal = decision.own_right, decision.proposal_right
    if followed is None or own is None or proposal is None or own == proposal:
        return NOWHERE
    return RELIANCE_CELLS[(2 if own else 0) + int(followed)]


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
        if REASON in groups and _OVERRIDDEN not in groups[OUTCOME]:
            groups[REASON] = []
        elif REASON in groups and not groups[REASON]:
            together[OUTCOME].update(_OVERRIDDEN)
            continue
        if any(len(group) > 1 for group in groups.get(TRUTH, [])):
            groups[TRUTH] = []  # shares are published of it, which would show what was merged
        pairs = [_GroupedLine(line, groups[line.name], supplied[line.name]) for line in lines]
        found = _find_cell_to_merge(pairs, persons, people)
        if found is None:
            return groups
        name, cell = found
        together[name].add(cell)


def _merge(line: DecisionLine, supplied: Supplied, together: set[int]) -> list[Group]:
    groups = merge_cells(supplied, _get_prices(line, supplied), together)
    return groups if len(groups) > 1 else []


def _get_prices(line: DecisionLine, supplied: Supplied) -> NDArray[np.float64]:
    """Return what it costs readers that a cell no longer stands alone."""
    weights = np.array([PRICES.get(category, 1.0) for category in line.categories])
    return np.asarray((supplied[0].sum(axis=0) + 1.0) * weights)


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
        prices = _get_prices(self.line, self.supplied)
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

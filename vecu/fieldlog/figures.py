"""The figures of a closed month: fixed tables, with what must be hidden already hidden. Pure.

The unit is the decision. What is published of a cell, and of the rest of its line, rests on at
least 11 decisions by at least 5 people of whom nobody supplies more than half; of minutes, nobody
more than half of these either. What is hidden together in a line follows the same rule, since its
sum can be worked out. Beyond that, all tables of the month are attacked together, as counts of
people are elsewhere. Nothing else of the month is stored: what is hidden is lost.

The content of a month, as it is stored::

    {"decisions": 1240,
     "tables": [{"variables": ["outcome", "system_version"], "categories": [["accepted"], ["2.1"]],
                 "counts": [[310]]}],
     "minutes": [{"measure": "active_minutes", "variable": "outcome", "category": "overridden",
                  "mean": 4.2}]}

Counts are rounded to fives; null is hidden. Without enough decisions all is null or empty.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vecu.fieldlog.vocabulary import (
    CorrectionKind,
    ExplanationUse,
    Outcome,
    OverrideReason,
    SamplingArm,
)
from vecu.stats import THRESHOLD, Counts, CountTable, Mask, find_suppression, round_count

FEWEST_PEOPLE = 5
MOST_NAMES = 8
"""Versions, or kinds of proposal, that stand alone; rarer ones are counted together."""
PRICE_OF_OVERRIDE = 100.0

NO_REASON, NOT_OVERRIDDEN, NOT_ASKED, UNKNOWN = "no_reason", "not_overridden", "other", "unknown"
OTHER_NAMES = "(other)"
"""Categories beside those of the vocabulary. No name that a system sends has parentheses."""

ByPerson = NDArray[np.float64]
"""What each person supplies: people first, then the axes of a table."""


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """One decision of the month, as it is counted; `person` only tells people apart.

    `proposal_right` and `own_right` are None where no truth, or no own judgement, is known.
    """

    person: str
    outcome: Outcome
    system_version: str
    proposal_kind: str
    reason: OverrideReason | None = None
    explanation: ExplanationUse | None = None
    arm: SamplingArm = SamplingArm.PROPOSAL_FIRST
    correction_kinds: frozenset[CorrectionKind] = frozenset()
    proposal_right: bool | None = None
    own_right: bool | None = None
    told_minutes: float | None = None
    active_minutes: float | None = None


TABLES: tuple[tuple[str, ...], ...] = (
    ("outcome",),
    ("system_version",),
    ("outcome", "system_version"),
    ("outcome", "proposal_kind"),
    ("arm", "outcome"),
    ("override_reason",),
    ("explanation",),
    ("proposal",),
    ("proposal", "system_version"),
    ("reliance",),
    *((f"correction:{kind}",) for kind in CorrectionKind),
)
"""The fixed tables; there are no others, and no filters. Variables are in alphabetical order."""

WHOLES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "override_reason": ((0, -1),),
    "proposal": ((0, 2),),
    "reliance": ((0, 2), (2, 4)),
}
"""Which categories of a variable, from one to before another, are also a whole by themselves."""

MEASURES = ("told_minutes", "active_minutes")
MINUTES_BY = ("outcome", "proposal")


def is_publishable(by_person: ByPerson) -> bool:
    """Return whether decisions by these people may be counted in public."""
    total = by_person.sum()
    return bool(
        total >= THRESHOLD
        and np.count_nonzero(by_person) >= FEWEST_PEOPLE
        and 2 * by_person.max(initial=0) <= total
    )


@dataclass(frozen=True, eq=False)
class DecisionTable(CountTable):
    """A table of decisions, with what each person supplies to each cell."""

    by_person: ByPerson = field(kw_only=True)
    unsafe: Mask = field(kw_only=True)
    """Cells that must be hidden: by the rule of people and decisions, or with others."""

    def find_primary(self) -> Mask:
        """Return which cells are hidden whatever the other tables show."""
        return CountTable.find_primary(self) | self.unsafe


def make_figures(decisions: Sequence[LoggedDecision]) -> dict[str, Any]:
    """Return the content of a closed month."""
    people = sorted({each.person for each in decisions})
    if not is_publishable(_count_people(decisions, people)):
        return {"decisions": None, "tables": [], "minutes": []}
    numbers = {person: index for index, person in enumerate(people)}
    persons = np.array([numbers[each.person] for each in decisions])
    columns = _list_columns(decisions)
    tables = _count_tables(columns, persons, len(people))
    masks = _hide(tables)
    return {
        "decisions": int(round_count(np.array(len(decisions)))),
        "tables": [
            _write_table(table, mask, columns) for table, mask in zip(tables, masks, strict=True)
        ],
        "minutes": _list_minutes(decisions, persons, columns, tables, masks),
    }


def _count_people(decisions: Sequence[LoggedDecision], people: Sequence[str]) -> ByPerson:
    counted = Counter(each.person for each in decisions)
    return np.array([counted[person] for person in people], dtype=np.float64)


Columns = Mapping[str, tuple[Sequence[str], NDArray[np.intp]]]
"""For each variable its categories, and the index of each decision's."""


def _list_columns(decisions: Sequence[LoggedDecision]) -> Columns:
    yes_no = ("yes", "no")
    values: dict[str, tuple[Sequence[str], list[str]]] = {
        "outcome": (tuple(Outcome), [each.outcome for each in decisions]),
        "override_reason": (
            (*OverrideReason, NO_REASON, NOT_OVERRIDDEN),
            [_name_reason(each) for each in decisions],
        ),
        "explanation": (
            (*ExplanationUse, UNKNOWN),
            [each.explanation or UNKNOWN for each in decisions],
        ),
        "arm": (tuple(SamplingArm), [each.arm for each in decisions]),
        "proposal": (
            ("right", "wrong", UNKNOWN),
            [_name_truth(each) for each in decisions],
        ),
        "reliance": (RELIANCE, [classify_reliance(each) for each in decisions]),
        "system_version": _merge_names([each.system_version for each in decisions]),
        "proposal_kind": _merge_names([each.proposal_kind for each in decisions]),
    }
    for kind in CorrectionKind:
        values[f"correction:{kind}"] = (
            yes_no,
            ["yes" if kind in each.correction_kinds else "no" for each in decisions],
        )
    return {name: _index(names, found) for name, (names, found) in values.items()}


def _index(names: Sequence[str], found: list[str]) -> tuple[Sequence[str], NDArray[np.intp]]:
    """Return the categories as texts, without that of the unknown where all is known."""
    texts = [str(name) for name in names if name != UNKNOWN or UNKNOWN in found]
    order = {text: index for index, text in enumerate(texts)}
    return texts, np.array([order[str(each)] for each in found], np.intp)


def _name_reason(decision: LoggedDecision) -> str:
    if decision.outcome is not Outcome.OVERRIDDEN:
        return NOT_OVERRIDDEN
    return decision.reason or NO_REASON


def _name_truth(decision: LoggedDecision) -> str:
    if decision.proposal_right is None:
        return UNKNOWN
    return "right" if decision.proposal_right else "wrong"


def _merge_names(found: list[str]) -> tuple[Sequence[str], list[str]]:
    """Return the most frequent names in alphabetical order, then the rest, and each decision's."""
    counted = Counter(found)
    frequent = sorted(counted, key=lambda name: (-counted[name], name))[:MOST_NAMES]
    names = sorted(frequent)
    if len(counted) > MOST_NAMES:
        names.append(OTHER_NAMES)
    return names, [name if name in frequent else OTHER_NAMES for name in found]


RELIANCE = (
    "wrong_then_followed", "wrong_then_kept", "right_then_followed", "right_then_kept", NOT_ASKED,
)  # fmt: skip
"""What became of an own judgement that was wrong before a right proposal, or right before a wrong
one (Schemmer and others 2023): RAIR is the share of the first among the first two, RSR that of the
fourth among the third and the fourth."""


def classify_reliance(decision: LoggedDecision) -> str:
    """Return the category of `RELIANCE`; none but accepting and overriding tells of reliance."""
    followed = {Outcome.ACCEPTED: "followed", Outcome.OVERRIDDEN: "kept"}.get(decision.outcome)
    if followed is None or decision.own_right is None or decision.proposal_right is None:
        return NOT_ASKED
    if decision.own_right == decision.proposal_right:
        return NOT_ASKED
    return f"{'right' if decision.own_right else 'wrong'}_then_{followed}"


def _count_tables(columns: Columns, persons: NDArray[np.intp], people: int) -> list[DecisionTable]:
    tables = []
    for variables in TABLES:
        if any(len(columns[name][0]) < 2 for name in variables):
            continue  # nothing is divided by the only version
        shape = (people, *(len(columns[name][0]) for name in variables))
        place = np.ravel_multi_index([persons, *(columns[name][1] for name in variables)], shape)
        by_person = np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)
        counts: Counts = by_person.sum(axis=0).astype(np.int64)
        tables.append(
            DecisionTable(
                variables,
                counts,
                prices=_get_prices(variables, counts, columns),
                by_person=by_person.astype(np.float64),
                unsafe=find_unsafe(
                    by_person.astype(np.float64), list_lines(variables, counts.shape)
                ),
            )
        )
    return tables


def _get_prices(variables: Sequence[str], counts: Counts, columns: Columns) -> NDArray[np.float64]:
    """Return what it costs readers to lose each cell: overrides are what they came for."""
    prices = counts.astype(np.float64) + 1.0
    if "outcome" in variables:
        override = list(columns["outcome"][0]).index(Outcome.OVERRIDDEN)
        np.moveaxis(prices, variables.index("outcome"), 0)[override] *= PRICE_OF_OVERRIDE
    return prices


def list_lines(variables: Sequence[str], shape: tuple[int, ...]) -> list[NDArray[np.intp]]:
    """Return the cells, by flat index, of each sum that readers take shares of.

    All lines along each axis, and the groups of categories within them that make a whole.
    """
    cells = np.arange(int(np.prod(shape)), dtype=np.intp).reshape(shape)
    lines = []
    for axis, variable in enumerate(variables):
        for line in np.moveaxis(cells, axis, -1).reshape(-1, shape[axis]):
            lines.append(line)
            lines += [line[start:end] for start, end in WHOLES.get(variable, ())]
    return lines


def find_unsafe(by_person: ByPerson, lines: Sequence[NDArray[np.intp]]) -> Mask:
    """Return the cells that the rule of people and decisions hides, or of which a rest would be."""
    flat = by_person.reshape(len(by_person), -1)
    unsafe = np.array([not is_publishable(cell) for cell in flat.T])
    for line in lines:
        whole = flat[:, line].sum(axis=1)
        for cell in line:
            unsafe[cell] = unsafe[cell] or not is_publishable(whole - flat[:, cell])
    return unsafe.reshape(by_person.shape[1:])


def _hide(tables: list[DecisionTable]) -> list[Mask]:
    """Return which cells of each table to hide.

    It ends: each round adds a cell to those that must be hidden, or is the last.
    """
    while True:
        masks = find_suppression(tables)
        more = [_find_more(table, mask) for table, mask in zip(tables, masks, strict=True)]
        _hide_overrides(tables, masks, more)
        if not any(each.any() for each in more):
            return masks
        for table, extra in zip(tables, more, strict=True):
            table.unsafe[extra] = True


def _find_more(table: DecisionTable, hidden: Mask) -> Mask:
    """Return the cells to hide too where what is hidden in a line is itself below the rule.

    A line hidden as a whole has no such sum, beyond its own total.
    """
    flat, mask = table.by_person.reshape(len(table.by_person), -1), hidden.ravel()
    prices, more = table.get_prices().ravel(), np.zeros(mask.size, dtype=np.bool_)
    for line in list_lines(table.variables, hidden.shape):
        concealed, open_cells = line[mask[line]], line[~mask[line]]
        if not (concealed.size and open_cells.size):
            continue
        if not is_publishable(flat[:, concealed].sum(axis=1)):
            more[open_cells[prices[open_cells].argmin()]] = True
    return more.reshape(hidden.shape)


def _hide_overrides(
    tables: Sequence[DecisionTable], masks: Sequence[Mask], more: Sequence[Mask]
) -> None:
    """Add what must be hidden so that no overrides are counted without their reasons.

    The number of all overrides is in two tables, beside it or as the rest; it is in both or none.
    """
    order = {table.variables: number for number, table in enumerate(tables)}
    outcome, reason = order["outcome",], order["override_reason",]
    override = list(Outcome).index(Outcome.OVERRIDDEN)
    if masks[reason][: len(OverrideReason)].all() or masks[reason][-1] or masks[outcome][override]:
        more[reason][-1] |= not masks[reason][-1]
        for table, mask, extra in zip(tables, masks, more, strict=True):
            if "outcome" in table.variables:
                axis = table.variables.index("outcome")
                np.moveaxis(extra, axis, 0)[override] |= ~np.moveaxis(mask, axis, 0)[override]


def _write_table(table: DecisionTable, hidden: Mask, columns: Columns) -> dict[str, Any]:
    rounded = round_count(table.counts).astype(object)
    rounded[hidden] = None
    return {
        "variables": list(table.variables),
        "categories": [list(columns[name][0]) for name in table.variables],
        "counts": rounded.tolist(),
    }


def _list_minutes(
    decisions: Sequence[LoggedDecision],
    persons: NDArray[np.intp],
    columns: Columns,
    tables: Sequence[DecisionTable],
    masks: Sequence[Mask],
) -> list[dict[str, Any]]:
    """Return the mean minutes of each category whose people and rest allow it.

    Of the decisions with minutes; how many these are would tell how many have none.
    """
    found = []
    order = {table.variables: number for number, table in enumerate(tables)}
    for measure in MEASURES:
        values = [getattr(each, measure) for each in decisions]
        known = np.array([value is not None for value in values])
        minutes = np.array([value or 0.0 for value in values])
        for variable in MINUTES_BY:
            names, indices = columns[variable]
            cells = [
                _sum_minutes(persons, minutes, known & (indices == index))
                for index in range(len(names))
            ]
            number = order.get((variable,))
            for index in _find_open_cells(cells, None if number is None else masks[number]):
                category = {"variable": variable, "category": names[index]}
                found.append({"measure": measure, **category, "mean": cells[index].get_mean()})
    return found


@dataclass(frozen=True, eq=False)
class MinutesByPerson:
    """Decisions with minutes, and the minutes, of each person."""

    decisions: ByPerson
    minutes: ByPerson

    def __add__(self, other: "MinutesByPerson") -> "MinutesByPerson":
        """Return both together."""
        return MinutesByPerson(self.decisions + other.decisions, self.minutes + other.minutes)

    def is_publishable(self) -> bool:
        """Return whether nobody supplies more than half of decisions or of minutes."""
        total = self.minutes.sum()
        return is_publishable(self.decisions) and bool(2 * self.minutes.max(initial=0) <= total)

    def get_mean(self) -> float:
        """Return the minutes of one decision, to a tenth."""
        return round(float(self.minutes.sum() / self.decisions.sum()), 1)


def _sum_minutes(
    persons: NDArray[np.intp], minutes: NDArray[np.float64], chosen: Mask
) -> MinutesByPerson:
    people = int(persons.max()) + 1
    return MinutesByPerson(
        np.bincount(persons[chosen], minlength=people).astype(np.float64),
        np.bincount(persons[chosen], weights=minutes[chosen], minlength=people).astype(np.float64),
    )


def _find_open_cells(cells: Sequence[MinutesByPerson], hidden: Mask | None) -> list[int]:
    """Return which cells can be shown: each, its rest, and all that are hidden, follow the rule.

    Where a count is hidden, so are its minutes.
    """
    nothing = MinutesByPerson(cells[0].decisions * 0, cells[0].minutes * 0)
    shown = [
        index
        for index, cell in enumerate(cells)
        if not (hidden is not None and hidden[index])
        and cell.is_publishable()
        and sum([*cells[:index], *cells[index + 1 :]], nothing).is_publishable()
    ]
    while shown:
        rest = [cell for index, cell in enumerate(cells) if index not in shown]
        if not rest or sum(rest, nothing).is_publishable():
            break
        shown.remove(min(shown, key=lambda index: cells[index].decisions.sum()))
    return shown

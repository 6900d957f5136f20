"""Tables of counts, and the rules for a single cell.

The unit is the person. The categories of each variable divide all people of a scope: whoever gave
no answer has a category of their own. A question with several choices is one variable per choice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vecu.stats.errors import DisclosureRefused
from vecu.translation import gettext_noop

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

THRESHOLD = 11
"""The least count that is published."""
BASE = 5
"""Published counts are multiples of this."""
PROTECTED = 10
"""Whoever knows all that is published must hold each hidden cell under the threshold to be anything
from 0 to 10, and any other to lie in an interval of this width."""


@dataclass(frozen=True, eq=False)
class CountTable:
    """People by no variable (their total), by one, or by two: one axis of `counts` for each.

    Variables are in alphabetical order, so that a table has one form.
    """

    variables: tuple[str, ...]
    counts: Counts
    sensitive: frozenset[str] = frozenset()
    """Variables of which "all" and "nobody" are hidden as well."""
    prices: NDArray[np.floating[Any]] | None = None
    """What it costs to hide each cell, where it is not its people: readers may not miss it."""

    def __post_init__(self) -> None:
        """Check that axes and variables agree."""
        if len(self.variables) != self.counts.ndim or self.counts.ndim > 2:
            raise ValueError(f"{self.variables} does not name {self.counts.ndim} axes.")
        if list(self.variables) != sorted(set(self.variables)):
            raise ValueError(f"{self.variables}: not in alphabetical order, or twice the same.")
        if (self.counts < 0).any():
            raise ValueError(f"{self.variables}: a count is negative.")

    def sum_to(self, variables: tuple[str, ...]) -> Counts:
        """Return the counts by some of the table's variables."""
        others = (axis for axis, name in enumerate(self.variables) if name not in variables)
        return np.asarray(self.counts.sum(axis=tuple(others)))

    def get_prices(self) -> NDArray[np.floating[Any]]:
        """Return what it costs to hide each cell: one for it and for each of its people."""
        return self.counts + 1.0 if self.prices is None else self.prices

    def find_primary(self) -> Mask:
        """Return which cells are hidden for themselves: under the threshold, or of everybody."""
        return (self.counts < THRESHOLD) | self.find_all_or_nobody()

    def find_all_or_nobody(self) -> Mask:
        """Return where all people of a group, or none of them, gave one answer of a sensitive item.

        A group without people has none either.
        """
        found = np.zeros(self.counts.shape, dtype=np.bool_)
        for axis, name in enumerate(self.variables):
            if name in self.sensitive:
                people = self.counts.sum(axis=axis, keepdims=True)
                found |= (self.counts == 0) | (self.counts == people)
        return found


def round_count(counts: Counts) -> Counts:
    """Return counts rounded to the nearest multiple of `BASE`."""
    return (counts + BASE // 2) // BASE * BASE


def bound_count(counts: Counts) -> tuple[Counts, Counts]:
    """Return the least and the greatest count that a published cell lets one think of.

    It is known that rounding moves a count by two at most, and that none is under the threshold.
    """
    rounded = round_count(counts)
    return np.maximum(rounded - BASE // 2, THRESHOLD), rounded + BASE // 2


def check_scope_size(people: int) -> None:
    """Raise `DisclosureRefused` for fewer people than the threshold: all counts are small."""
    if people < THRESHOLD:
        raise DisclosureRefused(
            gettext_noop(
                "Too few people have answered: %(found)s. Counts are released from %(least)s"
                " people. Wait for more answers."
            ),
            found=people,
            least=THRESHOLD,
        )


def check_same_people(tables: Iterable[CountTable]) -> dict[str, int]:
    """Return the number of categories of each variable.

    Raise `ValueError` where two tables differ in a margin that they share: they count others.
    """
    margins: dict[tuple[str, ...], Counts] = {}
    for table in tables:
        for length in range(len(table.variables) + 1):
            for shared in combinations(table.variables, length):
                margin = table.sum_to(shared)
                if not np.array_equal(margins.setdefault(shared, margin), margin):
                    raise ValueError(f"{table.variables} does not count the people of the others.")
    return {names[0]: counts.size for names, counts in margins.items() if len(names) == 1}


class HiddenBecause(StrEnum):
    """Why a cell is hidden."""

    SMALL = auto()
    """It counts fewer people than the threshold."""
    ALL_OR_NOBODY = auto()
    """It shows that all people of a group, or none, gave a sensitive answer."""
    COMPLEMENTARY = auto()
    """It would give another hidden cell away."""


def explain_hidden(table: CountTable, hidden: Mask) -> dict[tuple[int, ...], HiddenBecause]:
    """Return why each hidden cell is hidden, by its index in `counts`.

    Zero people is "nobody" where a variable is sensitive, and small elsewhere.
    """
    small, extreme = table.counts < THRESHOLD, table.find_all_or_nobody()
    reasons = {}
    for index in map(tuple, np.argwhere(hidden).tolist()):
        if extreme[index]:
            reasons[index] = HiddenBecause.ALL_OR_NOBODY
        elif small[index]:
            reasons[index] = HiddenBecause.SMALL
        else:
            reasons[index] = HiddenBecause.COMPLEMENTARY
    return reasons

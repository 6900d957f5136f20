"""Attacks on all tables together, those on a few of them first.

What a few tables give away, all give away together: whoever reads more knows more. Most proofs come
from tables of one variable with their margins, in programs a hundred times smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.stats.disclosure.attack import Attack, Cells, Proof
from vecu.stats.disclosure.nesting import Nesting, Routing
from vecu.stats.disclosure.tables import CountTable, Mask


@dataclass(eq=False)
class _Part:
    """An attack on some of the tables; `cells` are theirs among those of all."""

    attack: Attack
    cells: Cells
    safe: Mask | None = None
    """What was hidden when nothing was given away: another attack finds nothing either."""

    def find_proofs(self, hidden: Mask) -> list[Proof]:
        mask = hidden[self.cells]
        if self.safe is not None and np.array_equal(self.safe, mask):
            return []
        proofs = self.attack.find_proofs(mask)
        if not proofs:
            self.safe = mask
        return [Proof(int(self.cells[each.hidden]), self.cells[each.cells]) for each in proofs]


class Audit:
    """The attacks on some tables, from the fewest cells to all.

    Raise `ValueError` for tables that cannot count the same people, and `DisclosureRefused` where
    their cycles are too large.
    """

    def __init__(
        self, tables: Sequence[CountTable], known: Sequence[Nesting | Routing] = ()
    ) -> None:
        self.whole = Attack(tables, known)
        self.whole.check_counts()
        parts = [_take_part(self.whole, numbers) for numbers in _list_parts(tables)]
        parts.append(_Part(self.whole, np.arange(self.whole.counts.size)))
        self._parts = sorted(parts, key=lambda part: part.cells.size)

    def find_proofs(self, hidden: Mask) -> list[Proof]:
        """Return proofs for hidden cells whose bounds are too narrow; none: nothing is given away.

        Larger attacks wait until smaller ones find nothing, so these are not all proofs.
        """
        proofs: list[Proof] = []
        size = self.whole.counts.size
        for part in self._parts:
            if proofs and part.cells.size > size:
                break
            size = part.cells.size
            proofs += part.find_proofs(hidden)
        return proofs


def _list_parts(tables: Sequence[CountTable]) -> set[tuple[int, ...]]:
    """Return, for each variable, the numbers of its tables and of their margins, if not all are."""
    names = [frozenset(table.variables) for table in tables]
    parts = set()
    for name in frozenset[str]().union(*names):
        holding = [each for each in names if name in each]
        part = [
            number for number, each in enumerate(names) if any(each <= other for other in holding)
        ]
        if 1 < len(part) < len(tables):
            parts.add(tuple(part))
    return parts


def _take_part(whole: Attack, numbers: Sequence[int]) -> _Part:
    cells = np.flatnonzero(np.isin(whole.table_of, numbers))
    tables = [whole.tables[number] for number in numbers]
    return _Part(Attack(tables, whole.known), cells)

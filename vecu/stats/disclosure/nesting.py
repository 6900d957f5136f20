"""What is known of variables that say nearly the same: codes, and the practices they stand for.

Whoever told of a code told of the practice; where it stands for two codes, nobody told of it
who told of neither. A reader who knows this can subtract, without any shared margin. So can one who
knows that everybody had to choose something.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scipy.sparse import csr_array, vstack

from vecu.stats.disclosure.linear_system import Variables

EVERYBODY = ""
"""The whole that counts all people: of its parts each person is in one at least."""


@dataclass(frozen=True, slots=True)
class Nesting:
    """A variable that counts everybody whom its `parts` count, in the first category of each.

    `covered`: and nobody else.
    """

    whole: str
    parts: frozenset[str]
    covered: bool = False


def build_inequalities(
    nestings: Sequence[Nesting], sums: Mapping[Variables, csr_array], unknowns: int
) -> csr_array:
    """Return rows of which none is more than zero times the unknowns.

    `sums` are the cells of each table, the last variable fastest. A part or a whole of which no
    table holds anything is left out.
    """
    rows = [csr_array((0, unknowns))]
    contexts = {name for table in sums if len(table) == 2 for name in table}
    for nesting in nestings:
        names = (nesting.whole, *nesting.parts)
        for context in (None, *sorted(contexts - set(names))):
            found = {name: _find_first(name, context, sums) for name in names}
            rows += _compare(nesting, {name: row for name, row in found.items() if row is not None})
    return vstack(rows, format="csr")


def _compare(nesting: Nesting, rows: Mapping[str, csr_array]) -> Iterator[csr_array]:
    whole = rows.get(nesting.whole)
    parts = [rows[name] for name in sorted(nesting.parts) if name in rows]
    if whole is None or not parts:
        return
    if nesting.whole != EVERYBODY:  # in which every part is anyway
        yield from (part - whole for part in parts)
    if nesting.covered and len(parts) == len(nesting.parts):
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        yield whole - total


def _find_first(
    name: str, context: str | None, sums: Mapping[Variables, csr_array]
) -> csr_array | None:
    """Return who is in the first category: one row, or one for each category of the context."""
    if name == EVERYBODY:
        return _find_everybody(context, sums)
    if context is not None:
        key = tuple(sorted((name, context)))
        return _take_first(sums[key], key.index(name)) if key in sums else None
    if (name,) in sums:
        return sums[name,][[0]]
    for key in sums:
        if name in key:
            within = _take_first(sums[key], key.index(name))
            return csr_array(within.sum(axis=0).reshape(1, -1))
    return None


def _find_everybody(context: str | None, sums: Mapping[Variables, csr_array]) -> csr_array | None:
    """Return all people: one row, or one for each category of the context."""
    if context is not None:
        return sums.get((context,))
    return next((csr_array(each.sum(axis=0).reshape(1, -1)) for each in sums.values()), None)


def _take_first(table: csr_array, axis: int) -> csr_array:
    """Return the first of the two categories along an axis of a table with two."""
    others = table.shape[0] // 2
    return table[:others] if axis == 0 else table[::2]

"""All that follows from published counts by linear algebra: more than sums and differences.

A reader knows the number of decisions in some sets, each made of atoms that exclude each other.
What follows is the rational span of these sets. A set of atoms whose count follows is a vector of
zeros and ones in it. Such a vector is decided by its values at the pivots of the reduced basis, so
that trying two values for each finds all of them, not just sums of a few numbers.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

MOST_PIVOTS = 16


def list_countable(lines: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Yield every set of atoms whose count follows from those of `lines`, as zeros and ones."""
    basis, pivots = reduce_rows(lines)
    assert len(pivots) <= MOST_PIVOTS, "too many to try"
    for chosen in product((0, 1), repeat=len(pivots)):
        some = [row for row, wanted in zip(basis, chosen, strict=True) if wanted]
        found = [sum(column) for column in zip(*some, strict=True)] if some else []
        if found and all(value in (0, 1) for value in found):
            yield tuple(int(value) for value in found)


def reduce_rows(lines: Sequence[Sequence[int]]) -> tuple[list[list[Fraction]], list[int]]:
    """Return the reduced row echelon form without rows of zeros, and its pivots."""
    rows = [[Fraction(value) for value in line] for line in lines]
    pivots: list[int] = []
    for column in range(len(lines[0]) if lines else 0):
        top = len(pivots)
        found = next((row for row in rows[top:] if row[column]), None)
        if found is None:
            continue
        rows.remove(found)
        found = [value / found[column] for value in found]
        rows = [
            [value - row[column] * one for value, one in zip(row, found, strict=True)]
            for row in rows
        ]
        rows.insert(top, found)
        pivots.append(column)
    return rows[: len(pivots)], pivots

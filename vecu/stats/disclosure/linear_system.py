"""How tables of the same people hang together: shared margins, as linear equations.

Two tables that share a variable have its margin in common. Where the tables, as edges between
variables, form no cycle, equal margins say all there is to know; a cycle (A by B, B by C, C by A)
needs crosses of three variables and more (`junction_tree`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from scipy.sparse import csr_array, vstack

from vecu.stats.disclosure.junction_tree import Clique, list_cliques, list_links
from vecu.stats.errors import DisclosureRefused
from vecu.translation import gettext_noop

Variables = tuple[str, ...]
MOST_CELLS = 20_000
"""Cells of crosses of three variables and more, taken together, that are still audited."""


@dataclass(frozen=True, eq=False)
class LinearSystem:
    """Unknown counts of which every table is a sum."""

    links: csr_array
    """`links @ unknowns` is zero: margins that tables share."""
    sums: Mapping[Variables, csr_array]
    """`sums[variables] @ unknowns` are the cells of a table, the last variable fastest."""


@dataclass(frozen=True)
class _Block:
    """Variables that are crossed in full; its cells are unknowns from `start`."""

    variables: Variables
    shape: tuple[int, ...]
    start: int

    @property
    def size(self) -> int:
        return prod(self.shape)

    def sum_to(self, variables: Variables, unknowns: int) -> csr_array:
        """Return the matrix that sums the block's cells to a table of some of its variables."""
        axes = [self.variables.index(name) for name in variables]
        places = np.indices(self.shape).reshape(len(self.shape), -1)
        shape = tuple(self.shape[axis] for axis in axes)
        cells = np.arange(self.size)
        rows = np.ravel_multi_index([*places[axes]], shape) if axes else np.zeros_like(cells)
        ones = np.ones(self.size)
        return csr_array((ones, (rows, cells + self.start)), shape=(prod(shape), unknowns))


def build_linear_system(tables: Iterable[Variables], sizes: Mapping[str, int]) -> LinearSystem:
    """Return the system of these tables, given the number of categories of each variable.

    Raise `DisclosureRefused` where tables form a cycle whose crosses are too large.
    """
    tables = sorted(set(tables))
    cliques = list_cliques(tables, sizes) or [Clique()]
    _check_cells(cliques, sizes)
    blocks = _lay_out(cliques, sizes)
    unknowns = sum(block.size for block in blocks.values())
    sums = {}
    for table in tables:
        clique = next(clique for clique in cliques if clique.issuperset(table))
        sums[table] = blocks[clique].sum_to(table, unknowns)
    links = [csr_array((0, unknowns))]
    for first, second in list_links(cliques):
        shared = tuple(sorted(first & second))
        links.append(
            blocks[first].sum_to(shared, unknowns) - blocks[second].sum_to(shared, unknowns)
        )
    return LinearSystem(vstack(links, format="csr"), sums)


def _lay_out(cliques: Sequence[Clique], sizes: Mapping[str, int]) -> dict[Clique, _Block]:
    blocks: dict[Clique, _Block] = {}
    start = 0
    for clique in cliques:
        variables = tuple(sorted(clique))
        block = _Block(variables, tuple(sizes[name] for name in variables), start)
        blocks[clique] = block
        start += block.size
    return blocks


def _check_cells(cliques: Iterable[Clique], sizes: Mapping[str, int]) -> None:
    """Refuse crosses of three variables and more that are too large together."""
    crossed = [clique for clique in cliques if len(clique) > 2]
    cells = sum(prod(sizes[name] for name in clique) for clique in crossed)
    if cells > MOST_CELLS:
        raise DisclosureRefused(
            gettext_noop(
                "The tables of %(names)s are linked in a circle: crossed, they have %(found)s"
                " cells, and at most %(most)s can be checked. Leave out one of these tables, or"
                " merge categories."
            ),
            names=", ".join(sorted(frozenset[str]().union(*crossed))),
            found=cells,
            most=MOST_CELLS,
        )

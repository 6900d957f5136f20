"""How tables of the same people hang together: shared margins, as linear equations.

Two tables that share a variable have its margin in common. Where the tables, as edges between
variables, form no cycle, equal margins say all there is to know; a cycle (A by B, B by C, C by A)
needs the cross of all its variables (Lauritzen, *Graphical Models*, 1996, on decomposable models).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np
from scipy.sparse import csr_array, vstack

from vecu.stats.errors import ReleaseRefused
from vecu.translation import gettext_noop

Variables = tuple[str, ...]
MOST_CELLS = 20_000
"""Cells of a full cross that is still audited."""


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

    Raise `ReleaseRefused` where tables form a cycle whose full cross is too large.
    """
    tables = sorted(set(tables))
    blocks = _lay_out(_find_blocks(tables), sizes)
    unknowns = sum(block.size for block in blocks)
    sums = {}
    for table in tables:
        block = next(block for block in blocks if set(table) <= set(block.variables))
        sums[table] = block.sum_to(table, unknowns)
    shared = [_link(blocks, (name,), unknowns) for name in sorted(sizes)]
    links = [link for links in [*shared, _link(blocks, (), unknowns)] for link in links]
    none = csr_array((0, unknowns))
    return LinearSystem(vstack([none, *links], format="csr"), sums)


def _link(blocks: list[_Block], shared: Variables, unknowns: int) -> list[csr_array]:
    """Return equations: all blocks that hold these variables have the same margin."""
    holding = [block for block in blocks if set(shared) <= set(block.variables)]
    margins = [block.sum_to(shared, unknowns) for block in holding]
    return [first - second for first, second in pairwise(margins)]


def _lay_out(blocks: Iterable[Variables], sizes: Mapping[str, int]) -> list[_Block]:
    placed: list[_Block] = []
    start = 0
    for variables in blocks:
        block = _Block(variables, tuple(sizes[name] for name in variables), start)
        if len(variables) > 2 and block.size > MOST_CELLS:
            raise ReleaseRefused(
                gettext_noop(
                    "The tables of %(names)s hang together in a circle: crossed, they have"
                    " %(found)s cells, and at most %(most)s can be audited. Leave one of these"
                    " tables out, or merge categories."
                ),
                names=", ".join(variables),
                found=block.size,
                most=MOST_CELLS,
            )
        placed.append(block)
        start += block.size
    return placed


def _find_blocks(tables: Iterable[Variables]) -> list[Variables]:
    """Return the groups of variables that must be crossed: cycles, pairs, and single variables."""
    edges = {frozenset(table) for table in tables if len(table) == 2}
    core = _find_core(edges)
    blocks = [tuple(sorted(group)) for group in _join(core)]
    blocks += [tuple(sorted(edge)) for edge in edges - core]
    held = {name for block in blocks for name in block}
    single = {name for table in tables for name in table} - held
    blocks += [(name,) for name in single]
    return sorted(blocks) or [()]


def _find_core(edges: set[frozenset[str]]) -> set[frozenset[str]]:
    """Return the edges on cycles, or between cycles: what is left once loose ends are cut off."""
    while True:
        ends = [name for edge in edges for name in edge]
        loose = {edge for edge in edges if any(ends.count(name) == 1 for name in edge)}
        if not loose:
            return edges
        edges = edges - loose


def _join(edges: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return the connected groups of variables."""
    groups: list[frozenset[str]] = []
    for edge in edges:
        touching = [group for group in groups if group & edge]
        groups = [group for group in groups if not group & edge]
        groups.append(edge.union(*touching))
    return groups

"""Which variables must be crossed, where tables of two variables form cycles, and nothing more.

Tables are edges between variables. The graph is made chordal by eliminating its variables, each
time the one that needs the fewest new edges (min-fill). Counts of its maximal cliques that agree on
what neighbours in a junction tree share are margins of one table of all variables, whose cells
are not negative: their product over that of the shared margins is such a table (S. L. Lauritzen,
*Graphical Models*, 1996, chapters 2 and 3).
"""

from collections.abc import Iterable, Mapping, Sequence
from math import prod

Clique = frozenset[str]


def list_cliques(tables: Iterable[Iterable[str]], sizes: Mapping[str, int]) -> list[Clique]:
    """Return the maximal cliques of the graph of tables, made chordal.

    Of variables that need as many new edges, the one whose clique has the fewest cells goes first:
    `sizes` has the number of categories of each. The order of tables makes no difference.
    """
    neighbours: dict[str, set[str]] = {name: set() for name in sorted(sizes)}
    for table in tables:
        for name in table:
            neighbours[name] |= set(table) - {name}
    cliques: list[Clique] = []
    while neighbours:
        chosen = min(neighbours, key=lambda name: _price_elimination(name, neighbours, sizes))
        around = neighbours.pop(chosen)
        for name in around:
            neighbours[name] |= around
            neighbours[name] -= {name, chosen}
        clique = frozenset(around | {chosen})
        if not any(clique <= other for other in cliques):
            cliques.append(clique)
    return cliques


def _price_elimination(
    name: str, neighbours: Mapping[str, set[str]], sizes: Mapping[str, int]
) -> tuple[int, int]:
    """Return the edges that eliminating a variable adds, and the cells of its clique."""
    around = neighbours[name]
    twice = sum(len(around) - 1 - len(around & neighbours[other]) for other in around)
    return twice // 2, sizes[name] * prod(sizes[other] for other in around)


def list_links(cliques: Sequence[Clique]) -> list[tuple[Clique, Clique]]:
    """Return the edges of a junction tree: a spanning tree that shares the most variables.

    Cliques without a variable in common are linked as well: their people are the same.
    """
    nearest = dict.fromkeys(cliques[1:], cliques[0])
    links = []
    while nearest:
        clique = max(nearest, key=lambda each: len(each & nearest[each]))
        links.append((nearest.pop(clique), clique))
        for other, linked in nearest.items():
            if len(other & clique) > len(other & linked):
                nearest[other] = clique
    return links

"""Formulas that wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from vecu.questionnaires.proofreading.finding import Flaw, Level
from vecu.questionnaires.proofreading.formulas import Formula, read_by
from vecu.questionnaires.proofreading.proofs import Proofs
from vecu.questionnaires.proofreading.tree import Path, Tree
from vecu.text import _

Graph = dict[Path, set[Path]]
"""What each question waits for."""


def check_cycles(proofs: Proofs, tree: Tree, formulas: list[Formula]) -> None:
    """Note calculations that need each other, and conditions that decide each other.

    What reads chosen instances of its own repeat (a running total) is left to whoever works it out.
    """
    calculations = _graph(tree, [one for one in formulas if one.column == "calculation"])
    told: set[Path] = set()
    for members in cycles(calculations):
        msgid = _("The calculations need each other and never end: %(found)s. Break the circle.")
        _note(proofs, tree, members, msgid, "calculation")
        told |= set(members)
    both = [one for one in formulas if one.column in {"calculation", "relevant"}]
    for members in cycles(_with_groups(tree, _graph(tree, both))):
        if not told.issuperset(members):
            msgid = _("Whether these are asked hangs on each other: %(found)s. Break the circle.")
            _note(proofs, tree, members, msgid, "relevant")


def _note(proofs: Proofs, tree: Tree, members: tuple[Path, ...], msgid: str, name: str) -> None:
    holders = [path for path in members if tree.by_path[path].row.get(name)] or [members[0]]
    first = min(holders, key=lambda path: tree.by_path[path].row.number)
    start = members.index(first)
    names = [path[-1] for path in (*members[start:], *members[: start + 1])]
    proofs.note(
        Flaw.CYCLE, msgid, row=tree.by_path[first].row, name=name, found=" → ".join(names),
        level=Level.ERROR,
    )  # fmt: skip


def _graph(tree: Tree, formulas: list[Formula]) -> Graph:
    graph: Graph = {}
    for formula in formulas:
        if "[" in formula.source or "indexed-repeat(" in formula.source:
            continue
        reads = {place.path for place in read_by(tree, formula)}
        if "once(" in formula.source:
            reads.discard(formula.place.path)
        graph.setdefault(formula.place.path, set()).update(reads)
    return graph


def _with_groups(tree: Tree, graph: Graph) -> Graph:
    """Return the graph in which everything also waits for the groups that it stands in."""
    whole = {path: set(needs) for path, needs in graph.items()}
    for place in tree.places:
        around = {group.path for group in tree.within(place) if group.path in graph}
        if around:
            whole.setdefault(place.path, set()).update(around)
    return whole


def cycles(graph: Graph) -> Iterator[tuple[Path, ...]]:
    """Yield circles until none is left, each with its members in the order in which they wait."""
    left = {path: set(needs) for path, needs in graph.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            # The last names the first again; each stands before what waits for it.
            members = tuple(reversed(error.args[1][1:]))
            yield members
            for member in members:
                left.pop(member, None)
        else:
            return

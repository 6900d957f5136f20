"""Questions that wait for each other, told at the first of them in the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vecu.messages import Message
from vecu.questionnaires.expressions import Expression, ExpressionError, compile_expression
from vecu.questionnaires.expressions.reads import is_name
from vecu.questionnaires.model import Group, Kind, Question, Told
from vecu.questionnaires.order import CIRCLE, Circle, NoOrder, evaluation_order
from vecu.questionnaires.proofreading.finding import Flaw
from vecu.questionnaires.proofreading.formulas import Formula
from vecu.questionnaires.proofreading.proofs import Proofs
from vecu.questionnaires.proofreading.references import written_out
from vecu.questionnaires.proofreading.tree import Path, Place, Tree, address, source_of
from vecu.questionnaires.xform import MAX_DEPTH
from vecu.text import _

Rules = Mapping[tuple[Path, str], Expression]
"""What decides whether, how often and with which value: by the place and the column."""


def check_circles(proofs: Proofs, tree: Tree, formulas: list[Formula]) -> None:
    """Note each circle that leaves the form without an order of evaluation.

    The form need not be convertible: what its rows say of relevance, counts and calculations is
    put into order just as the finished form will be.
    """
    rules = {
        (formula.place.path, formula.column): expression
        for formula in formulas
        if (expression := _rule(tree, formula)) is not None
    } | dict(_offers(tree))
    try:
        evaluation_order(_form(tree, rules))
    except NoOrder as none:
        for circle in none.circles:
            _note(proofs, tree, circle, rules)


def _offers(tree: Tree) -> Iterator[tuple[tuple[Path, str], Expression]]:
    """Yield what answers the questions read that offer them."""
    for place in tree.places:
        if source := source_of(tree, place):
            try:
                yield (place.path, "type"), compile_expression(address(source))
            except ExpressionError:  # a name that no path can hold, told where it stands
                continue


def _rule(tree: Tree, formula: Formula) -> Expression | None:
    """Return a formula that an order has to heed; what a trigger sets off waits for nothing."""
    triggered = formula.column == "calculation" and formula.place.row.get("trigger")
    offers = formula.column == "choice_filter" and source_of(tree, formula.place)
    if triggered or not (offers or formula.column in {"relevant", "calculation", "repeat_count"}):
        return None
    try:
        return compile_expression(written_out(formula.source, tree))
    except ExpressionError:  # told where the formula is read
        return None


def _form(tree: Tree, rules: Rules) -> Group:
    """Return the form as far as an order of evaluation looks at it."""
    below: dict[Path, list[Question | Group]] = {}
    for place in reversed(tree.places):
        path = place.path
        first, named = place is tree.by_path[path], all(map(is_name, path))
        if first and named and len(path) <= MAX_DEPTH:  # the others are refused anyway
            item = _item(place, tuple(reversed(below.pop(path, []))), rules)
            below.setdefault(path[:-1], []).append(item)
    return Group(path=f"/{tree.root}", children=tuple(reversed(below.get((tree.root,), []))))


def _item(place: Place, children: tuple[Question | Group, ...], rules: Rules) -> Question | Group:
    path, relevant = address(place), rules.get((place.path, "relevant"))
    if not place.group:
        calculate, texts = (rules.get((place.path, name)) for name in ("calculation", "type"))
        nodes = rules.get((place.path, "choice_filter"), texts)
        told = Told(nodes, texts, "") if nodes and texts else None
        return Question(path, Kind.TEXT, relevant=relevant, calculate=calculate, told=told)
    count = rules.get((place.path, "repeat_count")) if place.repeats else None
    return Group(path, children, relevant=relevant, repeats=place.repeats, count=count)


def _note(proofs: Proofs, tree: Tree, circle: Circle, rules: Rules) -> None:
    members = [tree.by_path[tuple(path.strip("/").split("/"))] for path in circle.paths]
    first = members[0]
    columns = [
        column
        for (path, column), rule in rules.items()
        if path == first.path and circle.by in {None, rule}
    ]
    rows = sorted({member.row.number for member in members})
    names: Message | str = str(circle)
    if len(rows) > 1:
        told = _("%(names)s (rows %(rows)s)")
        names = Message(told, names=names, rows=", ".join(map(str, rows)))
    proofs.note(Flaw.CYCLE, CIRCLE, row=first.row, name=columns[0], found=str(circle), circle=names)

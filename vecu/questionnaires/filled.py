"""A questionnaire filled with answers: every node, whether it is asked, what it now holds.

Checking, settling and paging all stand on this one reading, so that they cannot disagree on what
is relevant. Any JSON-like value is survived: what has the wrong shape is set aside, not raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from vecu.questionnaires.expressions import Expression, Scope
from vecu.questionnaires.instance import Node, Values
from vecu.questionnaires.model import Choice, Group, Kind, Question, Questionnaire
from vecu.questionnaires.problems import scalar_text

MAX_INSTANCES = 20
"""Instances of one repeat; further ones are not read, and `check` says so."""

# Each pass lets a question know of others further down; forms need two or three. The bound is for
# forms whose questions exclude each other in a circle.
_MAX_PASSES = 10
_NOTHING: Mapping[str, Any] = {}


class Cell:
    """One node of the filled questionnaire: its question or group, and what was given for it."""

    __slots__ = ("address", "children", "given", "item", "node", "parent", "relevant")

    def __init__(
        self, item: Question | Group, node: Node, parent: Cell | None, address: str
    ) -> None:
        self.item = item
        self.node = node
        self.parent = parent
        self.address = address
        self.given = node.text
        self.relevant = True
        self.children: list[Cell] = []


class Filled:
    """The answers laid over their questionnaire, relevance and calculations done.

    `cells` are in document order, the root first. `strays` are values that belong to no question,
    by address; `misfits` are values of the wrong shape, such as a list where one answer belongs;
    `surplus` are the repeats with more than `MAX_INSTANCES` instances, by address.
    """

    def __init__(
        self, questionnaire: Questionnaire, values: object, today: date, *, inviting: bool = False
    ) -> None:
        self.questionnaire = questionnaire
        self.inviting = inviting
        root = Node(questionnaire.root.name)
        self.scope = Scope(root=root, today=today, instances=questionnaire.instances)
        self.cells: list[Cell] = []
        self.strays: list[tuple[str, object]] = []
        self.misfits: list[tuple[str, Question | Group, object]] = []
        self.surplus: list[tuple[str, Group, int]] = []
        self.root = Cell(questionnaire.root, root, None, "")
        self.cells.append(self.root)
        self._lay_children(self.root, questionnaire.root, values)
        for _pass in range(_MAX_PASSES):
            if not self._evaluate_all():
                break

    def choices(self, cell: Cell) -> tuple[Choice, ...]:
        """Return the choices offered for a select, its filter applied."""
        question = cell.item
        if not isinstance(question, Question):
            return ()
        if question.choice_filter is None:
            return question.choices
        offered = {
            child.text
            for node in question.choice_filter.nodes(cell.node, self.scope)
            for child in node.children
            if child.name == "name"
        }
        return tuple(choice for choice in question.choices if choice.name in offered)

    def values(self) -> Values:
        """Return what is relevant as nested answers: empty answers and groups are left out."""
        return _values(self.root)

    def _lay_children(self, cell: Cell, group: Group, values: object) -> None:
        prefix = f"{cell.address}/" if cell.address else ""
        if isinstance(values, dict):
            if not values.keys() <= group.names:
                strays = [item for item in values.items() if item[0] not in group.names]
                self.strays += [(f"{prefix}{key}", value) for key, value in strays]
        else:
            if values is not None and values != "":
                self.misfits.append((cell.address, group, values))
            values = _NOTHING
        for child in group.children:
            value = values.get(child.name)
            if isinstance(child, Question):
                self._lay_question(cell, child, prefix + child.name, value)
            elif child.repeats:
                self._lay_repeat(cell, child, prefix + child.name, value)
            else:
                self._lay_children(self._cell(cell, child, prefix + child.name), child, value)

    def _cell(self, parent: Cell, item: Question | Group, address: str, text: str = "") -> Cell:
        cell = Cell(item, parent.node.add(item.name, text), parent, address)
        parent.children.append(cell)
        self.cells.append(cell)
        if item.computed or not parent.relevant:
            self._evaluate(cell)
        return cell

    def _lay_question(self, parent: Cell, question: Question, address: str, value: object) -> None:
        text = question.default if question.fixed else _text(value)
        if text is None:
            self.misfits.append((address, question, value))
        self._cell(parent, question, address, text or "")

    def _lay_repeat(self, parent: Cell, group: Group, address: str, value: object) -> None:
        instances: list[Any] = []
        if isinstance(value, list):
            instances = value
        elif value is not None and value != "":
            self.misfits.append((address, group, value))
        elif self.inviting:
            instances = [defaults(group)]
        if group.count is not None:
            instances = _sized(group, instances, group.count.number(parent.node, self.scope))
        if len(instances) > MAX_INSTANCES:
            self.surplus.append((address, group, len(instances)))
        for position, instance in enumerate(instances[:MAX_INSTANCES], 1):
            cell = self._cell(parent, group, f"{address}[{position}]")
            self._lay_children(cell, group, instance)

    def _computed(self, calculate: Expression, node: Node) -> str:
        """Return what a calculation gives, blank where a number cannot be had (as in JavaRosa)."""
        text = calculate.string(node, self.scope)
        return "" if text == "NaN" else text

    def _evaluate_all(self) -> bool:
        """Evaluate every cell that an answer may have changed; tell whether anything changed."""
        changed = False
        for cell in self.cells:
            parent = cell.parent
            if cell.item.computed or (parent is not None and parent.relevant is not cell.relevant):
                changed = self._evaluate(cell) or changed
        return changed

    def _evaluate(self, cell: Cell) -> bool:
        """Evaluate relevance and calculation of one cell; tell whether anything changed."""
        item, node, parent = cell.item, cell.node, cell.parent
        relevant = (parent is None or parent.relevant) and (
            item.relevant is None or item.relevant.boolean(node, self.scope)
        )
        changed = relevant is not cell.relevant
        cell.relevant = relevant
        if isinstance(item, Question):
            text = ""
            if relevant and item.calculate is not None:
                text = self._computed(item.calculate, node)
            elif relevant:
                text = cell.given
            if text != node.text:
                node.text = text
                changed = True
        return changed


def _text(value: object) -> str | None:
    """Return a given value as text, blank as '' and newlines plain; None for another shape."""
    if isinstance(value, str):
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return "" if value.isspace() else value
    if value is None:
        return ""
    return (scalar_text(value) or None) if isinstance(value, bool | int | float) else None


def defaults(group: Group) -> Values:
    """Return the plain defaults below a group, with one instance of each repeat without count."""
    values: Values = {}
    for child in group.children:
        if isinstance(child, Question):
            if child.default:
                values[child.name] = child.default
        elif child.repeats:
            if child.count is None:
                values[child.name] = [defaults(child)]
        elif inner := defaults(child):
            values[child.name] = inner
    return values


def _sized(group: Group, instances: list[Any], count: float) -> list[Any]:
    """Return as many instances as a count asks for: NaN and negative counts ask for none."""
    wanted = int(min(count, MAX_INSTANCES)) if count > 0 else 0
    return instances[:wanted] + [defaults(group)] * (wanted - len(instances))


def _values(cell: Cell) -> Values:
    values: Values = {}
    for child in cell.children:
        if not child.relevant:
            continue
        name = child.item.name
        if isinstance(child.item, Question):
            if text := _canonical(child.item, child.node.text):
                values[name] = text
        elif child.item.repeats:
            values.setdefault(name, []).append(_values(child))
        elif inner := _values(child):
            values[name] = inner
    return values


def _canonical(question: Question, text: str) -> str:
    """Return a multiple choice in the order of its list, each once; names not on it stay, last."""
    if question.kind is not Kind.SELECT_MULTIPLE or not text:
        return text
    order = question.choice_order
    names = dict.fromkeys(text.split())
    return " ".join(sorted(names, key=lambda name: order.get(name, len(order))))

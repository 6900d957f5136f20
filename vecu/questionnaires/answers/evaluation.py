"""Evaluate a form: every node with its answer, whether it is relevant, and its value.

Validation, normalization and paging all use this one evaluation, so that they cannot disagree on
what is relevant. Any JSON-like value is accepted: what has the wrong shape is recorded, not raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import Any

from vecu.messages import scalar_text
from vecu.questionnaires.answers.label_lookup import LabelLookup
from vecu.questionnaires.expressions import EvaluationScope, Expression
from vecu.questionnaires.expressions.nodes import Values, XPathNode
from vecu.questionnaires.model import (
    MAX_INSTANCES,
    MAX_STORED_INSTANCES,
    Choice,
    EvaluationStep,
    Group,
    Question,
    Questionnaire,
)
from vecu.questionnaires.question_types import AnswerValue
from vecu.questionnaires.repeat_choices import list_repeat_choices
from vecu.typography import is_blank

MAX_CELLS = 100_000
"""The most nodes of one form: nested repeats would fill the memory."""
MAX_CALCULATED = 20_000
"""Characters of a calculated answer; a longer one is blank, or each could double the one before."""
_NOTHING: Mapping[str, Any] = {}


class FormNode:
    """One node of an evaluated form: its question or group, and the submitted answer."""

    __slots__ = ("address", "children", "given", "item", "node", "parent", "relevant")

    def __init__(
        self, item: Question | Group, node: XPathNode, parent: FormNode | None, address: str
    ) -> None:
        self.item = item
        self.node = node
        self.parent = parent
        self.address = address
        self.given = node.text
        self.relevant = True
        self.children: list[FormNode] = []


class EvaluatedForm:
    """The answers of a questionnaire, with relevance and calculations evaluated.

    `cells` are in document order, the root first. `strays` are values that belong to no question,
    by address; `misfits` are values of the wrong shape, such as a list where one answer belongs;
    `surplus` are the repeats with too many instances, by address; `crowded`: some
    were left out because the form has more than `MAX_CELLS` nodes. `lapsed` are the cells whose
    answer refers to one that no longer exists: they count as blank.

    `stored`: the answer was accepted before, so all of its instances count, up to
    `MAX_STORED_INSTANCES`: a document has a turn for each time that somebody speaks.

    All randomness follows from `seed`. Without one, nothing is drawn: a value drawn earlier stays
    as it was submitted. `language` is that of the labels that calculations quote.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        values: object,
        today: date,
        *,
        inviting: bool = False,
        stored: bool = False,
        seed: int | None = None,
        language: str = "",
    ) -> None:
        self.questionnaire = questionnaire
        self.inviting = inviting
        self._most_instances = MAX_STORED_INSTANCES if stored else MAX_INSTANCES
        root = XPathNode(questionnaire.root.name)
        self.scope = EvaluationScope(
            root=root,
            today=today,
            instances=questionnaire.instances,
            seed=seed,
            language=questionnaire.language_for(language),
            words=LabelLookup(questionnaire),
        )
        self.cells: list[FormNode] = []
        self._computed: dict[str, list[FormNode]] = {}
        self._counted: dict[str, list[tuple[FormNode, object]]] = {}
        self.strays: list[tuple[str, object]] = []
        self.misfits: list[tuple[str, Question | Group, object]] = []
        self.surplus: list[tuple[str, Group, int]] = []
        self.lapsed: list[FormNode] = []
        self.crowded = False
        self.root = FormNode(questionnaire.root, root, None, "")
        self.cells.append(self.root)
        self._lay_children(self.root, questionnaire.root, values)
        for step in questionnaire.order:
            self._work_out(step)
        if self._counted:
            self.cells = list(_in_order(self.root))

    def choices(self, cell: FormNode) -> tuple[Choice, ...]:
        """Return the choices offered for a select, its filter applied."""
        question = cell.item
        if not isinstance(question, Question):
            return ()
        if question.repeat_choices is not None:
            known = {choice.name: choice for choice in question.choices}
            return tuple(list_repeat_choices(question.repeat_choices, known, cell.node, self.scope))
        if question.choice_filter is None:
            return question.choices
        entries = _entries(self.questionnaire)[question.path]
        nodes = question.choice_filter.nodes(cell.node, self.scope)
        return tuple(entries[node] for node in nodes if node in entries)

    def values(self) -> Values:
        """Return the relevant answers, nested; empty answers and groups are left out."""
        return _values(self.root)

    def _lay_children(self, cell: FormNode, group: Group, values: object) -> None:
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

    def _cell(
        self,
        parent: FormNode,
        item: Question | Group,
        address: str,
        text: str = "",
        index: int = -1,
    ) -> FormNode:
        """Add one node, before the parent's child at `place`, by default at the end."""
        if index < 0:
            cell = FormNode(item, parent.node.add(item.name, text), parent, address)
            parent.children.append(cell)
        else:
            cell = FormNode(item, parent.node.insert(index, item.name), parent, address)
            parent.children.insert(index, cell)
        self.cells.append(cell)
        if item.computed:
            self._computed.setdefault(item.path, []).append(cell)
        return cell

    def _lay_question(
        self, parent: FormNode, question: Question, address: str, value: object
    ) -> None:
        text = question.default if question.fixed else _text(value)
        if text is None:
            self.misfits.append((address, question, value))
        elif question.kind.holds is AnswerValue.CHOICES and " " in text:
            text = _in_list_order(question, text.split())
        cell = self._cell(parent, question, address, text or "")
        if question.calculate is not None and not question.lasting:
            cell.node.text = ""

    def _lay_repeat(self, parent: FormNode, group: Group, address: str, value: object) -> None:
        if group.count is not None:
            self._counted.setdefault(group.path, []).append((parent, value))
            return
        instances: list[Any] = [default_answers(group)] if self.inviting else []
        if value is not None and value != "":
            instances = self._instances(group, address, value)
        self._lay_instances(parent, group, address, instances)

    def _instances(self, group: Group, address: str, value: object) -> list[Any]:
        if isinstance(value, list):
            return value
        if value is not None and value != "":
            self.misfits.append((address, group, value))
        return []

    def _lay_instances(
        self, parent: FormNode, group: Group, address: str, instances: list[Any], index: int = -1
    ) -> None:
        if len(instances) > self._most_instances:
            self.surplus.append((address, group, len(instances)))
        for position, instance in enumerate(instances[: self._most_instances]):
            if len(self.cells) > MAX_CELLS:
                self.crowded = True
                break
            at = index if index < 0 else index + position
            cell = self._cell(parent, group, f"{address}[{position + 1}]", index=at)
            self._lay_children(cell, group, instance)

    def _work_out(self, step: EvaluationStep) -> None:
        """Evaluate one step: all its instances, or instance by instance if it has several items."""
        if len(step) > 1:
            for together in zip(*(self._computed.get(item.path, ()) for item in step), strict=True):
                for cell in together:
                    self._evaluate(cell)
            return
        item = step[0]
        for parent, value in self._counted.get(item.path, ()):
            if isinstance(item, Group):
                self._lay_counted(parent, item, value)
        for cell in self._computed.get(item.path, ()):
            self._evaluate(cell)

    def _lay_counted(self, parent: FormNode, group: Group, value: object) -> None:
        """Add as many instances as a count requires, once the count is known."""
        address = f"{parent.address}/{group.name}".lstrip("/")
        here = XPathNode(group.name, parent=parent.node)  # what counts is seen from an instance
        wanted = group.count.number(here, self.scope) if group.count else 0.0
        instances = _sized(group, self._instances(group, address, value), wanted)
        before = {child.name for child in takewhile(lambda child: child is not group,
                                                    _children(parent))}  # fmt: skip
        index = sum(child.item.name in before for child in parent.children)
        self._lay_instances(parent, group, address, instances, index)
        if not parent.relevant:
            for child in parent.children[index : index + len(instances)]:
                _hide(child)

    def _evaluate(self, cell: FormNode) -> None:
        """Evaluate relevance and calculation of one node; its ancestors are evaluated already."""
        item, node = cell.item, cell.node
        if not cell.relevant:
            return
        if item.relevant is not None and not item.relevant.boolean(node, self.scope):
            _hide(cell)
        elif isinstance(item, Question) and item.calculate is not None:
            node.text = self._calculated(item.calculate, cell)
        elif isinstance(item, Question) and item.repeat_choices is not None and node.text:
            self._look_up(cell)

    def _look_up(self, cell: FormNode) -> None:
        """Blank an answer that refers to one that no longer exists, and record it."""
        text = cell.node.text.strip()
        still = any(choice.name == text for choice in self.choices(cell))
        cell.node.text = text if still else ""
        if not still:
            self.lapsed.append(cell)

    def _calculated(self, calculate: Expression, cell: FormNode) -> str:
        """Return the result of a calculation, blank if it is no number (as in JavaRosa)."""
        if calculate.draws and self.scope.seed is None and cell.given:
            return cell.given
        text = calculate.string(cell.node, self.scope)
        return "" if text == "NaN" or len(text) > MAX_CALCULATED else text


def _children(cell: FormNode) -> tuple[Question | Group, ...]:
    return cell.item.children if isinstance(cell.item, Group) else ()


def _hide(cell: FormNode) -> None:
    """Make a node and its descendants irrelevant, so that other questions read them as blank."""
    cell.relevant, cell.node.text = False, ""
    for child in cell.children:
        _hide(child)


def _in_order(cell: FormNode) -> Iterator[FormNode]:
    yield cell
    for child in cell.children:
        yield from _in_order(child)


@lru_cache(maxsize=64)
def _entries(questionnaire: Questionnaire) -> dict[str, dict[XPathNode, Choice]]:
    """Return the choice of each entry of a list, for questions that filter or shuffle it."""
    return {
        question.path: dict(
            zip(questionnaire.instances[question.choice_list].children, question.choices,
                strict=True)
        )
        for question in questionnaire.questions.values()
        if question.choice_filter is not None
    }  # fmt: skip


def _text(value: object) -> str | None:
    """Return a submitted value as text with plain newlines; None for another shape.

    A value without visible characters is blank, '': spaces and invisible characters.
    """
    if isinstance(value, str):
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return "" if is_blank(value) else value
    if value is None:
        return ""
    return (scalar_text(value) or None) if isinstance(value, bool | int | float) else None


def default_answers(group: Group) -> Values:
    """Return the constant defaults below a group, one instance of each repeat without count."""
    values: Values = {}
    for child in group.children:
        if isinstance(child, Question):
            if child.default:
                values[child.name] = child.default
        elif child.repeats:
            if child.count is None:
                values[child.name] = [default_answers(child)]
        elif inner := default_answers(child):
            values[child.name] = inner
    return values


def _sized(group: Group, instances: list[Any], count: float) -> list[Any]:
    """Return as many instances as a count requires: NaN and negative counts give none."""
    wanted = int(min(count, MAX_INSTANCES)) if count > 0 else 0
    return instances[:wanted] + [default_answers(group)] * (wanted - len(instances))


def _values(cell: FormNode) -> Values:
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
    """Return a multiple choice in the order of its list, without duplicates; unknown names last."""
    if question.kind.holds is not AnswerValue.CHOICES or not text:
        return text
    return _in_list_order(question, dict.fromkeys(text.split()))


def _in_list_order(question: Question, names: Iterable[str]) -> str:
    """Return names in the order of their list, as every client does."""
    order = question.choice_order
    return " ".join(sorted(names, key=lambda name: order.get(name, len(order))))

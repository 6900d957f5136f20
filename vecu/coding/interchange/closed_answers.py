"""Closed answers exported beside the texts: the variables of a story. Pure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from vecu.coding.interchange.export_record import Known
from vecu.questionnaires import AnswerValue, Group, Question, Questionnaire, Values

_READERS: dict[AnswerValue, Callable[[str], Known]] = {
    AnswerValue.WHOLE: int,
    AnswerValue.DECIMAL: Decimal,
    AnswerValue.DATE: date.fromisoformat,
}
_LEFT_OUT = frozenset({AnswerValue.TEXT, AnswerValue.POINT, AnswerValue.FILE})
_SEVERAL = "; "
_MOST_REMEMBERED = 10_000
_Steps = tuple[str, ...]
"""The names of the groups around a question, within a story or outside of all stories."""


def list_closed_questions(questionnaires: Iterable[Questionnaire]) -> dict[str, Question]:
    """Return the closed questions exported with texts, by path; the first of several versions.

    Open questions, files and locations are excluded, and so are repeats inside a story.
    """
    found: dict[str, Question] = {}
    for questionnaire in questionnaires:
        for _steps, _repeat, question in _below(questionnaire.root, (), ""):
            found.setdefault(question.path, question)
    return found


def _below(group: Group, steps: _Steps, repeat: str) -> Iterator[tuple[_Steps, str, Question]]:
    """Yield each question with its groups and the repeat around them."""
    for child in group.children:
        if isinstance(child, Question):
            if child.kind.has_input and child.kind.holds not in _LEFT_OUT:
                yield steps, repeat, child
        elif not child.repeats:
            yield from _below(child, (*steps, child.name), repeat)
        elif not repeat:
            yield from _below(child, (), child.path)


class ClosedAnswers:
    """Reads the closed answers of one questionnaire, labels in one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self._language = language
        self._root = questionnaire.root.path
        self._asked: dict[str, dict[_Steps, list[Question]]] = {}
        self._known: dict[tuple[str, str], Known] = {}
        for steps, repeat, question in _below(questionnaire.root, (), ""):
            groups = self._asked.setdefault(repeat, {})
            groups.setdefault(steps, []).append(question)

    def get_answers(self, values: Values, story: str) -> dict[str, Known]:
        """Return a person's answers in a story and outside of all stories, by path."""
        found = self._read("", values)
        if story:
            instance, repeat = self._instance(values, story)
            found |= self._read(repeat, instance)
        return found

    def _instance(self, values: Any, story: str) -> tuple[Values, str]:
        """Return the answers of a story ("story[2]") and the path of its repeat."""
        within, path = values, self._root
        for step in story.split("/"):
            name, _bracket, position = step.partition("[")
            path = f"{path}/{name}"
            within = within.get(name) or {}
            if position:
                within = within[int(position[:-1]) - 1]
        return within, path

    def _read(self, repeat: str, values: Any) -> dict[str, Known]:
        found = {}
        for steps, questions in self._asked.get(repeat, {}).items():
            within = values
            for step in steps:
                within = within.get(step) or {}
            for question in questions if within else ():
                if text := within.get(question.name):
                    found[question.path] = self._say(question, text)
        return found

    def _say(self, question: Question, text: str) -> Known:
        """Return a stored answer as exported; cached, since the same few recur."""
        key = (question.path, text)
        said = self._known.get(key)
        if said is None:
            said = _known(question, text, self._language)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[key] = said
        return said


def _known(question: Question, text: str, language: str) -> Known:
    """Return a stored answer in its type; an invalid one stays text, so nothing is lost."""
    if question.kind.is_listed:
        names = question.kind.split_answer(text)
        return _SEVERAL.join(_label(question, name, language) for name in names)
    try:
        return _READERS.get(question.kind.holds, str)(text)
    except (ValueError, ArithmeticError):
        return text


def _label(question: Question, name: str, language: str) -> str:
    """Return the label of a choice; one missing from the list is its own label."""
    label = question.choice_labels.get(name)
    return (label.say(language) if label else "") or name

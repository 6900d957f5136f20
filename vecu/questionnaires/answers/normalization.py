"""Normalize answers: parse typed input, apply defaults, keep what is relevant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from vecu.questionnaires.answers.evaluation import EvaluatedForm, FormNode, default_answers
from vecu.questionnaires.answers.paths import add_instance, parse_path, set_answer
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.question_types import AnswerValue
from vecu.typography import is_blank

_LONG = 100
"""A longer text is no number and no date, and is not parsed."""


def parse_input(question: Question, raw: str, language: str) -> str:
    """Return typed input as the XForm holds it; what cannot be parsed is left as it is.

    Numbers may be written as people do: "7,5", "1 000", and "1,000" in English. Dates may be
    written day first, "24/11/2026", in every language, and times as "14h30" or "2:30 pm"; a place
    is "48.85, 2.35". A ranking comes as ranks, "2=tea 1=coffee". Newlines become plain, outer
    blanks are removed; a text without visible characters is blank.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if is_blank(text):
        return ""
    traits = question.kind.traits
    if len(text) > _LONG and traits.holds is not AnswerValue.RANKING:
        return text
    held = traits.parse(text, language)
    return held if question.scale is None else question.scale.canonical(held)


def normalize_answers(
    questionnaire: Questionnaire,
    values: object,
    *,
    today: date,
    seed: int | None = None,
    language: str = "",
) -> Values:
    """Return the `values` to store: the answers to questions that are relevant.

    Calculations are evaluated again, blank texts and empty groups removed, multiple choices sorted
    like their list. Whatever belongs to no question, has the wrong shape or exceeds `MAX_INSTANCES`
    is dropped: first call `validate_answers` on untrusted values, which reports all that.
    Idempotent. `seed` and `language` as in `EvaluatedForm`.
    """
    return EvaluatedForm(questionnaire, values, today, seed=seed, language=language).values()


def find_dangling_references(
    questionnaire: Questionnaire, values: object, *, today: date
) -> tuple[str, ...]:
    """Return the names of the questions whose answer refers to one that does not exist."""
    if not questionnaire.has_repeat_choices:
        return ()
    filled = EvaluatedForm(questionnaire, values, today)
    return tuple(dict.fromkeys(cell.item.name for cell in filled.lapsed))


def store_once_values(filled: EvaluatedForm, values: Values) -> Values:
    """Return new values that also hold values to compute only once: once(), random().

    Irrelevant questions are left out. Idempotent.
    """
    for cell in filled.cells:
        question, text = cell.item, cell.node.text
        lasting = isinstance(question, Question) and question.lasting
        if lasting and text and text != cell.given:
            values = set_answer(values, cell.address, text)
    return values


def apply_triggers(
    questionnaire: Questionnaire,
    before: Values,
    after: Values,
    *,
    today: date,
    seed: int | None = None,
    language: str = "",
) -> Values:
    """Return the values `after` a page, with the writes that its changed answers trigger.

    Inside a repeat a change writes to its own instance. `seed` and `language` as in
    `EvaluatedForm`.
    """
    if not questionnaire.triggers:
        return after
    fill = partial(EvaluatedForm, today=today, seed=seed, language=language)
    for trigger in questionnaire.triggers:
        old, new = fill(questionnaire, before), fill(questionnaire, after)
        was = {cell.address: cell.node.text for cell in _at(old, trigger.source)}
        changed = [
            cell for cell in _at(new, trigger.source) if cell.node.text != was.get(cell.address, "")
        ]
        for cell in _at(new, trigger.target):
            if any(_together(cell.address, source.address) for source in changed):
                text = trigger.value.string(cell.node, new.scope)
                after = set_answer(after, cell.address, "" if text == "NaN" else text)
    return after


def _at(filled: EvaluatedForm, path: str) -> list[FormNode]:
    return [cell for cell in filled.cells if cell.item.path == path]


def _together(one: str, other: str) -> bool:
    """Return whether two addresses are in the same instance of the repeats that contain both."""
    for (name, position), (other_name, other_position) in zip(
        parse_path(one), parse_path(other), strict=False
    ):
        if name != other_name:
            return True
        if position != other_position:
            return False
    return True


def initial_answers(
    questionnaire: Questionnaire, *, today: date, seed: int | None = None, language: str = ""
) -> Values:
    """Return the initial answers of an interview: defaults, and one instance of each repeat.

    `seed` and `language` as in `EvaluatedForm`.
    """
    values = default_answers(questionnaire.root)
    return _with_initial(
        questionnaire, values, "", partial(EvaluatedForm, today=today, seed=seed, language=language)
    )


def add_repeat_instance(
    questionnaire: Questionnaire,
    values: Values,
    address: str,
    *,
    today: date,
    seed: int | None = None,
    language: str = "",
) -> Values:
    """Return new values with one more instance of the repeat at `address`, with its defaults.

    `seed` and `language` as in `EvaluatedForm`. Beyond `MAX_INSTANCES` nothing is added; an address
    that is no repeat is a KeyError.
    """
    names = "/".join(name for name, _position in parse_path(address))
    group = questionnaire.groups[f"{questionnaire.root.path}/{names}"]
    added = add_instance(values, address, default_answers(group))
    fill = partial(EvaluatedForm, today=today, seed=seed, language=language)
    return _with_initial(questionnaire, added, f"{address}[", fill)


def _with_initial(
    questionnaire: Questionnaire, values: Values, within: str, fill: Callable[..., EvaluatedForm]
) -> Values:
    """Compute the defaults that are expressions, for unanswered questions below `within`."""
    if not any(question.initial for question in questionnaire.questions.values()):
        return values
    filled = fill(questionnaire, values)
    for cell in filled.cells:
        question = cell.item
        if not isinstance(question, Question) or question.initial is None or cell.given:
            continue
        if cell.address.startswith(within):
            cell.given = cell.node.text = question.initial.string(cell.node, filled.scope)
            values = set_answer(values, cell.address, cell.given)
    return values

"""Answers put in order: what a person typed, what a questionnaire starts with, what is kept."""

from __future__ import annotations

import re
from datetime import date

from vecu.questionnaires.addresses import add_instance, put, steps
from vecu.questionnaires.filled import Filled, defaults
from vecu.questionnaires.instance import Values
from vecu.questionnaires.model import Kind, Question, Questionnaire
from vecu.questionnaires.written import (
    read_date,
    read_moment,
    read_order,
    read_point,
    read_time,
)

_GAPS = re.compile(r"(?<=[0-9])[  \u00a0\u2009\u202f'’](?=[0-9])")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_LONG = 100
"""Characters beyond which a text is no number and no date, and is left as it is."""
_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
_READERS = {
    Kind.DATE: read_date,
    Kind.TIME: read_time,
    Kind.DATETIME: read_moment,
    Kind.GEOPOINT: read_point,
}


def normalise(question: Question, raw: str, language: str) -> str:
    """Return what a person typed as the XForm holds it; what cannot be read stays, for `check`.

    Numbers may be written as people do: "7,5", "1 000", and "1,000" in English. Dates may be
    written day first, "24/11/2026", in every language, and hours as "14h30" or "2:30 pm"; a place
    is "48.85, 2.35". An order of choices comes as places, "2=tea 1=coffee". Newlines become
    plain, outer blanks go.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if question.kind is Kind.RANK:
        return read_order(text)
    if len(text) > _LONG:
        return text
    if question.kind in _NUMBERS:
        return _number(text, language)
    return _READERS[question.kind](text) if question.kind in _READERS else text


def _number(text: str, language: str) -> str:
    text = _GAPS.sub("", text.replace("−", "-"))
    if language.startswith("en") and _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def settle(questionnaire: Questionnaire, values: object, *, today: date) -> Values:
    """Return what is kept of `values`: the answers to questions that are relevant.

    Calculations are done anew, blank texts and empty groups left out, multiple choices put in the
    order of their list. Whatever belongs to no question, has the wrong shape or lies beyond
    `MAX_INSTANCES` is dropped: `check` first what comes from outside, it names all of that.
    Settling twice changes nothing.
    """
    return Filled(questionnaire, values, today).values()


def start(questionnaire: Questionnaire, *, today: date) -> Values:
    """Return the answers an interview starts with: defaults, and one instance of each repeat."""
    return _with_initial(questionnaire, defaults(questionnaire.root), "", today)


def new_instance(
    questionnaire: Questionnaire, values: Values, address: str, *, today: date
) -> Values:
    """Return new values with one more instance of the repeat at `address`, its defaults filled in.

    Beyond `MAX_INSTANCES` nothing is added; an address that is no repeat is a KeyError.
    """
    names = "/".join(name for name, _position in steps(address))
    group = questionnaire.groups[f"{questionnaire.root.path}/{names}"]
    added = add_instance(values, address, defaults(group))
    return _with_initial(questionnaire, added, f"{address}[", today)


def _with_initial(questionnaire: Questionnaire, values: Values, within: str, today: date) -> Values:
    """Compute the first values that are expressions, of the unanswered questions below `within`."""
    if not any(question.initial for question in questionnaire.questions.values()):
        return values
    filled = Filled(questionnaire, values, today)
    for cell in filled.cells:
        question = cell.item
        if not isinstance(question, Question) or question.initial is None or cell.given:
            continue
        if cell.address.startswith(within):
            cell.given = cell.node.text = question.initial.string(cell.node, filled.scope)
            values = put(values, cell.address, cell.given)
    return values

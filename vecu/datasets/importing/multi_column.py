"""Answers spread over several columns: ticks, ranks, coordinates. Pure.

`MappedColumn.part` names what a column holds of the answer: a choice, or "latitude" etc. Its cells
hold yes, a rank, or degrees; `combine_parts` makes one answer of them.
"""

from collections.abc import Mapping, Sequence

from vecu.questionnaires import COORDINATES, AnswerValue, Question, QuestionType, parse_input
from vecu.translation import gettext_noop, translate

_COORDINATE_NAMES = {
    "latitude": gettext_noop("latitude"),
    "longitude": gettext_noop("longitude"),
    "altitude": gettext_noop("altitude"),
    "accuracy": gettext_noop("accuracy"),
}


def is_importable(question: Question) -> bool:
    """Return whether a table can hold the answer to a question.

    Files cannot be cells; the heading of a table of questions has no answer.
    """
    if question.kind.is_file or question.is_table_heading:
        return False
    return question.kind.has_input or question.kind is QuestionType.HIDDEN


def list_parts(question: Question) -> tuple[str, ...]:
    """Return the parts of an answer that may have columns of their own."""
    return tuple(question.choice_labels) if question.kind.is_listed else question.kind.traits.parts


def describe_part(question: Question, part: str, language: str) -> str:
    """Return the label of a part."""
    if part in question.kind.traits.parts:
        return translate(_COORDINATE_NAMES[part], language)
    return question.choice_labels[part].say(language)


def combine_parts(question: Question, part_texts: Sequence[tuple[str, str]], language: str) -> str:
    """Return one answer from (part, text) pairs in column order; it is not validated here.

    A pair without a part is the whole answer: for a list ticks add to it, else it takes
    precedence.
    """
    if question.closed:
        chosen = " ".join(text for _part, text in part_texts).split()
        return " ".join(dict.fromkeys(chosen))
    parts = dict(part_texts)
    if whole := parts.get(""):
        return whole
    if question.kind.holds is AnswerValue.RANKING:
        placed = " ".join(f"{place}={part}" for part, place in part_texts)
        return parse_input(question, placed, language)
    return _point(parts)


def _point(parts: Mapping[str, str]) -> str:
    """Return a geopoint as the XForm stores it; an unknown altitude before an accuracy is 0."""
    numbers = [parts.get(name, "") for name in COORDINATES]
    if numbers[3] and not numbers[2]:
        numbers[2] = "0"
    return " ".join(filter(None, numbers))

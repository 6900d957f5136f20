"""Which appearances have an effect; the others are ignored and reported."""

from __future__ import annotations

import re

from vecu.questionnaires.model import Group, Question, Questionnaire, QuestionType

_BESIDE = re.compile(
    r"likert|horizontal(?:-compact)?|columns(?:-pack|-[0-9]{1,2})?|list(?:-nolabel)?"
)
"""Choices side by side where the screen has room, one below the other on a phone.

"list-nolabel" is a row of a table of questions: each row repeats its choices, since a heading far
above helps neither a phone nor a screen reader.
"""
SUPPORTED_BY_TYPE: dict[QuestionType, frozenset[str]] = {
    QuestionType.TEXT: frozenset({"multiline"}),
    QuestionType.HIDDEN: frozenset({"label"}),
}
"""Supported appearances by type of question, besides choices side by side."""
SUPPORTED_ON_GROUPS = frozenset({"field-list", "table-list"})
"""Supported appearances of groups."""


def is_horizontal(appearance: frozenset[str]) -> bool:
    """Return whether choices are to be side by side."""
    return any(_BESIDE.fullmatch(word) for word in appearance)


def is_supported_appearance(item: Question | Group, word: str) -> bool:
    """Return whether one appearance of a question or group has an effect here."""
    if isinstance(item, Group):
        return word in SUPPORTED_ON_GROUPS
    return word in SUPPORTED_BY_TYPE.get(item.kind, ()) or (
        item.kind.closed and bool(_BESIDE.fullmatch(word))
    )


def list_unsupported_appearances(
    questionnaire: Questionnaire,
) -> tuple[tuple[Question | Group, str], ...]:
    """Return each ignored appearance with its question or group, in order."""
    return tuple(
        (item, word)
        for item in questionnaire.root.walk()
        for word in sorted(item.appearance)
        if not is_supported_appearance(item, word)
    )

"""Which appearances have an effect; the others are ignored and reported."""

from __future__ import annotations

import re

from vecu.questionnaires.model import Group, Question, Questionnaire

_BESIDE = re.compile(
    r"likert|horizontal(?:-compact)?|columns(?:-pack|-[0-9]{1,2})?|list(?:-nolabel)?"
)
"""Choices side by side where the screen has room, one below the other on a phone.

"list-nolabel" is a row of a table of questions: each row repeats its choices, since a heading far
above helps neither a phone nor a screen reader.
"""
SUPPORTED_ON_GROUPS = frozenset({"field-list", "table-list"})
"""Supported appearances of groups."""


def is_horizontal(appearance: frozenset[str]) -> bool:
    """Return whether choices are to be side by side."""
    return any(_BESIDE.fullmatch(word) for word in appearance)


def is_supported_appearance(item: Question | Group, word: str) -> bool:
    """Return whether one appearance of a question or group has an effect here."""
    if isinstance(item, Group):
        return word in SUPPORTED_ON_GROUPS
    beside = item.kind.is_closed and _BESIDE.fullmatch(word) is not None
    return beside or word in item.kind.traits.appearances


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

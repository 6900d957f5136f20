"""Which appearances change how a question is shown; others are shown plainly, and named."""

from __future__ import annotations

import re

from vecu.questionnaires.model import Group, Kind, Question, Questionnaire
from vecu.questionnaires.problems import Message
from vecu.text import _

BESIDE = frozenset({"likert", "horizontal", "horizontal-compact", "columns", "columns-pack"})
"""Choices that stand side by side where the screen has room, one below the other on a phone."""
TABLE = frozenset({"list-nolabel"})
"""A question that is one row of a table of questions with the same choices."""
_NUMBERED = re.compile(r"columns-[0-9]{1,2}|(?:horizontal|list)")

_CHOICES = BESIDE | TABLE
HONOURED: dict[Kind, frozenset[str]] = {
    Kind.TEXT: frozenset({"multiline"}),
    Kind.SELECT_ONE: _CHOICES,
    Kind.SELECT_MULTIPLE: _CHOICES,
    Kind.HIDDEN: frozenset({"label"}),
}
"""What is honoured by kind of question."""
OF_GROUPS = frozenset({"field-list", "table-list"})
"""What is honoured of groups."""


def is_beside(appearance: frozenset[str]) -> bool:
    """Tell whether choices are to stand side by side."""
    return any(word in BESIDE or _NUMBERED.fullmatch(word) for word in appearance)


def is_honoured(item: Question | Group, word: str) -> bool:
    """Tell whether one appearance of a question or group changes how it is shown here."""
    if isinstance(item, Group):
        return word in OF_GROUPS
    return word in HONOURED.get(item.kind, ()) or (
        item.kind.closed and bool(_NUMBERED.fullmatch(word))
    )


def not_honoured(questionnaire: Questionnaire) -> tuple[Message, ...]:
    """Return one sentence for each appearance that is shown plainly, in document order."""
    message = _("%(place)s: the appearance “%(found)s” is not known here; it is shown plainly.")
    return tuple(
        Message(message, place=item.path, found=word)
        for item in questionnaire.root.walk()
        for word in sorted(item.appearance)
        if not is_honoured(item, word)
    )

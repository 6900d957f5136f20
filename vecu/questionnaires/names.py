"""Names in an expression that lead nowhere: questions, lists and texts that the form has not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.itext import local
from vecu.questionnaires.problems import Message, shown
from vecu.text import _

_PLAIN = re.compile(r"[\w.\-]+")
"""A step to a child by its name, and no other axis."""
_NO_QUESTION = _(
    "%(place)s, column “%(column)s”: there is no question “%(found)s” at that place. Refer to a"
    " question of this form as ${name}."
)
_NO_LIST = _(
    "%(place)s, column “%(column)s”: there is no list “%(found)s”. Use a list of the sheet choices"
    " that a question offers, or of a file that is attached."
)
_NO_TEXT = _(
    "%(place)s, column “%(column)s”: the form has no text with the id “%(found)s”. Correct the id."
)


def names_missing(
    expression: Expression,
    place: str,
    column: str,
    primary: Element,
    lists: Collection[str],
    texts: Collection[str],
) -> Iterator[Message]:
    """Yield what to tell about each name that leads nowhere.

    Absolute paths are followed step by step from the top of `primary`, relative ones from `place`;
    what `*`, `//` and the rarer axes may reach is not judged.
    """
    for path in expression.paths:
        if not _leads_somewhere(path, place, primary):
            yield Message(_NO_QUESTION, place=place, column=column, found=shown(path))
    for name in expression.instances:
        if name not in lists:
            yield Message(_NO_LIST, place=place, column=column, found=shown(name))
    for name in expression.texts:
        if name not in texts:
            yield Message(_NO_TEXT, place=place, column=column, found=shown(name))


def _leads_somewhere(path: str, place: str, primary: Element) -> bool:
    if not path.startswith("/") and not place.startswith("/"):
        return True  # a choice's label is read in many places
    names = _names(path if path.startswith("/") else f"{place}/{path}")
    if names and _PLAIN.fullmatch(names[0]) and names[0] != local(primary):
        return False
    if names and not _PLAIN.fullmatch(names[0]):
        return True
    element = primary
    for name in names[1:]:
        if not _PLAIN.fullmatch(name):
            return True
        found = next((child for child in element if local(child) == name), None)
        if found is None:
            return False
        element = found
    return True


def _names(path: str) -> list[str]:
    """Return the names along a path, `.` and `..` resolved."""
    names: list[str] = []
    for step in filter(None, path.split("/")):
        if step == "..":
            del names[-1:]
        elif step != ".":
            names.append(step)
    return names

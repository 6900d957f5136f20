"""Names in an expression that lead nowhere: questions, lists and texts that the form has not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.reads import is_name, resolve
from vecu.questionnaires.itext import local
from vecu.questionnaires.problems import Message, shown
from vecu.text import _

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
    element = None
    for name in resolve(path, place.strip("/").split("/")):
        if not is_name(name):
            return True
        below = [primary] if element is None else element
        element = next((child for child in below if local(child) == name), None)
        if element is None:
            return False
    return True

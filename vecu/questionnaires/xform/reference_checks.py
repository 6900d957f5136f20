"""Undefined names in an expression: questions, lists and texts that the form does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import takewhile
from xml.etree.ElementTree import Element

from vecu.messages import Message, printable
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.dependencies import is_child_step, resolve_path
from vecu.questionnaires.xform.itext import local_name
from vecu.translation import gettext_noop

_NO_QUESTION = gettext_noop(
    "%(place)s, column “%(column)s”: there is no question “%(found)s” at that place. Refer to a"
    " question of this form as ${name}."
)
_BRACKETED = gettext_noop(
    "%(place)s, column “%(column)s”: inside square brackets a ${name} of the same repeat leads"
    " elsewhere, to “%(found)s”, where there is no question. Write current()/../%(near)s for the"
    " answer beside this one, or %(near)s for that of each instance that the brackets look at."
)
_UP_AGAIN = re.compile(r"/(?!\.\.)[\w.\-]+/(\.\./.*)")
"""A step down and up again, which conversion makes of a ${name} inside brackets."""
_NO_LIST = gettext_noop(
    "%(place)s, column “%(column)s”: there is no list “%(found)s”. Use a list of the sheet choices"
    " that a question offers, or of a file that is attached."
)
_NO_TEXT = gettext_noop(
    "%(place)s, column “%(column)s”: the form has no text with the id “%(found)s”. Correct the id."
)


def find_undefined_names(
    expression: Expression,
    place: str,
    column: str,
    places: Collection[str],
    lists: Collection[str],
    texts: Collection[str],
) -> Iterator[Message]:
    """Yield a message about each undefined name.

    `places` are the paths of everything in the form; relative paths start from `place`. What `*`,
    `//` and the rarer axes may reach is not checked.
    """
    for path in expression.paths:
        if not _leads_somewhere(path, place, places):
            near = _beside(path, place, places)
            msgid = _BRACKETED if near else _NO_QUESTION
            yield Message(msgid, place=place, column=column, found=printable(path), near=near)
    for name in expression.instances:
        if name not in lists:
            yield Message(_NO_LIST, place=place, column=column, found=printable(name))
    for name in expression.texts:
        if name not in texts:
            yield Message(_NO_TEXT, place=place, column=column, found=printable(name))


def _leads_somewhere(path: str, place: str, places: Collection[str]) -> bool:
    if not path.startswith("/") and not place.startswith("/"):
        return True  # a choice's label is read in many places
    steps = list(takewhile(is_child_step, resolve_path(path, place.strip("/").split("/"))))
    return not steps or f"/{'/'.join(steps)}" in places


def _beside(path: str, place: str, places: Collection[str]) -> str:
    """Return the question of a ${name} inside brackets, '' if the path was not made of one.

    Conversion writes the path from `place` to the question, which therefore exists.
    """
    up = _UP_AGAIN.search(path)
    return up[1].removeprefix("../") if up and _leads_somewhere(up[1], place, places) else ""


def iter_paths(element: Element, above: str = "") -> Iterator[str]:
    """Yield the path of an element and of everything below it."""
    path = f"{above}/{local_name(element)}"
    yield path
    for child in element:
        yield from iter_paths(child, path)

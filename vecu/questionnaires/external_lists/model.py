"""What a list in a file is once read, and what was found wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import (
    UNFIT,
    Message,
    describe_forbidden_characters,
)
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.translation import gettext_noop

MAX_ROWS = 20_000
MAX_COLUMNS = 50
MAX_MISTAKES = 100
"""Mistakes of one file: beyond these one is told enough."""

_TOO_LONG = gettext_noop("The file has more than 20,000 rows or 50 columns. Shorten it.")
_UNFIT = gettext_noop("The cell holds characters that cannot be kept (%(found)s). Delete them.")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a file, and where.

    `row` counts as a spreadsheet does, or the entries of XML and GeoJSON from 1; 0 where the whole
    file is meant. `column` is its heading, '' where the whole row is.
    """

    message: Message
    row: int = 0
    column: str = ""
    found: str = ""


@dataclass(frozen=True)
class FileList:
    """A list as expressions walk over it: `root` has a child for each entry, in its row of `rows`.

    `columns` are the headings in order. With `mistakes` nothing of it may be used.
    """

    root: XPathNode
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def unreadable_list(msgid: str, *, row: int = 0, column: str = "", found: str = "") -> FileList:
    """Return the list of a file of which nothing could be read."""
    mistake = Mistake(Message(msgid, found=found), row, column, found)
    return FileList(XPathNode("root"), mistakes=(mistake,))


def size_mistake() -> Mistake:
    """Return what to tell of a file with more rows or columns than a list may have."""
    return Mistake(Message(_TOO_LONG))


def find_unfit_characters(text: str, row: int, column: str) -> Iterator[Mistake]:
    """Yield the mistake of a cell that holds what no XML can."""
    if UNFIT.search(text.replace("\r", "")):
        found = describe_forbidden_characters(text)
        yield Mistake(Message(_UNFIT, found=found), row, UNFIT.sub("?", column), found)

"""An external list after reading, and its errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import UNFIT, Message, describe_forbidden_characters
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.translation import gettext_noop

MAX_ROWS = 20_000
MAX_COLUMNS = 50
MAX_MISTAKES = 100
"""The most errors reported for one file."""

_TOO_LONG = gettext_noop("The file has more than 20,000 rows or 50 columns. Shorten it.")
_UNFIT = gettext_noop("The cell holds characters that cannot be kept (%(found)s). Delete them.")


@dataclass(frozen=True, slots=True)
class Mistake:
    """An error in a file, with its place.

    `row` counts as a spreadsheet does, or the entries of XML and GeoJSON from 1; 0 where the whole
    file is meant. `column` is its heading, '' where the whole row is.
    """

    message: Message
    row: int = 0
    column: str = ""
    found: str = ""


@dataclass(frozen=True)
class FileList:
    """A list for expressions: `root` has a child for each entry, in its row of `rows`.

    `columns` are the headings in order. With `mistakes` nothing of it may be used.
    """

    root: XPathNode
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def unreadable_list(msgid: str, *, row: int = 0, column: str = "", found: str = "") -> FileList:
    """Return the list of a file that could not be read at all."""
    mistake = Mistake(Message(msgid, found=found), row, column, found)
    return FileList(XPathNode("root"), mistakes=(mistake,))


def size_mistake() -> Mistake:
    """Return the error about a file with too many rows or columns."""
    return Mistake(Message(_TOO_LONG))


def find_unfit_characters(text: str, row: int, column: str) -> Iterator[Mistake]:
    """Yield an error for a cell with characters that XML forbids."""
    if UNFIT.search(text.replace("\r", "")):
        found = describe_forbidden_characters(text)
        yield Mistake(Message(_UNFIT, found=found), row, UNFIT.sub("?", column), found)

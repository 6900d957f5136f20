"""Read CSV as a spreadsheet program would: a row of headings, then a row for each entry."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from vecu.messages import Message, printable
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.external_lists.model import (
    MAX_COLUMNS,
    MAX_MISTAKES,
    MAX_ROWS,
    FileList,
    Mistake,
    find_unfit_characters,
    size_mistake,
    unreadable_list,
)
from vecu.translation import gettext_noop

NAME = re.compile(r"[^\W\d][\w.\-]*")
"""Valid names of columns: they become names of elements."""

_MARKS = ",;\t"
_OTHER_MARKS = "|:~"

_NOTHING = gettext_noop("The file has no row of headings. Write one, with name and label in it.")
_HEADING = gettext_noop(
    "“%(found)s” cannot be the heading of a column. Begin with a letter and use letters, digits, -"
    " and _ only."
)
_TWICE = gettext_noop("The heading “%(found)s” stands twice. Keep one of them.")
_NO_HEADING = gettext_noop("There is no heading above this column. Write one, or empty the column.")
_MARK = gettext_noop(
    "The columns are parted by “%(found)s”. Separate them with commas, semicolons or tabs."
)
_CELLS = gettext_noop(
    "The row has %(found)s cells, the headings are %(count)s. Put a text that holds a comma or a"
    " semicolon between double quotes."
)
_QUOTE = gettext_noop(
    "A double quote is opened and not closed as it should be. Write it twice inside a text, and"
    " once at each end."
)


def read_csv(text: str) -> FileList:
    """Read CSV with the separator (comma, semicolon, tab) that gives most columns."""
    mark = max(_MARKS, key=lambda each: len(_first(text, each)))
    headings = tuple(heading.strip() for heading in _first(text, mark))
    if not any(headings):
        return unreadable_list(_NOTHING, row=1)
    if len(headings) == 1 and (other := next((m for m in _OTHER_MARKS if m in headings[0]), "")):
        return unreadable_list(_MARK, row=1, column=printable(headings[0]), found=other)
    table = _Table(headings)
    try:
        for number, row in enumerate(_records(text, mark), 1):
            if number > 1 and not table.take(number, row):
                break
    except csv.Error:
        table.mistakes.append(Mistake(Message(_QUOTE), table.last + 1))
    return table.result()


def _records(text: str, mark: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)


def _first(text: str, mark: str) -> list[str]:
    try:
        return next(_records(text, mark), [])
    except csv.Error:
        return text.partition("\n")[0].split(mark)


class _Table:
    """A table being read: its headings, its entries so far, and its errors."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        self.headings = headings
        self.root, self.rows, self.last = XPathNode("root"), list[int](), 1
        self.mistakes = [
            Mistake(
                Message(msgid, found=printable(heading)), 1, printable(heading), printable(heading)
            )
            for index, heading in enumerate(headings)
            if heading and (msgid := _wrong(heading, headings[:index]))
        ]
        if len(headings) > MAX_COLUMNS:
            self.mistakes.append(size_mistake())

    def take(self, number: int, row: list[str]) -> bool:
        """Add one row that is not blank; False when reading should stop."""
        self.last = number
        if not any(cell.strip() for cell in row):
            return True
        if len(self.rows) == MAX_ROWS:
            self.mistakes.append(size_mistake())
            return False
        item = self.root.add("item")
        self.rows.append(number)
        for heading, cell in zip(self.headings, row, strict=False):
            text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
            self.mistakes += find_unfit_characters(text, number, heading)
            if heading:
                item.add(heading, text)
            elif text:
                self.mistakes.append(Mistake(Message(_NO_HEADING), number, "", printable(text)))
        if any(cell.strip() for cell in row[len(self.headings) :]):
            found = str(len(row))
            message = Message(_CELLS, found=found, count=len(self.headings))
            self.mistakes.append(Mistake(message, number, "", found))
        return len(self.mistakes) < MAX_MISTAKES

    def result(self) -> FileList:
        columns = tuple(filter(None, self.headings))
        return FileList(self.root, tuple(self.rows), columns, tuple(self.mistakes))


def _wrong(heading: str, before: tuple[str, ...]) -> str:
    """Return the message about an invalid heading, '' for a valid one."""
    if heading in before:
        return _TWICE
    return "" if NAME.fullmatch(heading) else _HEADING

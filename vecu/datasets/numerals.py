"""How the numbers of a column are written: one convention for all its cells, or a doubt. Pure.

A comma may divide off decimals or thousands: 2,5 is the one, 1,234,567 the other, and 1,234 either.
What the other cells of its column show decides; where none does, the language of the file, and the
person is told. Where cells contradict each other, those that could be either are no numbers.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from vecu.questionnaires import close_up
from vecu.tables import Table

_SURELY_THOUSANDS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){2,}(\.[0-9]*)?|[+-]?[1-9][0-9]{0,2},[0-9]{3}\.[0-9]*"
)
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_DECIMALS = re.compile(r"[+-]?[0-9]*,[0-9]+")
_DOT_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_DOT = re.compile(r"[+-]?[0-9]*\.[0-9]+")


class Comma(Enum):
    """What a comma divides off in a column: UNTOLD if no cell tells, TORN if they disagree."""

    UNTOLD = auto()
    DECIMALS = auto()
    THOUSANDS = auto()
    TORN = auto()


@dataclass
class Numerals:
    """What the cells of a column show; `either` and `dotted` are the first that could be both.

    Of a `typed` column, a program wrote the numbers: its points divide off decimals.
    """

    typed: bool = False
    decimals: bool = False
    thousands: bool = False
    either: str = ""
    points: bool = False
    dotted: str = ""

    def add(self, cell: str) -> None:
        """Look at one cell; what is no number says nothing."""
        text = cell.strip()
        if "," in text:
            if _EITHER.fullmatch(text):
                self.either = self.either or text
            elif _SURELY_THOUSANDS.fullmatch(text):
                self.thousands = True
            elif _DECIMALS.fullmatch(close_up(text)):
                self.decimals = True
        elif "." in text:
            if _DOT_EITHER.fullmatch(text):
                self.dotted = self.dotted or text
            elif _DOT.fullmatch(text):
                self.points = True

    @property
    def comma(self) -> Comma:
        """What a comma divides off."""
        if self.decimals and self.thousands:
            return Comma.TORN
        if self.decimals:
            return Comma.DECIMALS
        return Comma.THOUSANDS if self.thousands else Comma.UNTOLD

    @property
    def doubtful(self) -> str:
        """A cell that could be another number, though it is read as one; '' where there is none.

        A point divides off decimals, unless all cells of a column could be thousands.
        """
        if self.either and self.comma is Comma.UNTOLD:
            return self.either
        return "" if self.points or self.typed else self.dotted

    def leave_open(self, cell: str) -> bool:
        """Return whether a cell could be decimals or thousands, and no other cell tells which."""
        if "," in cell:
            return self.comma is Comma.UNTOLD and _EITHER.fullmatch(cell) is not None
        return not self.points and _DOT_EITHER.fullmatch(cell) is not None


def numerals_in(table: Table, columns: Mapping[str, Collection[str]]) -> Mapping[str, Numerals]:
    """Return how the numbers of these columns are written, but for those cells of each."""
    found = {name: Numerals(typed=table.is_typed) for name in table.columns if name in columns}
    places = [(table.columns.index(name), columns[name], found[name]) for name in found]
    if places:
        for row in table.rows():
            if not row.problem:
                for place, passed_over, numerals in places:
                    if row.cells[place].strip() not in passed_over:
                        numerals.add(row.cells[place])
    return found


def plain_number(cell: str, comma: Comma, language: str) -> str:
    """Return a number without commas, as its column has them; '' where it could be either."""
    if "," not in cell:
        return cell
    either = _EITHER.fullmatch(cell) is not None
    if comma is Comma.TORN and either:
        return ""
    if _SURELY_THOUSANDS.fullmatch(cell):
        return cell.replace(",", "")
    by_language = comma is Comma.UNTOLD and language.startswith("en")
    if either and (comma is Comma.THOUSANDS or by_language):
        return cell.replace(",", "")
    bare = close_up(cell)
    return bare.replace(",", ".") if _DECIMALS.fullmatch(bare) else cell

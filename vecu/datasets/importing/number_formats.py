"""Detect the number format of a column: one convention for all its cells, or a doubt. Pure.

A comma may separate decimals or thousands: 2,5 is the one, 1,234,567 the other, and 1,234 either.
Other cells of the column decide; if none does, the language of the file, and a warning. If cells
contradict each other, ambiguous ones are not numbers.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from vecu.questionnaires import strip_digit_separators
from vecu.tables import Table

_SURELY_THOUSANDS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){2,}(\.[0-9]*)?|[+-]?[1-9][0-9]{0,2},[0-9]{3}\.[0-9]*"
)
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_DECIMALS = re.compile(r"[+-]?[0-9]*,[0-9]+")
_DOT_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_DOT = re.compile(r"[+-]?[0-9]*\.[0-9]+")


class CommaRole(Enum):
    """What a comma separates: UNKNOWN if no cell shows it, CONFLICTING if they disagree."""

    UNKNOWN = auto()
    DECIMALS = auto()
    THOUSANDS = auto()
    CONFLICTING = auto()


@dataclass
class NumberFormat:
    """What the cells of a column show; `either` and `dotted` are the first ambiguous cells.

    The numbers of a `typed` column come from a program: points are decimal points.
    """

    typed: bool = False
    decimals: bool = False
    thousands: bool = False
    either: str = ""
    points: bool = False
    dotted: str = ""

    def add(self, cell: str) -> None:
        """Update with one cell; cells that are not numbers are ignored."""
        text = cell.strip()
        if "," in text:
            if _EITHER.fullmatch(text):
                self.either = self.either or text
            elif _SURELY_THOUSANDS.fullmatch(text):
                self.thousands = True
            elif _DECIMALS.fullmatch(strip_digit_separators(text)):
                self.decimals = True
        elif "." in text:
            if _DOT_EITHER.fullmatch(text):
                self.dotted = self.dotted or text
            elif _DOT.fullmatch(text):
                self.points = True

    @property
    def comma(self) -> CommaRole:
        """What a comma separates."""
        if self.decimals and self.thousands:
            return CommaRole.CONFLICTING
        if self.decimals:
            return CommaRole.DECIMALS
        return CommaRole.THOUSANDS if self.thousands else CommaRole.UNKNOWN

    @property
    def doubtful(self) -> str:
        """A cell that was parsed but could be another number; '' if there is none.

        A point is a decimal point, unless all cells of a column could be thousands.
        """
        if self.either and self.comma is CommaRole.UNKNOWN:
            return self.either
        return "" if self.points or self.typed else self.dotted

    def is_ambiguous(self, cell: str) -> bool:
        """Return whether a cell could have decimals or thousands, and no other cell decides."""
        if "," in cell:
            return self.comma is CommaRole.UNKNOWN and _EITHER.fullmatch(cell) is not None
        return not self.points and _DOT_EITHER.fullmatch(cell) is not None


def detect_number_formats(
    table: Table, columns: Mapping[str, Collection[str]]
) -> Mapping[str, NumberFormat]:
    """Return the number format of these columns, each without the cells given."""
    found = {name: NumberFormat(typed=table.is_typed) for name in table.columns if name in columns}
    places = [(table.columns.index(name), columns[name], found[name]) for name in found]
    if places:
        for row in table.rows():
            if not row.problem:
                for index, passed_over, numerals in places:
                    if row.cells[index].strip() not in passed_over:
                        numerals.add(row.cells[index])
    return found


def normalise_number(cell: str, comma: CommaRole, language: str) -> str:
    """Return a number without commas, by its column's convention; '' if it is ambiguous."""
    if "," not in cell:
        return cell
    either = _EITHER.fullmatch(cell) is not None
    if comma is CommaRole.CONFLICTING and either:
        return ""
    if _SURELY_THOUSANDS.fullmatch(cell):
        return cell.replace(",", "")
    by_language = comma is CommaRole.UNKNOWN and language.startswith("en")
    if either and (comma is CommaRole.THOUSANDS or by_language):
        return cell.replace(",", "")
    bare = strip_digit_separators(cell)
    return bare.replace(",", ".") if _DECIMALS.fullmatch(bare) else cell

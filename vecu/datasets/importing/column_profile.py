"""Profile the cells of a column in a single pass. Pure."""

import re
from collections import Counter

from vecu.datasets.slugs import fold_name
from vecu.questionnaires import is_datetime, is_iso_date, is_time

MOST_DISTINCT = 200
"""Distinct values counted in a column; with more it is not a list of choices."""

_TYPES = ("integer", "decimal", "date", "dateTime", "time")
_MARKS = frozenset({"x", "✓", "✔", "☑"})
_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9]{0,8})")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}[.,][0-9]{1,15}")

_FEW = 20
_REPEATED = 5
_LONGEST_CHOICE = 200


class ColumnProfile:
    """A column's values, counted up to `MOST_DISTINCT`, and the types that fit all of them."""

    def __init__(self) -> None:
        self.values: Counter[str] = Counter()
        self.answered = 0
        self.many = False
        self.longest = 0
        self._fits = dict.fromkeys((*_TYPES, "mark"), True)

    def add(self, cell: str) -> None:
        """Count a nonblank cell."""
        self.answered += 1
        self.longest = max(self.longest, len(cell))
        if cell in self.values or not self.many:
            self.values[cell] += 1
            self.many = len(self.values) > MOST_DISTINCT
        if any(self._fits.values()):
            whole = _INTEGER.fullmatch(cell) is not None
            self._fits["integer"] &= whole
            self._fits["decimal"] &= whole or _DECIMAL.fullmatch(cell) is not None
            day = is_iso_date(cell)
            self._fits["date"] &= day
            self._fits["dateTime"] &= day or is_datetime(cell)  # midnight may come as a date alone
            self._fits["time"] &= is_time(cell)
            self._fits["mark"] &= fold_name(cell) in _MARKS

    @property
    def type(self) -> str:
        """The XLSForm type that fits every value, `text` if none does or without values.

        Numbers with leading zeros are texts (postal codes, phone numbers), as are those too
        long for an XForm's integer.
        """
        fitting = (name for name in _TYPES if self._fits[name])
        return next(fitting, "text") if self.answered else "text"

    @property
    def is_tick_column(self) -> bool:
        """Whether cells are blank or ticked with an x or a check mark."""
        return bool(self.answered) and self._fits["mark"]

    @property
    def is_list(self) -> bool:
        """Whether the texts seem to be choices: few, short, and each used several times."""
        return (
            not self.many
            and 1 < len(self.values) <= _FEW
            and self.longest <= _LONGEST_CHOICE
            and self.answered >= _REPEATED * len(self.values)
        )

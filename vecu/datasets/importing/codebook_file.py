"""Read a codes file: the labels of a data file's items and of their values. Pure.

One line per value, with the columns item_name, item_label, value_name and value_label (others are
ignored). An empty value_name means that the data contain the label itself. A label in square
brackets, [no answer], marks a missing value.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vecu.datasets.rules import is_missing_label
from vecu.tables import Table, make_refusal
from vecu.translation import gettext_noop

_NEEDED = ("item_name", "item_label", "value_name", "value_label")


@dataclass(frozen=True, slots=True)
class CodebookItem:
    """An item: its label, its (value, label) pairs in order, and those of missing values.

    `ranges` describes ranges of missing values, such as “90 – 99”, which a file may declare.
    """

    label: str = ""
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    ranges: tuple[str, ...] = ()

    @property
    def missing_meanings(self) -> dict[str, str]:
        """The meaning of missing values in a mapping: no answer."""
        return {value: "" for value, _label in sorted(self.missing)}

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """The missing values in words: codes with their labels, and ranges."""
        return (*(f"{value} {label}".rstrip() for value, label in self.missing), *self.ranges)


CodebookItems = Mapping[str, CodebookItem]
"""Items by the name of their column in the data file."""


def read_codes(table: Table) -> CodebookItems:
    """Return the items of a codes file; raise `FileRefused` if it is none.

    An invalid row rejects the whole file: with half a list of codes, answers would be unknown
    values.
    """
    for name in _NEEDED:
        if name not in table.columns:
            raise make_refusal(
                gettext_noop("The codes file has no column “%(found)s”. It needs %(needed)s."),
                found=name,
                needed=", ".join(_NEEDED),
            )
    places = [table.columns.index(name) for name in _NEEDED]
    items: dict[str, CodebookItem] = {}
    for row in table.rows():
        if row.problem:
            raise make_refusal(
                gettext_noop("The codes file cannot be read at line %(line)s."), line=row.line
            )
        name, label, value, value_label = (row.cells[index].strip() for index in places)
        items[name] = _with_value(items.get(name, CodebookItem(label)), value, value_label)
    return items


def _with_value(item: CodebookItem, value: str, label: str) -> CodebookItem:
    value = value or label
    if not value:
        return item
    if is_missing_label(label):
        return CodebookItem(item.label, item.values, (*item.missing, (value, label)))
    return CodebookItem(item.label, (*item.values, (value, label or value)), item.missing)

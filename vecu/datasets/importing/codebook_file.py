"""Read a codes file: what the items of a data file ask and what their values mean. Pure.

One line per value, with the columns item_name, item_label, value_name and value_label (others are
passed over). An empty value_name means that the label itself stands in the data. A label in square
brackets, [no answer], means that nothing was answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vecu.datasets.rules import is_missing_label
from vecu.tables import (
    Table,
    make_refusal,
)
from vecu.translation import gettext_noop

_NEEDED = ("item_name", "item_label", "value_name", "value_label")


@dataclass(frozen=True, slots=True)
class CodebookItem:
    """One item: its label, the (value, label) pairs in order, and such pairs of no answer.

    `ranges` are further values of no answer in words, such as “90 – 99”; a file declares them.
    """

    label: str = ""
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    ranges: tuple[str, ...] = ()

    @property
    def missing_meanings(self) -> dict[str, str]:
        """What the values of no answer mean in a mapping: nothing."""
        return {value: "" for value, _label in sorted(self.missing)}

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """What means no answer, as a person is told: codes with their labels, and ranges."""
        return (*(f"{value} {label}".rstrip() for value, label in self.missing), *self.ranges)


CodebookItems = Mapping[str, CodebookItem]
"""Items by the name of their column in the data file."""


def read_codes(table: Table) -> CodebookItems:
    """Return the items of a codes file; raise `FileRefused` where it is not one.

    Rows that cannot be read refuse the whole file: half a list of codes would turn answers into
    unknown values.
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
        name, label, value, value_label = (row.cells[place].strip() for place in places)
        items[name] = _with_value(items.get(name, CodebookItem(label)), value, value_label)
    return items


def _with_value(item: CodebookItem, value: str, label: str) -> CodebookItem:
    value = value or label
    if not value:
        return item
    if is_missing_label(label):
        return CodebookItem(item.label, item.values, (*item.missing, (value, label)))
    return CodebookItem(item.label, (*item.values, (value, label or value)), item.missing)

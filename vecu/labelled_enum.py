"""Closed vocabularies whose words carry their labels, for pure rooms too."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A closed vocabulary: `IDEA = "idea", gettext_noop("Idea")`, each word with its label.

    A word is its value in all else: in JSON, as a key, in an f-string. Its label is a msgid: pages
    translate it, and a column's value is made a word before, `_(Stage(row.stage).label)`.
    """

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a word that is its value, and carries its label untranslated.

        Type checkers take `Stage("idea")` for this: hence the default. No word is without a label.
        """
        word = str.__new__(cls, value)
        word._value_, word.label = value, label
        return word

    @classmethod
    def list_choices(cls) -> list[tuple[str, str]]:
        """Return (value, value) for a column: no label in it, so no migration with one."""
        return [(each.value, each.value) for each in cls]

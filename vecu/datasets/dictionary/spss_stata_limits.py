"""The maximum lengths of labels in SPSS and Stata. Pure."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

_LONGEST_NAME = 60
"""Longest choice name, in bytes, appended to a label; for longer ones its position is."""


class Program(StrEnum):
    """The program that reads the file."""

    SAV = "sav"
    DTA = "dta"

    def truncate_label(self, text: str, *, value: bool, behind: str = "") -> str:
        """Return a label truncated to the program's limit, with … where it was cut.

        SPSS allows 255 bytes for a variable and 120 for a value, Stata 80 characters for a
        variable. The text `behind` it is never cut.
        """
        if self is Program.DTA:
            longest = (300 if value else 80) - len(behind)
            return f"{text if len(text) <= longest else f'{text[: longest - 1]}…'}{behind}"
        longest = (120 if value else 255) - len(behind.encode())
        content = text.encode()
        if len(content) > longest:
            text = content[: longest - 3].decode(errors="ignore") + "…"
        return f"{text}{behind}"


def deduplicate_labels(program: Program, choices: Sequence[tuple[str, str]]) -> list[str]:
    """Return the labels of (name, label) pairs in a program's file, all distinct.

    Choices whose labels are equal, or equal once truncated, get their names appended in
    brackets: a label that two values share identifies neither.
    """
    cut = [program.truncate_label(text, value=True) for _name, text in choices]
    often = Counter(cut)
    return [
        label
        if often[label] == 1
        else program.truncate_label(text, value=True, behind=f" ({_short(name, position)})")
        for position, (label, (name, text)) in enumerate(zip(cut, choices, strict=True), 1)
    ]


def _short(name: str, index: int) -> str:
    return name if len(name.encode()) <= _LONGEST_NAME else str(index)

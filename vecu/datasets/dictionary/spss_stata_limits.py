"""SPSS and Stata, and how long a label each of them takes. Pure."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

_LONGEST_NAME = 60
"""Bytes of a choice's name that may stand behind its label; a longer one is told by its place."""


class Program(StrEnum):
    """Whose file it is."""

    SAV = "sav"
    DTA = "dta"

    def truncate_label(self, text: str, *, value: bool, behind: str = "") -> str:
        """Return a label no longer than the program takes, with … where it was cut.

        SPSS takes 255 bytes for a variable and 120 for a value, Stata 80 characters for a variable.
        What stands `behind` it is not cut.
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
    """Return what (name, label) pairs are called in a program's file, no two of them the same.

    Choices with one label, or with labels that begin with the same long text, have their names
    behind them in brackets: a label that two values share stands for neither.
    """
    cut = [program.truncate_label(text, value=True) for _name, text in choices]
    often = Counter(cut)
    return [
        shown
        if often[shown] == 1
        else program.truncate_label(text, value=True, behind=f" ({_short(name, place)})")
        for place, (shown, (name, text)) in enumerate(zip(cut, choices, strict=True), 1)
    ]


def _short(name: str, place: int) -> str:
    return name if len(name.encode()) <= _LONGEST_NAME else str(place)

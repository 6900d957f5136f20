"""What a cell says, how cases are sorted, and which counts of few people a text gives. Pure."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from vecu.labelled_enum import LabelledEnum
from vecu.search_folding import fold_for_search
from vecu.translation import gettext_noop

MOST_CASES = 12
"""So many fit on a sheet, with seven themes."""
MOST_PASSAGES = 100
"""The most passages behind one sentence: who answers for it has read them."""
SENTENCE_LENGTH = 180
"""Twelve rows of seven such sentences fit on one sheet of A4, at 6.5 points."""


class MatrixVerb(LabelledEnum):
    """What is done with a matrix beside writing it."""

    PUBLISH = "publish", gettext_noop("published a matrix")
    TAKE_BACK = "take back", gettext_noop("took back a matrix")


class CellStatus(LabelledEnum):
    """What is known of a theme in a case. A cell that nobody has written is `NOT_SOUGHT`."""

    NOT_SOUGHT = "", gettext_noop("Not looked for")
    SENTENCE = "sentence", gettext_noop("A sentence, with the passages behind it")
    NOT_FOUND = "not found", gettext_noop("Looked for, not found")


WRITTEN = (CellStatus.SENTENCE, CellStatus.NOT_FOUND)
"""What somebody says of a cell, and answers for."""


class CaseOrder(LabelledEnum):
    """By what the cases of a matrix are sorted, those of one value together."""

    CHOSEN = "chosen", gettext_noop("As chosen")
    TECHNOLOGY = "technology", gettext_noop("By technology")
    SECTOR = "sector", gettext_noop("By sector")
    SIZE = "size", gettext_noop("By size")

    @classmethod
    def read(cls, sent: str, usual: str) -> "CaseOrder":
        """Return the order that a request asks for, the usual one for what is none."""
        return cls(sent) if sent in set(cls) else cls(usual)


class SortableCase(Protocol):
    """What has, for each property that cases are sorted by, the place of its word and a label."""

    @property
    def technology(self) -> tuple[int, str]:
        """Which technology it is about."""

    @property
    def sector(self) -> tuple[int, str]:
        """In which sector it is."""

    @property
    def size(self) -> tuple[int, str]:
        """How large the organisation is."""


Row = TypeVar("Row", bound=SortableCase)


def sort_cases(cases: Sequence[Row], order: CaseOrder) -> list[Row]:
    """Return cases by what they have in common, as chosen among those of one word."""
    if order is CaseOrder.CHOSEN:
        return list(cases)
    return sorted(cases, key=lambda case: getattr(case, order.value)[0])


_FEW = (
    r"(?:[1-9]|10|two|three|four|five|six|seven|eight|nine|ten"
    r"|deux|trois|quatre|cinq|sept|huit|neuf|dix)"
)
_PEOPLE = (
    r"(?:people|persons?|workers?|colleagues?|employees?|managers?|leaders?|assistants?|users?"
    r"|nurses?|participants?|respondents?|interviewees?"
    r"|personnes?|agent(?:e?s)?|salarie(?:e?s)?|travailleu(?:rs?|ses?)|collegues?|cadres?"
    r"|responsables?|assistante?s?|utilisat(?:eurs?|rices?)|infirmier(?:e?s)?|educat(?:eurs?|rices?)"
    r"|participante?s?|repondante?s?)"
)
_OF = r"(?:of|out of|in|sur|des|d entre) (?:the |les |us |nous )?"
_SMALL_COUNTS = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_FEW} {_OF}(?:{_FEW}|them|eux|elles|{_PEOPLE})\b",
        rf"\b{_FEW} (?:\w+ )?{_PEOPLE}\b",
    )
]


def find_small_count(text: str) -> str:
    """Return the first count of ten people or fewer in a text, folded, '' if there is none.

    A share of so few is a count as well: "3 of 5", "trois sur cinq". A single person ("une
    personne") is too usual a phrase to be refused.
    """
    folded = fold_for_search(text)
    found = (pattern.search(folded) for pattern in _SMALL_COUNTS)
    return next((each.group() for each in found if each), "")

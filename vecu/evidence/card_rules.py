"""What a card holds beside its sentence, its words, which sentences a bar carries. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

CARD_WORDS, SENTENCE_WORDS, QUOTATION_WORDS = 60, 15, 25
"""The most words of a card beside its chart, of its sentence, of its quotation."""
LEAD = 15
"""How far a bar leads the next one, in people, before a sentence may say that it comes first."""
_MOST = re.compile(
    r"\b(le plus souvent|la plupart|en majorité|most often|mostly|most (people|of)|the majority)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(\bd[’']abord\b|\ben premier lieu\b|\bpremière raison\b|\bfirst (of all|reason)\b)",
    re.IGNORECASE,
)


class Corroboration(LabelledEnum):
    """What else points the same way, as a person judges it; nothing computes it."""

    ONE_PLACE = "one place", gettext_noop("one place")
    SEVERAL_PLACES = "several places", gettext_noop("several places")
    CHECKED = "checked otherwise", gettext_noop("checked otherwise")


@dataclass(frozen=True, slots=True)
class BarReference:
    """The bar that carries a sentence: a row of a cited figure, in one column of a breakdown.

    Row and column are by the names that the released figure stores, whatever the language.
    """

    figure: UUID
    row: str
    column: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "BarReference | None":
        """Return what a column holds, None where no bar was chosen."""
        if not stored:
            return None
        return cls(UUID(stored["figure"]), stored["row"], stored["column"])

    def to_json(self) -> dict[str, str]:
        """Return what a column holds."""
        return {"figure": str(self.figure), "row": self.row, "column": self.column}


def count_words(text: str) -> int:
    """Return how many words a text has; a sign that stands alone, as in French, is none."""
    return sum(any(each.isalnum() for each in word) for word in text.split())


def find_unproven_order(
    sentence: str, count: int | None, others: Sequence[int | None], base: int | None
) -> str:
    """Return the words by which a sentence claims more than its bar shows, '' if there are none.

    *Most often* is above half of the base; that, and *first*, lead the `others` by `LEAD`.
    """
    rival = max((each for each in others if each is not None), default=0)
    leads = count is not None and count - rival >= LEAD
    if (most := _MOST.search(sentence)) and not (leads and base and 2 * (count or 0) > base):
        return most[0]
    if (first := _FIRST.search(sentence)) and not leads:
        return first[0]
    return ""

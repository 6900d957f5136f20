"""Clauses and sentences of folded text, and which of them a rule reads around a passage. Pure."""

from bisect import bisect_left, bisect_right
from enum import StrEnum

from vecu.pilots.job_offers.folded_text import FoldedText

_CLAUSE_END = " ; "


class Surroundings(StrEnum):
    """Where words are read that make a passage ordinary, in a file that says so."""

    SENTENCE = "sentence"
    """Its own sentence, the passage included."""
    CLAUSE = "clause"
    """Its own clause, the passage included."""
    AROUND = "around"
    """Its own clause without the passage."""
    OUTSIDE = "outside"
    """Its own sentence without the passage."""

    @property
    def is_sentence(self) -> bool:
        """Whether other clauses of the sentence are read too."""
        return self in {Surroundings.SENTENCE, Surroundings.OUTSIDE}

    @property
    def holds_passage(self) -> bool:
        """Whether the words of the passage itself are read."""
        return self in {Surroundings.SENTENCE, Surroundings.CLAUSE}


def find_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clauses that a passage touches begin and end in folded text."""
    first = text.rfind(_CLAUSE_END, 0, start + 1)
    last = text.find(_CLAUSE_END, end)
    return (0 if first < 0 else first + len(_CLAUSE_END), len(text) if last < 0 else last)


def find_sentence(folded: FoldedText, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences that a passage touches begin and end in folded text."""
    index = bisect_right(folded.sentences, start) - 1
    after = bisect_left(folded.sentences, end)
    last = len(folded.text)
    if after < len(folded.sentences):
        last = folded.sentences[after] - len(_CLAUSE_END)
    return folded.sentences[index], last

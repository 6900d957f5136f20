"""What a finding must say, which way it may go, and whose words it may not hold."""

from collections.abc import Iterable
from enum import StrEnum

from vecu.search_folding import fold_for_search
from vecu.translation import gettext_noop


class FindingState(StrEnum):
    """Where a finding stands. Only what is published is read by everybody."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    TAKEN_BACK = "taken back"


class FindingVerb(StrEnum):
    """What a member did with a finding."""

    WRITE = "write"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    TAKE_BACK = "take back"


class Confidence(StrEnum):
    """How sure a group is, argued and never computed (GRADE-CERQual's four levels)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


class ConfidenceReason(StrEnum):
    """What the group argues with: GRADE-CERQual's components (Lewin et al., 2018)."""

    METHODS = "methods"
    COHERENCE = "coherence"
    ADEQUACY = "adequacy"
    RELEVANCE = "relevance"


CONFIDENCE_QUESTIONS = {
    ConfidenceReason.METHODS: gettext_noop("How was it collected, and what could that distort?"),
    ConfidenceReason.COHERENCE: gettext_noop("What in it fits together, and what does not?"),
    ConfidenceReason.ADEQUACY: gettext_noop("Is there enough of it, and rich enough?"),
    ConfidenceReason.RELEVANCE: gettext_noop("Does it concern those of whom the finding speaks?"),
}

NEXT_STATES = {
    FindingState.DRAFT: {FindingState.PUBLISHED},
    FindingState.PUBLISHED: {FindingState.SUPERSEDED, FindingState.TAKEN_BACK},
    FindingState.SUPERSEDED: set[FindingState](),
    FindingState.TAKEN_BACK: set[FindingState](),
}
"""Where a finding may go; back only by undoing."""

REPEATED_WORDS = 5
"""Words in a row that make a repetition."""


def can_become(state: FindingState, wanted: FindingState) -> bool:
    """Return whether a finding may go from one state to another."""
    return wanted in NEXT_STATES[state]


def find_repeated_words(sentence: str, quotations: Iterable[str]) -> str:
    """Return words that a finding's sentence takes from a quotation, folded, or ''.

    A quotation vanishes with its answer; in the finding's own sentence its words would stay.
    Shorter quotations count as a whole from three words on.
    """
    words = fold_for_search(sentence).split()
    text = f" {' '.join(words)} "
    for quotation in quotations:
        quoted = fold_for_search(quotation).split()
        length = min(REPEATED_WORDS, len(quoted))
        if length < 3:
            continue
        for start in range(len(quoted) - length + 1):
            run = " ".join(quoted[start : start + length])
            if f" {run} " in text:
                return run
    return ""

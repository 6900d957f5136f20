"""What a finding is about, which way it may go, and whose words it may not hold."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from vecu.labelled_enum import LabelledEnum
from vecu.search_folding import fold_for_search, iter_tokens
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


class FindingTheme(LabelledEnum):
    """What a finding is about, in the words of the public hearing that the laboratory answers."""

    SHADOW_AI = "shadow AI", gettext_noop("Hidden use of AI")
    HIGH_VALUE_USE = "high-value use", gettext_noop("Use for high-value tasks")
    PRACTICES = "practices", gettext_noop("Ways of working with AI")
    FIGURES_OF_USE = "figures of use", gettext_noop("How widely AI is used")
    AUTONOMY = "autonomy", gettext_noop("Autonomy")
    RECOGNITION = "recognition", gettext_noop("Recognition")
    KNOW_HOW = "know-how", gettext_noop("Know-how")
    RESPONSIBILITY = "responsibility", gettext_noop("Responsibility")
    HUMAN_RELATIONS = "human relations", gettext_noop("Human relations")
    MEANING = "meaning", gettext_noop("Meaning of work")
    SURVEILLANCE = "surveillance and control", gettext_noop("Surveillance and control")
    MACHINE_TENDING = "machine tending", gettext_noop("Work done for the machine")
    RATIONALISATION = "rationalisation", gettext_noop("Rationalisation of work")
    GOOD_FATIGUE = "good fatigue", gettext_noop("Good fatigue")
    TWO_RATIONALITIES = "two rationalities", gettext_noop("Prescribed work and real work")
    SITUATED_EXPLANATION = (
        "situated explanation",
        gettext_noop("Explanations where the tool is used"),
    )
    SECURED_EXPERTISE = "secured expertise", gettext_noop("Professional expertise made secure")
    SHARED_UNCERTAINTY = "shared uncertainty", gettext_noop("Shared uncertainty")
    CO_DESIGN = "co-design", gettext_noop("Co-design")
    SOCIAL_DIALOGUE = "social dialogue", gettext_noop("Social dialogue")
    CONSENT = "consent", gettext_noop("Consent of the people served")
    HUMAN_REACH = "human reach", gettext_noop("Reaching a human being")
    NOT_TO_BE_AUTOMATED = "not to be automated", gettext_noop("What should not be automated")
    TECHNOSOLUTIONISM = "technosolutionism", gettext_noop("Tools as an answer to everything")


class Confidence(LabelledEnum):
    """How sure a group is, argued and never computed (GRADE-CERQual's four levels)."""

    HIGH = "high", gettext_noop("High confidence")
    MODERATE = "moderate", gettext_noop("Moderate confidence")
    LOW = "low", gettext_noop("Low confidence")
    VERY_LOW = "very low", gettext_noop("Very low confidence")


class ConfidenceReason(StrEnum):
    """What the group argues with: GRADE-CERQual's components (Lewin et al., 2018)."""

    METHODS = "methods"
    COHERENCE = "coherence"
    ADEQUACY = "adequacy"
    RELEVANCE = "relevance"


CONFIDENCE_QUESTIONS = {
    ConfidenceReason.METHODS: gettext_noop(
        "How was the material collected, and what bias may that bring?"
    ),
    ConfidenceReason.COHERENCE: gettext_noop(
        "Does all of it point the same way, and what points elsewhere?"
    ),
    ConfidenceReason.ADEQUACY: gettext_noop("Is there enough material, and is it rich enough?"),
    ConfidenceReason.RELEVANCE: gettext_noop(
        "Does it come from the people and situations that the sentence is about?"
    ),
}

NEXT_STATES = {
    FindingState.DRAFT: {FindingState.PUBLISHED},
    FindingState.PUBLISHED: {FindingState.SUPERSEDED, FindingState.TAKEN_BACK},
    FindingState.SUPERSEDED: set[FindingState](),
    FindingState.TAKEN_BACK: set[FindingState](),
}
"""Where a finding may go; back only by undoing."""

FINDING_SOURCE = "finding"
"""The source by which claims above findings cite one; a finding cites none."""

REPEATED_WORDS = 5
"""Words in a row that make a repetition."""
_SHORTEST = 3
"""A quotation of fewer words repeats nothing: anybody may write "it helps"."""


def can_become(state: FindingState, wanted: FindingState) -> bool:
    """Return whether a finding may go from one state to another."""
    return wanted in NEXT_STATES[state]


def list_word_runs(quotations: Iterable[str]) -> set[str]:
    """Return the runs of words, folded, that no finding may repeat.

    A quotation vanishes with its answer; in a text of a finding its words would stay. One that is
    shorter than a run counts as a whole.
    """
    return {
        run
        for quotation in quotations
        for words in [fold_for_search(quotation).split()]
        if len(words) >= _SHORTEST
        for run, _start in _iter_runs(words, min(REPEATED_WORDS, len(words)))
    }


def find_repeated_words(text: str, runs: set[str]) -> str:
    """Return the first words of `text` that are among `list_word_runs(…)`, '' if there are none.

    They are returned as they stand in the text; case, accents and punctuation do not matter.
    """
    tokens = list(iter_tokens(text))
    words = [token for token, _start, _end in tokens]
    for length in range(REPEATED_WORDS, _SHORTEST - 1, -1):
        for run, start in _iter_runs(words, length):
            if run in runs:
                return text[tokens[start][1] : tokens[start + length - 1][2]]
    return ""


def _iter_runs(words: list[str], length: int) -> Iterator[tuple[str, int]]:
    for start in range(len(words) - length + 1):
        yield " ".join(words[start : start + length]), start

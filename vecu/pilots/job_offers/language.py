"""Whether a text seems to be English rather than French. Pure."""

from collections.abc import Iterable

_ENGLISH = frozenset(
    (
        "the",
        "and",
        "of",
        "to",
        "for",
        "with",
        "you",
        "we",
        "our",
        "your",
        "is",
        "will",
        "be",
        "from",
    )
)
_FRENCH = frozenset(
    (
        "le",
        "la",
        "les",
        "de",
        "des",
        "du",
        "et",
        "vous",
        "nous",
        "pour",
        "un",
        "une",
        "au",
        "en",
        "est",
    )
)
_LEAST = 5


def seems_english(words: Iterable[str]) -> bool:
    """Return whether at least five folded words are common English ones, and fewer French."""
    listed = list(words)
    english = sum(word in _ENGLISH for word in listed)
    return english >= _LEAST and english > sum(word in _FRENCH for word in listed)

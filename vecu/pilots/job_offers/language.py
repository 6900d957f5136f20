"""Whether a text seems to be English rather than French. Pure."""

from collections.abc import Iterable


def _read_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _read_words(
    "the and of to for with you we our your is are will be from in at by as or an this that must"
    " have has who not own all any can required wanted hiring apply salary years skills days week"
    " work working full time fluent"
)
_FRENCH = _read_words(
    "le la les de des du et vous nous pour un une au aux en est sont dans sur avec par ou ce cette"
    " que qui nos notre vos votre son sa ses l d s n qu pas ne il elle sans chez etes h f"
)
_LEAST = 4
"""Common English words; fewer may be the name of a job or of a firm."""


def seems_english(words: Iterable[str]) -> bool:
    """Return whether a text has four common English words, and at most half as many French ones."""
    listed = list(words)
    english = sum(word in _ENGLISH for word in listed)
    return english >= _LEAST and english >= 2 * sum(word in _FRENCH for word in listed)

"""Whether a text seems to be English rather than French. Pure."""

from collections.abc import Iterable


def _read_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _read_words(
    "the and of to for with you we our your is are will be from in at by as or an this that must"
    " have has who not own all any can required wanted hiring apply salary years skills days week"
    " work working full time fluent"
)
_MORE_ENGLISH = _read_words(
    "needed please send help helping people home duties include including knowledge shift shifts"
    " night nights weekends weekend nurse driver worker workers staff available starting expected"
    " experienced experience their they them but no previous good strong training provided answer"
    " emails calls residents meals readers salary year hour hours be it its who whose about into"
    " friendly remote sponsorship cleaner teacher cook waiter waitress barista kitchen busy join"
)
_FRENCH = _read_words(
    "le la les de des du et vous nous pour un une au aux en est sont dans sur avec par ou ce cette"
    " que qui nos notre vos votre son sa ses l d s n qu pas ne il elle sans chez etes h f"
)
_LEAST = 4
"""Common English words; fewer may be the name of a job or of a firm."""
_LEAST_OF_MORE = 3


def seems_english(words: Iterable[str], *, widely: bool = False) -> bool:
    """Return whether a text has four common English words, and at most half as many French ones.

    `widely`: three are enough, of a longer list, for offers of one line; earlier versions of the
    checker do not read it.
    """
    listed = list(words)
    known, least = (_ENGLISH | _MORE_ENGLISH, _LEAST_OF_MORE) if widely else (_ENGLISH, _LEAST)
    english = sum(word in known for word in listed)
    return english >= least and english >= 2 * sum(word in _FRENCH for word in listed)

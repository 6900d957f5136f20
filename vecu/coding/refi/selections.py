"""Names and descriptions of selections: their words, and the memos about them. Pure."""

import re
from collections.abc import Iterable

from vecu.coding.spans import TextSpan

_CUT = ("…", "...")
_BLANK = re.compile(r"\s")
_BLANKS_FOR_ONE = 4

BEST = 2
"""The score of a name that equals the words exactly."""


def format_selection_name(words: str, room: int = 100) -> str:
    """Return the name of a selection: its words in one line, cut to the available length."""
    line = _BLANK.sub(" ", words)
    return line if len(line) <= room else f"{line[: room - 1]}…"


def score_name_match(name: str, text: str, span: TextSpan) -> int:
    """Return how well a name matches a span: `BEST`, 1 if only blanks differ, else 0.

    A name may be cut, and then matches only the beginning. No more of the text is read than a name
    of its length can cover, since a span may be as long as the text.
    """
    room = _BLANKS_FOR_ONE * len(name) + len(name)
    words = text[span.start : min(span.end, span.start + room)]
    whole = span.end - span.start <= room
    if _fits(_BLANK.sub(" ", name), _BLANK.sub(" ", words), whole=whole):
        return BEST
    return int(_fits(" ".join(name.split()), " ".join(words.split()), whole=whole))


def _fits(name: str, words: str, *, whole: bool) -> bool:
    for cut in _CUT:
        if name.endswith(cut) and len(name) > len(cut):
            return words.startswith(name.removesuffix(cut).rstrip())
    return whole and name == words


def join_memos(memos: Iterable[str]) -> str:
    """Return the description of a selection: its memos, for programs that read no others."""
    return "\n\n".join(memo for memo in memos if memo)

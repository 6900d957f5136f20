"""Texts as REFI-QDA files hold them, and places in them brought over and back. Pure.

A file has line breaks of one character (LF) and none that XML forbids. Only CRLF becomes shorter
by that, so that a place moves by the CRLFs before it. The same holds of UTF-16, in which other
programs may count: what takes two there is one here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

from vecu.coding.spans import TextSpan

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_BOM, _WORD_JOINER = "\ufeff", "\u2060"
_CRLF = re.compile("\r\n")
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")


def fit_text(text: str) -> str:
    """Return a text as it is written and kept: line breaks are LF, nothing that XML forbids.

    What is forbidden becomes U+FFFD, one for one; a mark at the beginning that would be taken for
    a byte order mark becomes U+2060, which does the same. Doing it twice changes nothing more.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FORBIDDEN.sub(_REPLACEMENT, text)
    return _WORD_JOINER + text[1:] if text.startswith(_BOM) else text


class OffsetMap:
    """Brings places in a count where some characters take two over to one where they take one."""

    def __init__(self, pairs: Iterable[int]) -> None:
        """Take the places, in the longer count, of the characters that take two."""
        self._long = list(pairs)
        self._short = [place - before for before, place in enumerate(self._long)]

    def shorter_start(self, place: int) -> int:
        """Return the place in the shorter count; amid a pair it is the one before the pair."""
        return place - bisect_left(self._long, place)

    def shorter_end(self, place: int) -> int:
        """Return the place in the shorter count; amid a pair it is the one after the pair."""
        return place - bisect_left(self._long, place - 1)

    def longer(self, place: int) -> int:
        """Return the place in the longer count."""
        return place + bisect_left(self._short, place)


def map_line_breaks(text: str) -> OffsetMap:
    """Return the ruler between a text and the same with CRLF as LF."""
    return OffsetMap(match.start() for match in _CRLF.finditer(text))


def map_utf16_units(text: str) -> OffsetMap:
    """Return the ruler between UTF-16 units and the code points of a text."""
    wide = (match.start() for match in _BEYOND_16_BITS.finditer(text))
    return OffsetMap(place + before for before, place in enumerate(wide))


def span_in_file(text: str, span: TextSpan) -> TextSpan:
    """Return where a span of `text` stands in the text as it is written.

    Half of a CRLF stands for all of it.
    """
    if "\r" not in text:
        return span
    ruler = map_line_breaks(text)
    return TextSpan(ruler.shorter_start(span.start), ruler.shorter_end(span.end))


def span_in_text(text: str, span: TextSpan) -> TextSpan:
    """Return where a span of the written text stands in `text` itself: the way back.

    For a caller that has kept a text with its CRLFs, and gets codings of it from a file.
    """
    if "\r" not in text:
        return span
    ruler = map_line_breaks(text)
    return TextSpan(ruler.longer(span.start), ruler.longer(span.end))

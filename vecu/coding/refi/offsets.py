"""Texts as REFI-QDA files hold them, and conversion of offsets in them. Pure.

A file has line breaks of one character (LF) and no characters that XML forbids. Only CRLF gets
shorter by that, so an offset moves by the number of CRLFs before it. The same holds for UTF-16,
which some programs count in: a character of two units there is one code point here.
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
    """Return a text as it is written and stored: line breaks are LF, no forbidden characters.

    Forbidden characters become U+FFFD, one for one; a leading byte order mark becomes U+2060, which
    has the same effect. Doing it twice changes nothing more.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FORBIDDEN.sub(_REPLACEMENT, text)
    return _WORD_JOINER + text[1:] if text.startswith(_BOM) else text


class OffsetMap:
    """Converts offsets from a count where some characters take two to one where all take one."""

    def __init__(self, pairs: Iterable[int]) -> None:
        """Take the offsets, in the longer count, of the characters that take two."""
        self._long = list(pairs)
        self._short = [offset - before for before, offset in enumerate(self._long)]

    def shorter_start(self, offset: int) -> int:
        """Return the offset in the shorter count; inside a pair, the one before the pair."""
        return offset - bisect_left(self._long, offset)

    def shorter_end(self, offset: int) -> int:
        """Return the offset in the shorter count; inside a pair, the one after the pair."""
        return offset - bisect_left(self._long, offset - 1)

    def longer(self, offset: int) -> int:
        """Return the offset in the longer count."""
        return offset + bisect_left(self._short, offset)


def map_line_breaks(text: str) -> OffsetMap:
    """Return the map between a text and the same with CRLF as LF."""
    return OffsetMap(match.start() for match in _CRLF.finditer(text))


def map_utf16_units(text: str) -> OffsetMap:
    """Return the map between UTF-16 units and the code points of a text."""
    wide = (match.start() for match in _BEYOND_16_BITS.finditer(text))
    return OffsetMap(offset + before for before, offset in enumerate(wide))


def span_in_file(text: str, span: TextSpan) -> TextSpan:
    """Return the span in the text as written for a span of `text`.

    Half of a CRLF counts as all of it.
    """
    if "\r" not in text:
        return span
    ruler = map_line_breaks(text)
    return TextSpan(ruler.shorter_start(span.start), ruler.shorter_end(span.end))


def span_in_text(text: str, span: TextSpan) -> TextSpan:
    """Return the span in `text` for a span of the text as written: the inverse.

    For a caller that stores a text with its CRLFs, and imports codings of it from a file.
    """
    if "\r" not in text:
        return span
    ruler = map_line_breaks(text)
    return TextSpan(ruler.longer(span.start), ruler.longer(span.end))

"""Infer from a file how the program that wrote it counts offsets in texts.

REFI-QDA counts code points of the file from 0. Its text speaks of the first and the last character,
and its examples give the offset after the last: "granola" is from 62 to 69. Known programs do the
same. A few differ, in three ways: a line break of two characters (CRLF) may count as one, UTF-16
units may be counted, the end may be inclusive.

Many programs name a selection after its words. Each convention is tried on these names, and the
default one is used unless another matches more of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product

from vecu.coding.refi.offsets import OffsetMap, map_line_breaks, map_utf16_units
from vecu.coding.refi.selections import BEST, score_name_match
from vecu.coding.spans import TextSpan

ENOUGH = 5_000
"""Selections that are compared to infer the convention."""

_BREAKS_AS_ONE = ("atlas.ti", "qualcoder")
"""Beginnings of the names of programs that count a CRLF in a file as one."""


@dataclass(frozen=True, slots=True)
class OffsetConvention:
    """One way of counting; all false is the default of the standard."""

    breaks_as_two: bool = False
    utf16: bool = False
    last_included: bool = False


@dataclass(frozen=True, slots=True)
class SelectionQuote:
    """A selection's offsets, and perhaps its words."""

    text: str
    start: int
    end: int
    name: str


class OffsetConverter:
    """Converts offsets in one text and convention to code points of the text with LF."""

    def __init__(self, text: str, counting: OffsetConvention) -> None:
        """Take the text as it is in the file, without a byte order mark.

        A text inside the XML has lost its CRs, though the program may have counted them.
        """
        if counting.breaks_as_two and "\r" not in text:
            text = text.replace("\n", "\r\n")
        counted = text if counting.breaks_as_two else text.replace("\r\n", "\n")
        self._units = map_utf16_units(counted) if counting.utf16 else OffsetMap(())
        self._breaks = map_line_breaks(counted)
        self._after_last = int(counting.last_included)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a selection begins and ends."""
        end += self._after_last
        return (
            self._breaks.shorter_start(self._units.shorter_start(start)),
            self._breaks.shorter_end(self._units.shorter_end(end)),
        )


def get_default_convention(origin: str, texts: Iterable[str]) -> OffsetConvention:
    """Return a program's default convention, unless the file contradicts it.

    Code points of the file count a CRLF as two.
    """
    as_one = origin.casefold().startswith(_BREAKS_AS_ONE)
    return OffsetConvention(breaks_as_two=not as_one and any("\r\n" in text for text in texts))


def infer_convention(usual: OffsetConvention, quoted: Sequence[SelectionQuote]) -> OffsetConvention:
    """Return the convention under which selections match their names best.

    `usual` is tried first and is used unless another is better.
    """
    named = [each for each in quoted if each.name][:ENOUGH]
    best, most = usual, _fitting(usual, named)
    for changed in product((False, True), repeat=len(fields(OffsetConvention))):
        if most == BEST * len(named):
            break
        other = _changed(usual, changed)
        if (fitting := _fitting(other, named)) > most:
            best, most = other, fitting
    return best


def _changed(usual: OffsetConvention, changed: Sequence[bool]) -> OffsetConvention:
    names = [each.name for each in fields(OffsetConvention)]
    return replace(
        usual,
        **{
            name: getattr(usual, name) != change
            for name, change in zip(names, changed, strict=True)
        },
    )


def _fitting(counting: OffsetConvention, named: Iterable[SelectionQuote]) -> int:
    """Return how well all names match; those of one text must be consecutive."""
    total, of = 0, ""
    gauge, text = OffsetConverter(of, counting), of
    for each in named:
        if of is not each.text:
            of = each.text
            gauge, text = OffsetConverter(of, counting), of.replace("\r\n", "\n")
        span = span_within(*gauge.span(each.start, each.end), text)
        total += score_name_match(each.name, text, span) if span else 0
    return total


def span_within(start: int, end: int, text: str) -> TextSpan | None:
    """Return the span, None if it is empty or not within the text."""
    return TextSpan(start, end) if 0 <= start < end <= len(text) else None

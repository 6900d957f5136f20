"""Spans of text, in Unicode code points from 0, end exclusive. Pure.

Python strings count the same way; JavaScript counts UTF-16 units, so convert a browser's selection
with `from_utf16`. REFI-QDA counts code points too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Generic, TypeVar

from vecu.errors import VecuError

Label = TypeVar("Label")


class SpanRefused(VecuError):
    """A span is outside its text or empty, or its words are not in the text."""


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """The code points from `start` up to `end`, at least one."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment(Generic[Label]):
    """A piece of a text and the labels that apply to all of it."""

    text: str
    marks: tuple[Label, ...] = ()


def hash_text(text: str) -> str:
    """Return a fingerprint of a text: SHA-256 of its UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_span(text: str, span: TextSpan) -> TextSpan:
    """Return the span without blanks at its ends; raise `SpanRefused` if nothing is left."""
    if not 0 <= span.start < span.end <= len(text):
        raise SpanRefused(f"{span.start}-{span.end}/{len(text)}")
    within = text[span.start : span.end]
    start = span.start + len(within) - len(within.lstrip())
    end = span.end - (len(within) - len(within.rstrip()))
    if start >= end:
        raise SpanRefused(f"{span.start}-{span.end}/{len(text)}")
    return TextSpan(start, end)


def from_utf16(text: str, start: int, end: int) -> TextSpan:
    """Convert a span from the UTF-16 units of a browser.

    A position between the halves of a surrogate pair is moved to the whole character.
    """
    return TextSpan(_code_points(text, start), _code_points(text, end, after=True))


def _code_points(text: str, units: int, *, after: bool = False) -> int:
    counted = 0
    for index, character in enumerate(text):
        if counted >= units:
            return index
        counted += 2 if ord(character) > 0xFFFF else 1
        if counted > units:
            return index + after
    return len(text)


def find_words(text: str, words: str) -> TextSpan:
    """Return the first place of some words in a text; raise `SpanRefused`.

    Any white space equals any other, so that words copied from a page are found.
    """
    wanted = words.split()
    if not wanted:
        raise SpanRefused("")
    flat: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if not character.isspace():
            flat.append((character, index))
        elif flat and flat[-1][0] != " ":
            flat.append((" ", index))
    at = "".join(character for character, _place in flat).find(" ".join(wanted))
    if at < 0:
        raise SpanRefused(words)
    return TextSpan(flat[at][1], flat[at + len(" ".join(wanted)) - 1][1] + 1)


def split_segments(text: str, marked: Sequence[tuple[TextSpan, Label]]) -> list[Segment[Label]]:
    """Split a text wherever a span begins or ends; joined, the pieces are the text."""
    cuts = sorted({0, len(text)} | {position for span, _mark in marked
                                    for position in (span.start, span.end)})  # fmt: skip
    return [
        Segment(
            text[start:end],
            tuple(mark for span, mark in marked if span.start <= start and end <= span.end),
        )
        for start, end in pairwise(cuts)
        if start < end
    ]

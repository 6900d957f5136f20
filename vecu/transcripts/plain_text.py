"""Find turns in lines of text: "Name: words", or a name and a time above the words. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from vecu.transcripts.model import SpeakerTurn

_TIME = r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>\d{2})(?:[.,]\d{1,3})?"
_NAME = r"(?P<name>[\p{L}\p{N}][\p{L}\p{M}\p{N} .’'/()_-]{0,39}?)"
_LABEL = regex.compile(
    rf"(?:[\[(]?{_TIME}[\])]?\s*[-–]?\s*)?{_NAME}\s*(?:[\[(]\d[\d:.,]*[\])]\s*)?:(?!//|\d)\s*(?P<words>.*)"
)
_HEADING = regex.compile(rf"{_NAME}\s+[\[(]?{_TIME}[\])]?")
_CLOCK = regex.compile(rf"[\[(]?{_TIME}[\])]?")
_MOST_WORDS = 4
"""Words of a speaker's name."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: who begins to speak in it, '' if nobody; its words and minute."""

    text: str
    speaker: str = ""
    words: str = ""
    minute: int | None = None


def find_turns(text: str) -> list[SpeakerTurn]:
    """Return the turns of a text; a speaker's name may be repeated before each of them.

    A label that occurs once only counts if none occurs twice: "Note: …" is no speaker. Without
    speakers, a turn is a paragraph.
    """
    lines = [_read_line(line.strip()) for line in text.splitlines()]
    times = Counter(line.speaker for line in lines if line.speaker)
    usual = {name for name, number in times.items() if number > 1} or set(times)
    return list(_iter_turns(lines, usual) if usual else _iter_paragraphs(lines))


def _read_line(text: str) -> _Line:
    for shape in (_HEADING, _LABEL):
        match = shape.fullmatch(text)
        if match and len(match["name"].split()) <= _MOST_WORDS:
            words = match["words"] if shape is _LABEL else ""
            return _Line(text, match["name"].strip(), words, _minute(match))
    if match := _CLOCK.fullmatch(text):
        return _Line("", minute=_minute(match))
    return _Line(text)


def _minute(match: regex.Match[str]) -> int | None:
    return int(match["h"] or 0) * 60 + int(match["m"]) if match["m"] else None


def _iter_turns(lines: Iterable[_Line], usual: set[str]) -> Iterator[SpeakerTurn]:
    speaker, minute, words = "", None, list[str]()
    for line in lines:
        if line.speaker not in usual:
            minute = line.minute if line.minute is not None and not words else minute
            words += [line.text] if line.text else []
            continue
        if words:
            yield SpeakerTurn(speaker, "\n".join(words), minute)
        speaker, words = line.speaker, [line.words] if line.words else []
        minute = line.minute if line.minute is not None else minute
    if words:
        yield SpeakerTurn(speaker, "\n".join(words), minute)


def _iter_paragraphs(lines: Sequence[_Line]) -> Iterator[SpeakerTurn]:
    minute, words = None, list[str]()
    for line in (*lines, _Line("")):
        if line.text:
            words.append(line.text)
        elif words:
            yield SpeakerTurn("", "\n".join(words), minute)
            words = []
        minute = line.minute if line.minute is not None else minute

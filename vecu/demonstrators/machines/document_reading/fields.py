"""Find the fields of a payslip among words that a machine read, by simple rules. Pure.

A line is cut where a gap is wider than a word is tall; its first piece is compared with the labels.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

Box = tuple[int, int, int, int]
"""Left, top, width, height, in pixels of the picture."""

FIELDS = (
    "employer",
    "name",
    "month",
    "hours",
    "gross",
    "contributions",
    "net_social",
    "net_taxable",
    "net_payable",
)
BEGINNINGS = {"employer": "employeur :", "name": "salarie(e) :", "month": "periode :"}
"""How the lines begin that hold a text."""
LABELS = {
    "hours": "salaire de base",
    "gross": "salaire brut",
    "contributions": "cotisations et contributions",
    "net_social": "montant net social",
    "net_taxable": "net imposable",
    "net_payable": "net a payer",
}
"""The labels of the rows that hold a number: its last, but for the hours, which come first."""
ALIKE = 0.75
"""From which likeness on (2 × letters in common / all letters) a label is recognised."""
_AMOUNT = re.compile(r"[\d ]+,\d\d")
_APOSTROPHES = str.maketrans("’‘", "''")


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as it was read; `line` is alike for words of one line, `confidence` from 0 to 100."""

    line: int
    box: Box
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What was read in a field; the confidence is that of its least certain word."""

    text: str
    box: Box
    confidence: float


def find_fields(words: Sequence[ReadWord]) -> Mapping[str, FieldReading]:
    """Return the fields that were found, each where its label is most alike."""
    found: dict[str, tuple[float, Sequence[ReadWord]]] = {}
    for line in _list_lines(words):
        for key, likeness, value in _read_line(line):
            if value and likeness >= ALIKE and likeness > found.get(key, (0.0, ()))[0]:
                found[key] = (likeness, value)
    return {key: _join(found[key][1]) for key in FIELDS if key in found}


def is_right(truth: str, text: str) -> bool:
    """Say whether a reading is right: every letter, accent and digit; spaces and capitals aside.

    In an amount a point stands for a comma.
    """
    read = text.replace(".", ",") if _AMOUNT.fullmatch(truth) else text
    return _squeeze(truth) == _squeeze(read)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text)).casefold().translate(_APOSTROPHES)


def _list_lines(words: Sequence[ReadWord]) -> Iterator[Sequence[ReadWord]]:
    for line in dict.fromkeys(word.line for word in words):
        yield sorted((word for word in words if word.line == line), key=lambda word: word.box[0])


def _read_line(line: Sequence[ReadWord]) -> Iterator[tuple[str, float, Sequence[ReadWord]]]:
    for key, beginning in BEGINNINGS.items():
        size = len(beginning.split())
        yield key, _compare(line[:size], beginning), line[size:]
    pieces = _cut(line)
    for key, label in LABELS.items():
        value = pieces[1:2] if key == "hours" else pieces[1:][-1:]
        yield key, _compare(pieces[0], label), value[0] if value else ()


def _cut(line: Sequence[ReadWord]) -> list[list[ReadWord]]:
    pieces = [[line[0]]]
    for before, word in pairwise(line):
        gap = word.box[0] - before.box[0] - before.box[2]
        if gap > max(before.box[3], word.box[3], 20):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _compare(words: Sequence[ReadWord], label: str) -> float:
    text = unicodedata.normalize("NFD", " ".join(word.text for word in words).casefold())
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    return SequenceMatcher(None, plain, label, autojunk=False).ratio()


def _join(words: Sequence[ReadWord]) -> FieldReading:
    left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
    right = max(word.box[0] + word.box[2] for word in words)
    bottom = max(word.box[1] + word.box[3] for word in words)
    text = " ".join(word.text for word in words)
    confidence = min(word.confidence for word in words)
    return FieldReading(text, (left, top, right - left, bottom - top), confidence)

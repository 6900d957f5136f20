"""A text cut where proposals begin and end, so that a page can mark each at its place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.pilots.case_state import Passage

NEIGHBOURHOOD = 90
"""Characters on either side of a passage that are quoted with it."""


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A passage with its number in the order of the text; `settled` on this page, or still open."""

    number: int
    passage: Passage
    settled: bool


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A piece of the text, what is said of it, and which passages begin before and end after it."""

    text: str
    covered: tuple[NumberedPassage, ...]
    starts: tuple[NumberedPassage, ...]
    ends: tuple[NumberedPassage, ...]

    @property
    def passages(self) -> list[Passage]:
        """The passages that it is a part of."""
        return [one.passage for one in self.covered]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be decided about it."""
        return any(not one.settled for one in self.covered)


@dataclass(frozen=True, slots=True)
class PassageQuote:
    """A passage between its neighbouring words."""

    before: str
    words: str
    after: str


def number_passages(
    settled: Sequence[Passage], unsettled: Sequence[Passage]
) -> list[NumberedPassage]:
    """Return all passages of a page in the order of the text, numbered from 1."""
    done = set(settled)
    ordered = sorted(done.union(unsettled))
    return [NumberedPassage(n, one, one in done) for n, one in enumerate(ordered, 1)]


def mark_text(text: str, passages: Sequence[NumberedPassage]) -> list[MarkedPiece]:
    """Return the text in pieces, none of them empty; passages may overlap."""
    starts: dict[int, list[NumberedPassage]] = {}
    ends: dict[int, list[NumberedPassage]] = {}
    for one in passages:
        if one.passage.start < one.passage.end:
            starts.setdefault(one.passage.start, []).append(one)
            ends.setdefault(one.passage.end, []).append(one)
    places = sorted({0, len(text), *starts, *ends})
    pieces: list[MarkedPiece] = []
    covered: list[NumberedPassage] = []
    for index, place in enumerate(places[:-1]):
        end = places[index + 1]
        covered = [one for one in covered if one.passage.end > place] + starts.get(place, [])
        pieces.append(
            MarkedPiece(
                text[place:end], tuple(covered), tuple(starts.get(place, ())),
                tuple(ends.get(end, ())),
            )
        )  # fmt: skip
    return pieces


def quote_passage(text: str, passage: Passage) -> PassageQuote:
    """Return a passage with some whole words on either side, an ellipsis where more is left out."""
    first = max(0, passage.start - NEIGHBOURHOOD)
    last = min(len(text), passage.end + NEIGHBOURHOOD)
    before, after = text[first : passage.start], text[passage.end : last]
    if first:
        before = f"… {before.partition(' ')[2] or before}"
    if last < len(text):
        after = f"{after.rpartition(' ')[0] or after} …"
    return PassageQuote(before, text[passage.start : passage.end], after)

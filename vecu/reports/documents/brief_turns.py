"""What a brief of two pages prints first, and what it never prints.

Its items take turns: those of the sections that come first, in their order; then the first of each
other section, the second of each, and so on, as far as two pages go. An item is whole or absent,
since words and tables that are cut short mislead; one too long for a brief has no turn.
"""

from collections.abc import Iterator, Sequence

from vecu.reports.documents.description import (
    CitedSentence,
    DocumentClaim,
    DocumentItem,
    DocumentPoint,
    DocumentSection,
    LabelledFact,
    OpposedReasons,
    PrintedFigure,
)

PAGES = 2
LONGEST_TEXT = 700
"""Characters of an item of a brief, and of its lead."""
LONGEST_TITLE = 200
MOST_ROWS = 12
MOST_COLUMNS = 6
MOST_CITED = 2
"""Pieces of evidence that a brief prints with a claim; it says how many there are."""


def list_turns(sections: Sequence[DocumentSection]) -> list[list[int]]:
    """Return the turn of each item of each section, from 1 on, 0 where it has none."""
    turns = [[0] * len(section.items) for section in sections]
    for turn, (section, item) in enumerate(_iter_in_turn(sections), start=1):
        turns[section][item] = turn
    return turns


def _iter_in_turn(sections: Sequence[DocumentSection]) -> Iterator[tuple[int, int]]:
    """Yield the places of items, by section and item, in the order of their turns."""
    places = [
        [
            (number, index)
            for index, item in enumerate(section.items)
            if not section.only_whole and _is_short(item)
        ]
        for number, section in enumerate(sections)
    ]
    for section, found in zip(sections, places, strict=True):
        if section.first:
            yield from found
    others = [found for section, found in zip(sections, places, strict=True) if not section.first]
    for index in range(max(map(len, others), default=0)):
        yield from (found[index] for found in others if index < len(found))


def _is_short(item: DocumentItem) -> bool:
    """Return whether an item may stand in a brief."""
    if isinstance(item, PrintedFigure):
        too_long = len(item.rows) > MOST_ROWS or len(item.header) > MOST_COLUMNS
        return not too_long and _count_signs(item) <= 2 * LONGEST_TEXT
    return _count_signs(item) <= LONGEST_TEXT


def _count_signs(item: DocumentItem) -> int:
    """Return how many characters a brief prints of an item, its addresses apart."""
    if isinstance(item, LabelledFact):
        return len(item.label) + len(item.text.text)
    if isinstance(item, DocumentPoint | CitedSentence):
        return len(item.text.text)
    if isinstance(item, OpposedReasons):
        return sum(len(each.text) for each in item.reasons)
    if isinstance(item, PrintedFigure):
        cells = sum(len(cell) for row in (item.header, *item.rows) for cell in row)
        return len(item.title.text) + len(item.sentence) + len(item.source) + cells
    if isinstance(item, DocumentClaim):
        notes = sum(map(_count_signs, item.notes[:1]))
        return len(item.sentence.text) + len(item.standing) + notes
    return len(item.words.text) + len(item.about.text)

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
    PrintedCard,
    PrintedChart,
    PrintedFigure,
    VoteDots,
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
    return sum(map(len, _iter_texts(item)))


def _iter_texts(item: DocumentItem) -> Iterator[str]:
    """Yield what a brief prints of an item."""
    if isinstance(item, DocumentPoint | CitedSentence | LabelledFact):
        yield from (getattr(item, "label", ""), item.text.text)
    elif isinstance(item, OpposedReasons):
        yield from (each.text for each in item.reasons)
    elif isinstance(item, PrintedFigure):
        yield from (item.title.text, item.sentence, item.source)
        for row in (item.header, *item.rows):
            yield from row
    elif isinstance(item, DocumentClaim):
        yield from (item.sentence.text, item.standing)
        for note in item.notes[:1]:
            yield from _iter_texts(note)
    elif isinstance(item, PrintedCard | PrintedChart):
        yield from _iter_card_texts(item)
    elif isinstance(item, VoteDots):
        yield from (label for label, _number in item.sides)
    else:
        yield from (item.words.text, item.about.text)


def _iter_card_texts(item: PrintedCard | PrintedChart) -> Iterator[str]:
    if isinstance(item, PrintedCard):
        yield from (item.sentence.text, item.standing, item.words.text)
    for bar in (item.chart if isinstance(item, PrintedCard) else item).bars:
        yield from (bar.label, bar.count)

"""Code co-occurrence within stories: which limits go with which strategies. Pure.

What a person said outside their stories counts for each of them; a person without stories is one
story, ''. A story counts once per row or column, however often the codes occur in it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from vecu.coding.analysis.code_groups import CodeGroup, CodeGroupIndex
from vecu.coding.analysis.consensus import TextCodes

Story = tuple[UUID, str]
"""An answer, and the path of the story in it."""
CellIndex = tuple[int, int]
"""The indices of a row and a column."""
SHADES = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a table: its code groups, only in answers to `question` if one is named."""

    lines: Sequence[CodeGroup]
    question: str = ""


_NOTHING: frozenset[int] = frozenset()


@dataclass(slots=True)
class StoryCodes:
    """The groups found in one story, axis by axis, by index; in `maybe` coders disagree.

    `machine`: some of the counted texts were coded by the machine alone.
    """

    present: list[frozenset[int]]
    maybe: list[frozenset[int]]
    machine: bool = False

    def add(self, other: "StoryCodes") -> None:
        """Add the groups found in another part of the same story."""
        self.present = [one | more for one, more in zip(self.present, other.present, strict=True)]
        self.maybe = [one | more for one, more in zip(self.maybe, other.maybe, strict=True)]
        self.machine = self.machine or other.machine


def collect_story_codes(
    texts: Iterable[TextCodes], axes: Sequence[Axis]
) -> dict[Story, StoryCodes]:
    """Return the groups found in each story, on each axis, in one pass over the texts."""
    sought = [(index, axis.question, CodeGroupIndex(axis.lines)) for index, axis in enumerate(axes)]
    stories: dict[Story, StoryCodes] = {}
    for text in texts:
        story_codes = stories.get((text.answer, text.story))
        if story_codes is None:
            story_codes = StoryCodes([_NOTHING] * len(axes), [_NOTHING] * len(axes))
            stories[text.answer, text.story] = story_codes
        for index, question, group_index in sought:
            if not question or question == text.question:
                if present := group_index[text.codes]:
                    story_codes.present[index] |= present
                    story_codes.machine = story_codes.machine or bool(text.machine)
                if maybe := group_index[text.open]:
                    story_codes.maybe[index] |= maybe
    _share_what_is_outside(stories)
    return stories


def _share_what_is_outside(stories: dict[Story, StoryCodes]) -> None:
    """Add what was said outside stories to each story of the same person."""
    tellers = {answer for answer, story in stories if story}
    outside = {answer: stories.pop((answer, "")) for answer in tellers if (answer, "") in stories}
    if outside:
        for (answer, _story), story_codes in stories.items():
            if answer in outside:
                story_codes.add(outside[answer])


@dataclass(frozen=True, slots=True)
class CooccurrenceTable:
    """The number of stories in which each row and column co-occur.

    `more`: the most that would be added if all disagreements were adjudicated in favour of the
    pair. `both`: stories in which any row co-occurs with any column. `of_rows` and `of_columns`:
    stories with each row or column, co-occurring or not. `void`: cells whose row and column share a
    code. `mirrored`: rows and columns are the same axis. `machine`: how many of the counted stories
    the machine coded alone in part.
    """

    counts: Mapping[CellIndex, int]
    more: Mapping[CellIndex, int]
    of_rows: Mapping[int, int]
    of_columns: Mapping[int, int]
    both: int
    machine: Mapping[CellIndex, int] = field(default_factory=dict)
    void: frozenset[CellIndex] = frozenset()
    mirrored: bool = False

    @property
    def most(self) -> int:
        """The highest count of a row and a column."""
        return max(self.counts.values(), default=0)

    @property
    def ties(self) -> int:
        """How many cells have the highest count."""
        return sum(count == self.most for _cell, count in self.strongest(len(self.counts)))

    def shade(self, cell: CellIndex) -> int:
        """Return the shade of a cell: 0 for an empty one, `SHADES` for the highest count."""
        return -(-SHADES * self.counts.get(cell, 0) // (self.most or 1))

    def strongest(self, number: int) -> list[tuple[CellIndex, int]]:
        """Return the cells with the highest counts; of two mirrored cells only the first."""
        cells = sorted(self.counts.items(), key=lambda each: (-each[1], each[0]))
        once = [(cell, count) for cell, count in cells if not self.mirrored or cell[0] < cell[1]]
        return once[:number]


def count_cooccurrences(
    stories: Iterable[StoryCodes], rows: Axis, columns: Axis
) -> CooccurrenceTable:
    """Count the stories in which a row and a column co-occur: the first two axes of `stories`."""
    void = frozenset(_void(rows, columns))
    counts: Counter[CellIndex] = Counter()
    more: Counter[CellIndex] = Counter()
    machine: Counter[CellIndex] = Counter()
    of_rows: Counter[int] = Counter()
    of_columns: Counter[int] = Counter()
    both = 0
    for story_codes in stories:
        row, column, *_others = story_codes.present
        of_rows.update(row)
        of_columns.update(column)
        pairs = set(product(row, column)) - void
        counts.update(pairs)
        if story_codes.machine:
            machine.update(pairs)
        both += bool(pairs)
        row_maybe, column_maybe, *_others = story_codes.maybe
        if row_maybe or column_maybe:
            perhaps = product(row | row_maybe, column | column_maybe)
            more.update(set(perhaps) - pairs - void)
    return CooccurrenceTable(
        counts, more, of_rows, of_columns, both, machine, void, mirrored=_same(rows, columns)
    )


def _same(rows: Axis, columns: Axis) -> bool:
    return rows.question == columns.question and list(rows.lines) == list(columns.lines)


def _void(rows: Axis, columns: Axis) -> Iterator[CellIndex]:
    """Yield cells whose row and column share a code, unless they are from different questions."""
    if rows.question and columns.question and rows.question != columns.question:
        return
    for r, row in enumerate(rows.lines):
        for c, column in enumerate(columns.lines):
            if row.codes & column.codes:
                yield r, c


def filter_stories(
    stories: Mapping[Story, StoryCodes],
    *,
    among: Collection[Story] | None = None,
    task: int | None = None,
) -> dict[Story, StoryCodes]:
    """Return the stories that are `among` these and contain a group of the third axis."""
    return {
        story: story_codes
        for story, story_codes in stories.items()
        if (among is None or story in among) and (task is None or task in story_codes.present[2])
    }


def group_by_task(stories: Iterable[StoryCodes]) -> dict[int, list[StoryCodes]]:
    """Return the stories by each group of the third axis."""
    found: dict[int, list[StoryCodes]] = {}
    for story_codes in stories:
        for index in story_codes.present[2]:
            found.setdefault(index, []).append(story_codes)
    return found

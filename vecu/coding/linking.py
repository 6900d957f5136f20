"""What the page of links shows: which lines meet how often, and for which tasks. No request."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.axes import AxisOption, axis_of
from vecu.coding.lines import Line
from vecu.coding.links import Axis, Heard, Links, Story, by_task, count_links, only, read_stories
from vecu.coding.models import Code
from vecu.coding.queries.codebooks import Codes
from vecu.coding.results import Carried


@dataclass(frozen=True, slots=True)
class Wish:
    """What to link: two axes, a third to choose by, one line of it; stories `among` these only."""

    rows: AxisOption
    columns: AxisOption
    tasks: AxisOption | None = None
    task: UUID | None = None
    among: Collection[Story] | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """The stories that were looked at, what meets in them, and the same for each task alone."""

    rows: Axis
    columns: Axis
    stories: Mapping[Story, Heard]
    links: Links
    tasks: Sequence[tuple[Line, Links]]

    def find(self, row: UUID, column: UUID) -> "Meeting | None":
        """Return the stories in which two codes meet, None where they are not in the table."""
        at = _place(self.rows, row), _place(self.columns, column)
        if min(at) < 0:
            return None
        codes = self.rows.lines[at[0]].codes | self.columns.lines[at[1]].codes
        if at in self.links.void:
            return Meeting(codes, [])
        return Meeting(
            codes,
            sorted(
                story
                for story, heard in self.stories.items()
                if at[0] in heard.told[0] and at[1] in heard.told[1]
            ),
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """The stories in which two lines meet, by answer, whose order says nothing; and their codes."""

    codes: frozenset[UUID]
    stories: Sequence[Story]


def link(codes: Codes, texts: Sequence[Carried], wish: Wish) -> Linked:
    """Link what texts carry."""
    rows, columns = axis_of(wish.rows, codes, texts), axis_of(wish.columns, codes, texts)
    tasks = axis_of(wish.tasks, codes, texts) if wish.tasks else Axis([])
    every = only(read_stories(texts, (rows, columns, tasks)), among=wish.among)
    chosen = only(every, task=_place(tasks, wish.task)) if wish.task else every
    told = by_task(every.values())
    return Linked(
        rows=rows,
        columns=columns,
        stories=chosen,
        links=count_links(chosen.values(), rows, columns),
        tasks=[
            (line, count_links(told[place], rows, columns))
            for place, line in enumerate(tasks.lines)
            if place in told
        ],
    )


def _place(axis: Axis, wanted: UUID) -> int:
    """Return the place of a line, one that there is not where nothing is called so."""
    return next((place for place, line in enumerate(axis.lines) if line.id == wanted), -1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the table shows it."""

    column: Code
    count: int
    more: int
    machine: int
    shade: int
    void: bool


@dataclass(frozen=True, slots=True)
class Head:
    """One row or column as the table shows it; `stories` tell of it, whatever else they tell."""

    code: Code
    own: bool
    stories: int
    cells: tuple[Cell, ...] = ()


def table_of(linked: Linked, codes: Codes) -> tuple[list[Head], list[Head]]:
    """Return the columns and the rows of the table.

    Codes that are no longer offered, and a branch by itself, are there only where somebody told of
    them.
    """
    known, offered = codes.by_id, {code.id for code, _depth in codes.offered}
    links = linked.links

    def shown(axis: Axis, told: Mapping[int, int]) -> Iterable[tuple[int, Line]]:
        for place, line in enumerate(axis.lines):
            if told.get(place) or (line.id in offered and not line.own):
                yield place, line

    columns = list(shown(linked.columns, links.of_columns))
    heads = [
        Head(known[line.id], line.own, links.of_columns.get(place, 0)) for place, line in columns
    ]
    rows = [
        Head(
            known[line.id],
            line.own,
            links.of_rows.get(place, 0),
            tuple(
                Cell(
                    known[column.id],
                    links.counts.get((place, at), 0),
                    links.more.get((place, at), 0),
                    links.machine.get((place, at), 0),
                    links.shade((place, at)),
                    (place, at) in links.void,
                )
                for at, column in columns
            ),
        )
        for place, line in shown(linked.rows, links.of_rows)
    ]
    return heads, rows

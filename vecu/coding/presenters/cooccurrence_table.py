"""Data for the co-occurrence page: which codes co-occur how often, and by task. No request."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.cooccurrence import (
    Axis,
    CooccurrenceTable,
    Story,
    StoryCodes,
    collect_story_codes,
    count_cooccurrences,
    filter_stories,
    group_by_task,
)
from vecu.coding.models import Code
from vecu.coding.presenters.cooccurrence_axes import AxisOption, build_axis
from vecu.coding.queries.codebook import Codes


@dataclass(frozen=True, slots=True)
class CooccurrenceRequest:
    """The axes to compute, a third to filter by with one of its groups, and stories `among`."""

    rows: AxisOption
    columns: AxisOption
    tasks: AxisOption | None = None
    task: UUID | None = None
    among: Collection[Story] | None = None


@dataclass(frozen=True, slots=True)
class CooccurrenceResult:
    """The stories that were counted, the table, and a table for each task."""

    rows: Axis
    columns: Axis
    stories: Mapping[Story, StoryCodes]
    links: CooccurrenceTable
    tasks: Sequence[tuple[CodeGroup, CooccurrenceTable]]

    def find(self, row: UUID, column: UUID) -> "CooccurrenceStories | None":
        """Return the stories in which two codes co-occur, None if they are not in the table."""
        at = _find_group_index(self.rows, row), _find_group_index(self.columns, column)
        if min(at) < 0:
            return None
        codes = self.rows.lines[at[0]].codes | self.columns.lines[at[1]].codes
        if at in self.links.void:
            return CooccurrenceStories(codes, [])
        return CooccurrenceStories(
            codes,
            sorted(
                story
                for story, story_codes in self.stories.items()
                if at[0] in story_codes.present[0] and at[1] in story_codes.present[1]
            ),
        )


@dataclass(frozen=True, slots=True)
class CooccurrenceStories:
    """The stories in which two groups co-occur, by answer, in no telling order; and their codes."""

    codes: frozenset[UUID]
    stories: Sequence[Story]


def compute_cooccurrences(
    codes: Codes, texts: Sequence[TextCodes], wish: CooccurrenceRequest
) -> CooccurrenceResult:
    """Count the co-occurrences of codes in texts."""
    rows, columns = build_axis(wish.rows, codes, texts), build_axis(wish.columns, codes, texts)
    tasks = build_axis(wish.tasks, codes, texts) if wish.tasks else Axis([])
    every = filter_stories(collect_story_codes(texts, (rows, columns, tasks)), among=wish.among)
    chosen = filter_stories(every, task=_find_group_index(tasks, wish.task)) if wish.task else every
    by_task = group_by_task(every.values())
    return CooccurrenceResult(
        rows=rows,
        columns=columns,
        stories=chosen,
        links=count_cooccurrences(chosen.values(), rows, columns),
        tasks=[
            (line, count_cooccurrences(by_task[index], rows, columns))
            for index, line in enumerate(tasks.lines)
            if index in by_task
        ],
    )


def _find_group_index(axis: Axis, wanted: UUID) -> int:
    """Return the index of a group, an index out of range if there is no such group."""
    return next((index for index, line in enumerate(axis.lines) if line.id == wanted), -1)


@dataclass(frozen=True, slots=True)
class CooccurrenceCell:
    """One cell as displayed."""

    column: Code
    count: int
    more: int
    machine: int
    shade: int
    void: bool


@dataclass(frozen=True, slots=True)
class CooccurrenceHeader:
    """One row or column as displayed; `stories` is how many contain it, co-occurring or not."""

    code: Code
    own: bool
    stories: int
    cells: tuple[CooccurrenceCell, ...] = ()


def build_cooccurrence_table(
    linked: CooccurrenceResult, codes: Codes
) -> tuple[list[CooccurrenceHeader], list[CooccurrenceHeader]]:
    """Return the columns and the rows of the table.

    Retired codes, and a branch by itself, are included only if a story contains them.
    """
    known, offered = codes.by_id, {code.id for code, _depth in codes.offered}
    links = linked.links

    def visible_groups(axis: Axis, counts: Mapping[int, int]) -> Iterable[tuple[int, CodeGroup]]:
        for index, line in enumerate(axis.lines):
            if counts.get(index) or (line.id in offered and not line.own):
                yield index, line

    columns = list(visible_groups(linked.columns, links.of_columns))
    heads = [
        CooccurrenceHeader(known[line.id], line.own, links.of_columns.get(index, 0))
        for index, line in columns
    ]
    rows = [
        CooccurrenceHeader(
            known[line.id],
            line.own,
            links.of_rows.get(index, 0),
            tuple(
                CooccurrenceCell(
                    known[column.id],
                    links.counts.get((index, at), 0),
                    links.more.get((index, at), 0),
                    links.machine.get((index, at), 0),
                    links.shade((index, at)),
                    (index, at) in links.void,
                )
                for at, column in columns
            ),
        )
        for index, line in visible_groups(linked.rows, links.of_rows)
    ]
    return heads, rows

"""Plan a release: the figures as everybody would read them, with what is hidden and why. Pure.

The content of a figure, as it is stored and published::

    {"kind": "question", "label": {"fr": …}, "ordered": false, "people": 240,
     "breakdown": {"fr": …}, "columns": [{"name": "", "label": {}}], "totals": [240],
     "rows": [{"name": "yes", "label": {"fr": …}, "counts": [60]}]}

Counts are people, rounded; null is hidden. Without a breakdown there is one column without a label,
and its total are all people.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vecu.datasets.releases.extract_counts import (
    YES,
    Category,
    ExtractCounts,
    Item,
    ItemKind,
    Labels,
    Variables,
    keep_true_nestings,
    list_tables,
)
from vecu.stats import (
    THRESHOLD,
    CountTable,
    HiddenBecause,
    Mask,
    explain_hidden,
    find_suppression,
    round_count,
)

MOST_COLUMNS = 20
"""The most categories of a breakdown."""
_WHOLE = Category("", {})


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """A figure to release: an item of the extract, by one of its breakdowns or by nothing.

    Of a `sensitive` one, "all" and "nobody" are hidden too.
    """

    item: str
    breakdown: str = ""
    sensitive: bool = False


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """A table that a release shows, or would: its counts, and which are hidden."""

    table: CountTable
    hidden: Mask


@dataclass(frozen=True, eq=False)
class PlannedFigure:
    """A figure as it would be published, and why its hidden counts are hidden.

    `reasons` are by row and column, `total_reasons` by column, None where a count is shown;
    `tables` are what it shows.
    """

    request: FigureRequest
    content: Mapping[str, Any]
    reasons: Sequence[Sequence[HiddenBecause | None]]
    total_reasons: Sequence[HiddenBecause | None]
    tables: Mapping[Variables, Mask] = field(default_factory=dict)

    @property
    def shows_something(self) -> bool:
        """Whether any count but totals is shown."""
        return any(count is not None for row in self.content["rows"] for count in row["counts"])


def plan_release(
    counts: ExtractCounts, requests: Sequence[FigureRequest], earlier: Sequence[PublishedTable] = ()
) -> list[PlannedFigure]:
    """Return figures as everybody would read them, given all that was ever released before.

    Raise `DisclosureRefused`, naming tables, where no hiding in the new ones protects what is
    hidden; `KeyError` for an item or a breakdown that the extract does not hold.
    """
    published = {each.table.variables: each for each in earlier}
    sensitive = frozenset(
        name
        for request in requests
        if request.sensitive
        for name in counts.items[request.item].variables
    )
    wanted = {
        table: counts.get_table(table, sensitive)
        for request in requests
        for table in list_tables(counts.items[request.item], request.breakdown)
    }
    new = [table for key, table in wanted.items() if key not in published]
    hidden = [(each.table, each.hidden) for each in earlier]
    masks = find_suppression(new, hidden, [*counts.nestings, *counts.routings]) if new else []
    for table, mask in zip(new, masks, strict=True):
        published[table.variables] = PublishedTable(table, mask)
    return [_plan_figure(counts, request, published) for request in requests]


def count_cells(counts: ExtractCounts, requests: Sequence[FigureRequest]) -> int:
    """Return how many counts the tables of figures have together."""
    tables = {
        table
        for request in requests
        for table in list_tables(counts.items[request.item], request.breakdown)
    }
    return sum(counts.tables[table].size for table in tables)


def _plan_figure(
    counts: ExtractCounts, request: FigureRequest, published: Mapping[Variables, PublishedTable]
) -> PlannedFigure:
    item = counts.items[request.item]
    breakdown = counts.variables[request.breakdown] if request.breakdown else None
    columns = breakdown.categories if breakdown else (_WHOLE,)
    total = _read_cells(published[(breakdown.name,) if breakdown else ()])
    rows, reasons = [], []
    for category, name, index in _list_rows(counts, item):
        cells = _read_row(published, name, index, request.breakdown)
        rows.append(_row(category, [count for count, _reason in cells]))
        reasons.append([reason for _count, reason in cells])
    content = {
        "kind": item.kind.value,
        "label": dict(item.label),
        "ordered": item.ordered,
        "people": _read_cells(published[()])[0][0],
        "breakdown": dict(breakdown.label) if breakdown else {},
        "columns": [{"name": each.name, "label": dict(each.label)} for each in columns],
        "totals": [count for count, _reason in total],
        "rows": rows,
    }
    tables = {key: published[key].hidden for key in list_tables(item, request.breakdown)}
    total_reasons = [reason for _count, reason in total]
    return PlannedFigure(request, content, reasons, total_reasons, tables)


def _list_rows(counts: ExtractCounts, item: Item) -> Iterable[tuple[Category, str, int]]:
    """Yield each row of a figure: what it is called, its variable, and the category counted."""
    for name in item.variables:
        variable = counts.variables[name]
        if item.single:
            for index, category in enumerate(variable.categories):
                yield category, name, index
        else:
            names = [category.name for category in variable.categories]
            yield Category(name, variable.label), name, names.index(YES)


def _read_row(
    published: Mapping[Variables, PublishedTable], name: str, index: int, breakdown: str
) -> list[tuple[int | None, HiddenBecause | None]]:
    """Return the counts of one category, for each column."""
    if not breakdown:
        return [_read_cells(published[(name,)])[index]]
    key = tuple(sorted((name, breakdown)))
    table = published[key]
    axis = key.index(name)
    shape = table.table.counts.shape
    places = np.arange(table.table.counts.size).reshape(shape).take(index, axis=axis)
    cells = _read_cells(table)
    return [cells[place] for place in places.ravel()]


def _read_cells(published: PublishedTable) -> list[tuple[int | None, HiddenBecause | None]]:
    """Return every cell as it is published, and why it is hidden, the last variable fastest."""
    counts = round_count(published.table.counts)
    reasons = explain_hidden(published.table, published.hidden)
    return [
        (None, reasons[index]) if index in reasons else (int(counts[index]), None)
        for index in np.ndindex(counts.shape)
    ]


def _row(category: Category, counts: list[int | None]) -> dict[str, Any]:
    label: Labels = category.label
    return {"name": category.name, "label": dict(label), "counts": counts}


def find_falling(
    old: ExtractCounts, published: Sequence[PublishedTable], new: ExtractCounts
) -> list[Variables]:
    """Return the tables of which a published count would fall, or vanish, in a new extract.

    Whoever compares two counts of the same thing would see that somebody withdrew. So would a
    choice that nobody could choose any more, as all who answered its version have gone. What is not
    counted any more is compared with nothing.
    """
    return [each.table.variables for each in published if _is_falling(old, each, new)]


def _is_falling(old: ExtractCounts, published: PublishedTable, new: ExtractCounts) -> bool:
    key, shown = published.table.variables, ~published.hidden & _compare_cells(old, published.table)
    if any(name not in new.variables for name in key):
        return any(_has_lost_choice(old, name, new) for name in key)
    places = [_find_places(old, new, name) for name in key]
    if None in places:
        return True
    if key not in new.tables:
        return False
    counts = new.tables[key][np.ix_(*places)] if key else new.tables[key]
    now, before = round_count(counts)[shown], round_count(published.table.counts)[shown]
    return bool((now < before).any() or (counts[shown] < THRESHOLD).any())


def _compare_cells(old: ExtractCounts, table: CountTable) -> Mask:
    """Return which cells say that somebody withdrew, were they to fall.

    Who does not speak of a code are fewer once more texts are coded; no page shows how many.
    """
    compared = np.ones(table.counts.shape, dtype=np.bool_)
    coded = {
        name
        for item in old.items.values()
        if item.kind is not ItemKind.QUESTION
        for name in item.variables
    }
    for axis, name in enumerate(table.variables):
        if name in coded:
            names = [category.name for category in old.variables[name].categories]
            others = [place for place, each in enumerate(names) if each != YES]
            np.moveaxis(compared, axis, 0)[others] = False
    return compared


def _has_lost_choice(old: ExtractCounts, name: str, new: ExtractCounts) -> bool:
    """Return whether a variable is a choice of a question that is counted without it."""
    return name not in new.variables and any(
        name in item.variables and item.kind is ItemKind.QUESTION and item.key in new.items
        for item in old.items.values()
    )


def _find_places(old: ExtractCounts, new: ExtractCounts, name: str) -> list[int] | None:
    """Return where the categories of a variable stand in a new extract, None if one is missing."""
    names = [category.name for category in new.variables[name].categories]
    wanted = [category.name for category in old.variables[name].categories]
    return [names.index(each) for each in wanted] if set(wanted) <= set(names) else None


def update_counts(
    old: ExtractCounts, new: ExtractCounts, released: Collection[str]
) -> ExtractCounts:
    """Return counts of the same people, made anew where nothing of an item was released.

    Coding goes on while the answers stay: only what was read off the same texts at the same time
    adds up, so the tables of a released item stay as they were. Readers do not know of it: codes
    counted later stay within practices counted before, as far as the counts allow.
    """
    fixed = {
        name
        for key in released
        if key in old.items and old.items[key].kind is not ItemKind.QUESTION
        for name in old.items[key].variables
    }
    tables = {key: counts for key, counts in new.tables.items() if not fixed.intersection(key)}
    tables |= {key: counts for key, counts in old.tables.items() if fixed.intersection(key)}
    held = {key: item for key, item in old.items.items() if fixed.intersection(item.variables)}
    variables = {name: old.variables[name] for name in fixed}
    earlier = [each for each in old.nestings if fixed & {each.whole, *each.parts}]
    breakdowns = (*new.breakdowns, *(each for each in old.breakdowns if each not in new.breakdowns))
    return ExtractCounts(
        people=new.people,
        items={**new.items, **held},
        variables={**new.variables, **variables},
        breakdowns=breakdowns,
        tables=tables,
        nestings=keep_true_nestings([*new.nestings, *earlier], tables),
        routings=new.routings,
    )

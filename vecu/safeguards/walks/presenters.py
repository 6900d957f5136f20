"""What pages say of walked paths, in the language of the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.safeguards.models import Walk, WalkSeries
from vecu.safeguards.quarters import read_quarter
from vecu.safeguards.walk_rules import (
    NonTakeUp,
    ToolAnswer,
    WalkDoor,
    WalkEnd,
    WalkRow,
    WalkTask,
)
from vecu.safeguards.walks.queries import SeriesDetail
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import current_language
from vecu.ui.templatetags.ui import day as format_day

_PIXELS, _WIDEST = 1.6, 90
"""Pixels of a minute, and of the longest line."""


@dataclass(frozen=True, slots=True)
class WalkCell:
    """A walk by one way in, None where nobody walked; `before`: how it ended the last time."""

    door: str
    walk: Walk | None
    lost: str = ""
    other: bool = False
    before: str = ""

    @property
    def length(self) -> int:
        """The length of its line in pixels: the more minutes the longer, up to a width."""
        return min(round(self.walk.minutes * _PIXELS), _WIDEST) if self.walk else 0


@dataclass(frozen=True, slots=True)
class WalkLine:
    """A task with its doors; `answer` is what was said to the tool, '' if it was not spoken of."""

    task: str
    answer: str
    cells: Sequence[WalkCell]


def translate_quarter(text: str) -> str:
    """Return a stored quarter in words."""
    return read_quarter(text).label.say(current_language())


def get_series_title(series: WalkSeries) -> str:
    """Return a series in a few words."""
    return _("Walks, %(quarter)s") % {"quarter": translate_quarter(series.quarter)}


def list_series_facts(series: WalkSeries) -> list[NotedFact]:
    """Return what pages say of a series beside its title."""
    facts = [
        make_plain_fact(_("Walked by"), series.group),
        make_plain_fact(_("Tasks"), ", ".join(_(WalkTask(each).label) for each in series.tasks)),
        make_plain_fact(_("Agreed on"), format_day(series.agreed)),
    ]
    if series.informed:
        facts.append(make_plain_fact(_("Staff were told on"), format_day(series.informed)))
    return facts


def list_walk_facts(walk: Walk) -> list[NotedFact]:
    """Return what pages say of a walk beside its title."""
    minutes = _("%(end)s, %(minutes)s min") % {
        "end": _(WalkEnd(walk.end).label),
        "minutes": walk.minutes,
    }
    return [
        make_plain_fact(_("Quarter"), translate_quarter(walk.quarter)),
        NotedFact(_("Where it ended"), walk.place),
        make_plain_fact(_("How it ended"), minutes),
        make_plain_fact(_("A person answered"), _("Yes") if walk.reached else _("No")),
    ]


def get_walk_title(walk: Walk) -> str:
    """Return a walk in a few words."""
    parts = [_(WalkTask(walk.task).label), _(WalkDoor(walk.door).label)]
    if walk.answer != ToolAnswer.UNASKED:
        parts.append(_(ToolAnswer(walk.answer).label))
    return " · ".join(parts)


def describe_found(detail: SeriesDetail) -> str:
    """Return by which doors a person always answered, in one sentence; counts, no proportion."""
    total = len(detail.walks)
    heading = ngettext("%(count)s walk", "%(count)s walks", total) % {"count": total}
    open_doors = [
        _(door.label).lower()
        for door in WalkDoor
        if (walks := [each for each in detail.walks if each.door == door])
        and all(each.reached for each in walks)
    ]
    if not open_doors:
        return _("%(walks)s: there is no way in by which a person always answered") % {
            "walks": heading
        }
    doors = _(" and ").join(open_doors)
    return _("%(walks)s: a person always answered %(doors)s") % {"walks": heading, "doors": doors}


def list_lines(detail: SeriesDetail, previous: SeriesDetail | None) -> list[WalkLine]:
    """Return the table of a series; each cell says how its walk ended in the one before."""
    now, before = detail.by_cell, previous.by_cell if previous else {}
    return [
        WalkLine(
            _(row.task.label),
            "" if row.answer is ToolAnswer.UNASKED else _(row.answer.label),
            [_make_cell(row, door, now, before) for door in WalkDoor],
        )
        for row in detail.rows
    ]


def _make_cell(
    row: WalkRow,
    door: WalkDoor,
    now: Mapping[tuple[WalkRow, WalkDoor], Walk],
    before: Mapping[tuple[WalkRow, WalkDoor], Walk],
) -> WalkCell:
    walk, past = now.get((row, door)), before.get((row, door))
    if walk is None:
        return WalkCell(_(door.label), None)
    twin = now.get((row.twin, door)) if row.twin else None
    return WalkCell(
        _(door.label),
        walk,
        _(NonTakeUp(walk.non_take_up).label) if walk.non_take_up else "",
        twin is not None and (walk.end, walk.reached) != (twin.end, twin.reached),
        _describe_past(past) if past else "",
    )


def _describe_past(past: Walk) -> str:
    words = {"end": _(WalkEnd(past.end).label), "minutes": past.minutes}
    return _("%(end)s, %(minutes)s min") % words

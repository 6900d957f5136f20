"""What pages draw of the simulated school: weeks of a pupil, who found whom. Pure.

Lengths are in the units of an SVG whose columns are `COLUMN` wide.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.weak_signals.simulation import PupilKind, School, SchoolPlace
from vecu.demonstrators.machines.weak_signals.words import PLACES, SIGHTINGS
from vecu.messages import Message

COLUMN, MARK = 10, 6


@dataclass(frozen=True, slots=True)
class PlaceWeeks:
    """What one place saw of one pupil: a square for each event."""

    place: Message
    sighting: Message
    weeks: str
    squares: Sequence[tuple[int, int]]
    height: int
    alerts: Sequence[int]
    """Left edges of the weeks in which the adult of this place, alone, would speak up."""


@dataclass(frozen=True, slots=True)
class PupilWeeks:
    """The weeks of one pupil in five places, and those in which the joined data names them."""

    places: Sequence[PlaceWeeks]
    spell: tuple[int, int] | None
    """Left edge and width of the weeks of bullying."""
    alerts: Sequence[int]
    alert_weeks: str


@dataclass(frozen=True, slots=True)
class FinderRow:
    """Which of the bullied pupils somebody, or a machine, found: a square for each."""

    label: Message
    machine: bool
    squares: Sequence[tuple[int, bool]]
    found: int


def write_weeks(weeks: Sequence[int]) -> str:
    """Return weeks in order as text: 3, 5 (×2), 17–20; a dash stands for three or more in a row."""
    runs: list[list[int]] = []
    counts = Counter(weeks)
    for week, count in sorted(counts.items()):
        if runs and count == counts[runs[-1][-1]] == 1 and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(part for run in runs for part in _write_run(run, counts[run[0]]))


def _write_run(run: Sequence[int], count: int) -> list[str]:
    if len(run) > 2:
        return [f"{run[0]}–{run[-1]}"]
    return [f"{week} (×{count})" if count > 1 else str(week) for week in run]


def draw_pupil(
    school: School,
    pupil: int,
    alone: Collection[tuple[int, SchoolPlace]],
    joined: Sequence[int],
) -> PupilWeeks:
    """Draw a pupil; `alone` and `joined` are weeks, from 0, in which they are spoken with."""
    places = [
        _draw_place(school, pupil, source, [week for week, place in alone if place is source])
        for source in SchoolPlace
    ]
    spell = None
    if school.kinds[pupil] == PupilKind.BULLIED:
        begins, ends = int(school.begins[pupil]), int(school.ends[pupil])
        spell = (begins * COLUMN, (ends - begins + 1) * COLUMN)
    return PupilWeeks(
        places,
        spell,
        [week * COLUMN for week in joined],
        write_weeks([week + 1 for week in joined]),
    )


def _draw_place(
    school: School, pupil: int, source: SchoolPlace, alerts: Sequence[int]
) -> PlaceWeeks:
    counts = [int(count) for count in school.counts[pupil, :, source]]
    height = MARK * max(2, *counts)
    return PlaceWeeks(
        PLACES[source],
        SIGHTINGS[source],
        write_weeks([week + 1 for week, count in enumerate(counts) for _event in range(count)]),
        [
            (week * COLUMN, height - MARK * (event + 1))
            for week, count in enumerate(counts)
            for event in range(count)
        ],
        height,
        [week * COLUMN for week in alerts],
    )


def draw_finders(
    rows: Sequence[tuple[Message, bool, Collection[int]]], order: Sequence[int]
) -> Sequence[FinderRow]:
    """Draw who found whom; all rows have the bullied pupils of `order` in the same columns."""
    return [
        FinderRow(
            label,
            machine,
            [(column * COLUMN, pupil in found) for column, pupil in enumerate(order)],
            len(found),
        )
        for label, machine, found in rows
    ]

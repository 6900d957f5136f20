"""Lay out writings for everybody: their situation, positions side by side, what moved when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.dialogue.models import Workshop, WritingPosition, list_in_force, list_versions
from vecu.dialogue.position_descriptions import describe_vote
from vecu.dialogue.rules import PositionHolder
from vecu.records.descriptions import describe_claim
from vecu.register.queries import System
from vecu.ui.templatetags.ui import day as format_day
from vecu.writings import (
    PartLimit,
    WritingKind,
    WritingPart,
    list_writing_kinds,
)

MOST_DOTS = 40
"""The most voters who are drawn, a dot for each."""
PublicPositions = Sequence[tuple[WritingPosition, System]]


@dataclass(frozen=True, slots=True)
class PositionView:
    """A position as everybody reads it; `number` is that of its version.

    `claim` is who claims or contests it, '' where both who answer for it confirmed it. `moved` is
    what the version before said of parts that it sorted otherwise, by key.
    """

    row: WritingPosition
    system: System
    number: int
    holder: str
    day: str
    since: str
    vote: str
    claim: str
    moved: Mapping[str, str]

    @property
    def dots(self) -> Sequence[tuple[str, range]]:
        """Those who voted for it, against it, and neither; nobody where they are too many."""
        if self.row.voters > MOST_DOTS:
            return ()
        row = self.row
        return [
            ("yes", range(row.in_favour)),
            ("no", range(row.against)),
            ("un", range(row.abstained)),
        ]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a writing, with what each position says of it, None where it says nothing."""

    part: WritingPart
    cells: Sequence[tuple[PositionView, PartLimit | None]]

    @property
    def is_divided(self) -> bool:
        """Whether organisations sort it otherwise than each other."""
        return len({limit.sort for _position, limit in self.cells if limit}) > 1


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """Something on a day: a version, or a debate between two."""

    day: date
    position: PositionView | None = None
    debate: Workshop | None = None
    system: System | None = None

    @property
    def moves(self) -> Sequence[tuple[str, str, str]]:
        """The parts that a version moved: their key, how they were sorted, and how they are."""
        if self.position is None:
            return ()
        limits = self.position.row.limits
        return [
            (key, before, _(limits[key].sort.label)) for key, before in self.position.moved.items()
        ]


@dataclass(frozen=True, slots=True)
class WritingPage:
    """A kind of writing: positions in force side by side, those only claimed, what is objected.

    `begins` are parts that the laboratory calls disputed while no organisation has sorted them.
    `unasked`: no organisation of those who are written about has taken a position.
    """

    kind: WritingKind
    standing: Sequence[PositionView]
    claimed: Sequence[PositionView]
    rows: Sequence[PartRow]
    objections: Sequence[Mapping[str, str]]
    begins: Sequence[WritingPart]
    unasked: bool


def lay_out_writings(positions: PublicPositions, today: date) -> list[WritingPage]:
    """Return every kind of writing, in the order of the list."""
    return [lay_out_writing(kind, positions, today) for kind in list_writing_kinds()]


def lay_out_writing(kind: WritingKind, positions: PublicPositions, today: date) -> WritingPage:
    """Return a kind of writing with the positions that stand, and those that are only claimed."""
    of_kind = [(row, system) for row, system in positions if row.writing == kind.key]
    rows, systems = [row for row, _system in of_kind], {row.pk: system for row, system in of_kind}
    in_force = list_in_force(rows, today)
    standing = [describe_position(row, systems[row.pk], rows) for row in in_force]
    claimed = [describe_position(row, systems[row.pk], rows) for row in rows if not row.is_in_force]
    parts = list_part_rows(kind, standing)
    sorted_parts = {each.part.key for each in parts}
    never = [each.row.never for each in standing if each.row.never]
    lifted = any(each.row.lifts for each in standing)
    return WritingPage(
        kind,
        standing,
        claimed,
        parts,
        [kind.never] if kind.never and not lifted and not never else [],
        [each for each in kind.parts if each.key in set(kind.contested) - sorted_parts],
        unasked=not any(each.row.holder == PositionHolder.ACCOMPANIED for each in standing),
    )


def list_part_rows(kind: WritingKind, positions: Sequence[PositionView]) -> list[PartRow]:
    """Return the parts that some position sorts, in the order of the writing."""
    limits = {each.row.pk: each.row.limits for each in positions}
    rows = [
        PartRow(part, [(each, limits[each.row.pk].get(part.key)) for each in positions])
        for part in kind.parts
    ]
    return [row for row in rows if any(limit for _position, limit in row.cells)]


def describe_position(
    row: WritingPosition, system: System, rows: Sequence[WritingPosition]
) -> PositionView:
    """Return a version of a position in words."""
    versions = list_versions(row, rows)
    before = versions[-2].limits if len(versions) > 1 else {}
    return PositionView(
        row,
        system,
        len(versions),
        _(PositionHolder(row.holder).label),
        format_day(row.day),
        format_day(row.first_day),
        describe_vote(row),
        describe_claim(row),
        {key: sort for key, each in row.limits.items() if (sort := _find_move(before, key, each))},
    )


def list_history(
    kind: WritingKind, positions: PublicPositions, debates: Mapping[UUID | None, Workshop]
) -> list[HistoryEvent]:
    """Return all versions and the `debates` between them, by key, the latest first."""
    of_kind = [(row, system) for row, system in positions if row.writing == kind.key]
    rows = [row for row, _system in of_kind]
    events = [
        HistoryEvent(row.day, position=describe_position(row, system, rows))
        for row, system in of_kind
    ]
    events += [
        HistoryEvent(debates[row.debate].day, debate=debates[row.debate], system=system)
        for row, system in {each[0].debate: each for each in of_kind}.values()
        if row.debate in debates
    ]
    return sorted(events, key=lambda each: each.day, reverse=True)


def _find_move(before: Mapping[str, PartLimit], key: str, limit: PartLimit) -> str:
    """Return how a part was sorted by the version before, '' where it has not moved."""
    if not before or (key in before and before[key].sort is limit.sort):
        return ""
    return _(before[key].sort.label) if key in before else _("No position")

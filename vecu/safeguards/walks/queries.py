"""Read walked paths: the series of a system, each with its walks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vecu.register.queries import System
from vecu.safeguards.models import Walk, WalkSeries
from vecu.safeguards.queries import list_safeguards
from vecu.safeguards.walk_rules import ToolAnswer, WalkDoor, WalkRow, WalkTask

__all__ = ["SeriesDetail", "Walk", "WalkSeries", "list_series"]


@dataclass(frozen=True, slots=True)
class SeriesDetail:
    """A series with its walks."""

    series: WalkSeries
    walks: Sequence[Walk]

    @property
    def rows(self) -> list[WalkRow]:
        """The rows that anything was walked in, in the order of the vocabularies."""
        found = {(each.task, each.answer) for each in self.walks}
        return [
            WalkRow(task, answer)
            for task in WalkTask
            for answer in ToolAnswer
            if (task, answer) in found
        ]

    @property
    def by_cell(self) -> Mapping[tuple[WalkRow, WalkDoor], Walk]:
        """Its walks by row and door."""
        return {
            (WalkRow(WalkTask(each.task), ToolAnswer(each.answer)), WalkDoor(each.door)): each
            for each in self.walks
        }


def list_series(system: System) -> list[SeriesDetail]:
    """Return the series of a system, the latest quarter first."""
    walks: dict[str, list[Walk]] = {}
    for walk in list_safeguards(system, Walk):
        walks.setdefault(walk.quarter, []).append(walk)
    return [
        SeriesDetail(each, walks.get(each.quarter, []))
        for each in list_safeguards(system, WalkSeries)
    ]

"""Totals of a small group, of which every member agreed that everybody may read them. Pure.

Eleven people are too many to ask of a group of 5 to 30: here everybody who was counted agreed
before they took position. What stays hidden is what nobody can agree to for others: no cell says,
and none allows to work out, that nobody or everybody of the group holds a position.

An item is one hypothesis, and has one table, by round and without breakdowns::

    {"statement": {"fr": …}, "rounds": [14, 13],
     "rows": [{"positions": ["agree"], "counts": [5, 9]},
              {"positions": ["disagree", "unsure", "pass"], "counts": [9, 4]}]}

Positions are put together until each row holds three people or more in every round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vecu.datasets.releases.planning import FigureRequest, PlannedFigure

FEWEST_IN_ROW = 3
"""People that each row holds in each round. Fewer would be somebody."""

_GROUPINGS: Sequence[Sequence[frozenset[str]]] = (
    (frozenset({"agree"}), frozenset({"disagree"}), frozenset({"unsure", "pass"})),
    (frozenset({"agree"}), frozenset({"disagree", "unsure", "pass"})),
    (frozenset({"disagree"}), frozenset({"agree", "unsure", "pass"})),
)
"""From the finest on. To be unsure and to pass are never told apart."""


@dataclass(frozen=True, slots=True)
class SmallGroupTables:
    """The counts of each hypothesis: by round, how many hold each position."""

    tables: Mapping[str, Mapping[str, Any]]

    def offers(self, item: str, breakdown: str = "") -> bool:
        """Return whether a hypothesis was counted; there are no breakdowns."""
        return not breakdown and item in self.tables

    def plan_release(self, requests: Sequence[FigureRequest]) -> list[PlannedFigure]:
        """Return tables as everybody would read them; raise `KeyError` for one that is none."""
        return [self._plan_table(each) for each in requests]

    def _plan_table(self, request: FigureRequest) -> PlannedFigure:
        table = self.tables[request.item]
        rows = merge_rows(table["rounds"])
        content = {
            "statement": table["statement"],
            "rounds": [sum(counts.values()) for counts in table["rounds"]],
            "rows": rows,
        }
        return PlannedFigure(request, content, shows_something=bool(rows))


def merge_rows(rounds: Sequence[Mapping[str, int]]) -> list[dict[str, Any]]:
    """Return the finest rows that hold three people or more in each round; none if none do."""
    for grouping in _GROUPINGS:
        rows = [_make_row(positions, rounds) for positions in grouping]
        if all(count >= FEWEST_IN_ROW for row in rows for count in row["counts"]):
            return rows
    return []


def _make_row(positions: frozenset[str], rounds: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    return {
        "positions": [
            each for each in ("agree", "disagree", "unsure", "pass") if each in positions
        ],
        "counts": [sum(counts.get(each, 0) for each in positions) for counts in rounds],
    }

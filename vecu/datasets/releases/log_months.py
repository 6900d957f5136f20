"""What the extract of a system holds: the figures of closed months of its log. Pure.

They were fixed when the month closed, and what must be merged or hidden in them already was: a
release publishes them as they are. An item is a month and a figure, `2026-11/outcome`; there are no
breakdowns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vecu.datasets.releases.planning import FigureRequest, PlannedFigure

_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class LogMonths:
    """The figures of each month, by name."""

    months: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def offers(self, item: str, breakdown: str = "") -> bool:
        """Return whether a figure was made."""
        month, _separator, figure = item.partition(_SEPARATOR)
        return not breakdown and figure in self.months.get(month, {})

    def plan_release(self, requests: Sequence[FigureRequest]) -> list[PlannedFigure]:
        """Return figures as everybody would read them; raise `KeyError` for one that is none."""
        planned = []
        for each in requests:
            month, figure = split_log_item(each.item)
            planned.append(PlannedFigure(each, self.months[month][figure]))
        return planned

    def list_requests(self, month: str) -> list[FigureRequest]:
        """Return all figures of a month."""
        return [
            FigureRequest(f"{month}{_SEPARATOR}{figure}") for figure in self.months.get(month, {})
        ]


def split_log_item(item: str) -> tuple[str, str]:
    """Return month and figure of an item."""
    month, _separator, figure = item.partition(_SEPARATOR)
    return month, figure

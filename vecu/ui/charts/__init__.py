"""Charts drawn on the server as SVG that a page may hold under a strict content policy."""

from vecu.ui.charts.bars import bar_chart
from vecu.ui.charts.intervals import (
    IntervalRow,
    interval_chart,
)

__all__ = ["IntervalRow", "bar_chart", "interval_chart"]

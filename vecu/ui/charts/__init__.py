"""Charts rendered on the server as SVG, for pages with a strict content security policy."""

from vecu.ui.charts.bars import bar_chart
from vecu.ui.charts.intervals import IntervalRow, interval_chart

__all__ = ["IntervalRow", "bar_chart", "interval_chart"]

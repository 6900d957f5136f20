"""Charts rendered on the server as SVG, for pages with a strict content security policy."""

from vecu.ui.charts.bars import bar_chart
from vecu.ui.charts.count_bars import BarPanel, CountBar, lay_out_bars
from vecu.ui.charts.figure_image import draw_figure
from vecu.ui.charts.intervals import IntervalRow, interval_chart

__all__ = [
    "BarPanel",
    "CountBar",
    "IntervalRow",
    "bar_chart",
    "draw_figure",
    "interval_chart",
    "lay_out_bars",
]

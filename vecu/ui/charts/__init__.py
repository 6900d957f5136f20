"""Charts rendered on the server as SVG, for pages with a strict content security policy."""

from vecu.ui.charts.bars import bar_chart
from vecu.ui.charts.count_bars import (
    BarPanel,
    CountBar,
    PanelChoice,
    choose_panels,
    lay_out_bars,
)
from vecu.ui.charts.figure_image import draw_figure
from vecu.ui.charts.figure_words import (
    describe_bars,
    format_figure_count,
    list_noise_notes,
    name_base,
    name_figure,
    say_breakdown,
    title_table,
    turn_table,
)
from vecu.ui.charts.intervals import IntervalRow, interval_chart

__all__ = [
    "BarPanel",
    "CountBar",
    "IntervalRow",
    "PanelChoice",
    "bar_chart",
    "choose_panels",
    "describe_bars",
    "draw_figure",
    "format_figure_count",
    "interval_chart",
    "lay_out_bars",
    "list_noise_notes",
    "name_base",
    "name_figure",
    "say_breakdown",
    "title_table",
    "turn_table",
]

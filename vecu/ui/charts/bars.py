"""Horizontal bar charts of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any

from vecu.ui.charts.drawing import (
    BAR,
    CHARACTERS,
    GAP,
    LINE,
    LINES,
    WIDTH,
    build_specification,
    clean_label,
    format_count,
    render_svg,
)

ROOM_FOR_COUNT = 54


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar: its label in `lines`, and their positions, in pixels from the top."""

    label: str
    count: int
    count_text: str
    top: int
    bar: int


def bar_chart(
    rows: Sequence[tuple[str, int]], *, title: str, language: str, longest: int = 0
) -> str:
    """Return an `<svg>` with one horizontal bar for each (label, count), in the order given.

    The label is above its bar, so that long ones are readable on a phone. A bar over the whole
    width is `longest`, or the greatest count if that is greater, so that several charts can
    share a scale. Equal calls return the same cached text with the same ids: include a chart
    only once per page. Without rows the result is ''.
    """
    return _draw(tuple(rows), title, language, longest) if rows else ""


@lru_cache(maxsize=512)
def _draw(rows: tuple[tuple[str, int], ...], title: str, language: str, longest: int) -> str:
    specification = _specification(_lay_out(rows, language), longest)
    return render_svg(specification, title, language, drawn_from=rows)


def _lay_out(rows: Sequence[tuple[str, int]], language: str) -> list[_Row]:
    """Wrap the labels and compute the height of each row."""
    laid_out, top = [], 0
    for label, count in rows:
        lines = wrap(clean_label(label, language), CHARACTERS, max_lines=LINES, placeholder=" …")
        bar = top + LINE * max(len(lines), 1)
        laid_out.append(_Row("\n".join(lines), count, format_count(count, language), top, bar))
        top = bar + BAR + GAP
    return laid_out


def _specification(rows: Sequence[_Row], longest: int) -> dict[str, Any]:
    """Return the Vega-Lite specification: bars, labels above them and counts after them.

    All positions are in pixels: Vega cannot load the web font, so it measures no text.
    """
    import altair as alt  # noqa: PLC0415 - heavy: see drawing

    height = rows[-1].bar + BAR
    longest = max(1, longest, *(row.count for row in rows))
    along = alt.Scale(domain=[0, longest], range=[0, WIDTH - ROOM_FOR_COUNT], nice=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=along, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(field, type="quantitative", scale=down, axis=None)

    base = alt.Chart(alt.Data(values=[_datum(row) for row in rows]))
    bars = base.mark_rect().encode(x("count"), y("bar"), alt.X2Value(0), alt.Y2("end"))
    labels = base.mark_text(baseline="top", lineHeight=LINE, lineBreak="\n").encode(
        alt.XValue(0), y("top"), text="label:N"
    )
    counts = base.mark_text(baseline="middle", dx=6, fontWeight=600).encode(
        x("count"), y("middle"), text="shown:N"
    )
    return build_specification(alt.layer(bars, labels, counts), height=height)


def _datum(row: _Row) -> dict[str, str | float]:
    return {
        "label": row.label,
        "count": row.count,
        "shown": row.count_text,
        "top": row.top,
        "bar": row.bar,
        "middle": row.bar + BAR / 2,
        "end": row.bar + BAR,
    }

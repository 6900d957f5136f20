"""Charts of estimates with intervals: a dot on a line per row, against reference marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any

from vecu.ui.charts.drawing import (
    BRAND,
    CHARACTERS,
    GAP,
    INK,
    LINE,
    LINES,
    WIDTH,
    build_specification,
    clean_label,
    render_svg,
)

ROOM, EDGE = 50, 8
"""Pixels right of the scale, for the estimate as text, and left of it, for half a dot."""
ROW, AXIS = 16, 22


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A row: its label, estimate and interval; an end that is None is not drawn."""

    label: str
    estimate: float
    low: float | None
    high: float | None


def interval_chart(
    rows: Sequence[IntervalRow],
    *,
    title: str,
    language: str,
    scale: tuple[float, float] = (0.0, 1.0),
    marks: Sequence[float] = (),
) -> str:
    """Return rows on one scale as SVG, with a line at each of `marks` beside each; '' without rows.

    Values beyond the scale are drawn at its end. Equal calls come from a cache: include a chart
    only once per page.
    """
    if not rows:
        return ""
    return _draw(tuple(rows), title, language, scale, tuple(marks))


@lru_cache(maxsize=64)
def _draw(
    rows: tuple[IntervalRow, ...],
    title: str,
    language: str,
    scale: tuple[float, float],
    marks: tuple[float, ...],
) -> str:
    specification = _specification(rows, language, scale, marks)
    return render_svg(specification, title, language, drawn_from=(rows, scale, marks))


def _specification(
    rows: Sequence[IntervalRow], language: str, scale: tuple[float, float], marks: Sequence[float]
) -> dict[str, Any]:
    """Return the Vega-Lite specification: labels above lines, dots and figures; marks behind."""
    import altair as alt  # noqa: PLC0415 - heavy: see drawing

    data, middles, height = _lay_out(rows, language, scale)
    along = alt.Scale(domain=list(scale), range=[EDGE, WIDTH - ROOM], nice=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=along, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(field, type="quantitative", scale=down, axis=None)

    known = [{"at": mark, "told": _figure(mark, language, scale)} for mark in marks]
    beside = [
        {"at": mark, "top": middle - ROW / 2, "end": middle + ROW / 2}
        for mark in marks
        for middle in middles
    ]
    base = alt.Chart(alt.Data(values=data))
    layers = [
        alt.Chart(alt.Data(values=beside))
        .mark_rule(color="#767683", strokeDash=[3, 3])
        .encode(x("at"), y("top"), alt.Y2("end")),
        alt.Chart(alt.Data(values=known))
        .mark_text(align="center", baseline="top", dy=4)
        .encode(x("at"), alt.YValue(height - AXIS), text="told:N"),
        base.mark_text(baseline="top", lineHeight=LINE, lineBreak="\n").encode(
            alt.XValue(0), y("top"), text="label:N"
        ),
        base.mark_rule(color=BRAND, strokeWidth=3).encode(x("low"), y("middle"), alt.X2("high")),
        base.mark_circle(color=BRAND, size=110, opacity=1).encode(x("dot"), y("middle")),
        base.mark_text(baseline="middle", fontWeight=600, color=INK).encode(
            alt.XValue(WIDTH - ROOM + 12), y("middle"), text="told:N"
        ),
    ]
    return build_specification(alt.layer(*layers), height=height)


def _lay_out(
    rows: Sequence[IntervalRow], language: str, scale: tuple[float, float]
) -> tuple[list[dict[str, str | float]], list[float], int]:
    """Return the contents of each row, the middle of each line, and the total height."""
    data: list[dict[str, str | float]] = []
    middles: list[float] = []
    top = 0
    for row in rows:
        lines = wrap(
            clean_label(row.label, language), CHARACTERS, max_lines=LINES, placeholder=" …"
        )
        middle = top + LINE * max(len(lines), 1) + ROW / 2
        ends = (row.estimate if end is None else end for end in (row.low, row.high))
        low, high = (_within(end, scale) for end in ends)
        data.append(
            {
                "label": "\n".join(lines),
                "top": top,
                "middle": middle,
                "dot": _within(row.estimate, scale),
                "low": low,
                "high": high,
                "told": _figure(row.estimate, language, scale),
            }
        )
        middles.append(middle)
        top = int(middle + ROW / 2 + GAP)
    return data, middles, top + AXIS


def _within(value: float, scale: tuple[float, float]) -> float:
    return min(max(value, scale[0]), scale[1])


def _figure(value: float, language: str, scale: tuple[float, float]) -> str:
    """Format a number in a language: with two decimals, or none on a scale wider than ten."""
    figure = f"{value:.{0 if scale[1] - scale[0] > 10 else 2}f}".replace("-", "\u2212")
    return figure.replace(".", ",") if language == "fr" else figure

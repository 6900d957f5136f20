"""Charts drawn on the server as SVG that a page may hold under a strict content policy.

Altair and vl-convert are imported when the first chart is drawn: together they take some 200 MB,
which a process that only serves respondents never needs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from textwrap import wrap
from typing import Any
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from vecu.text import NO_BREAK_SPACE, typographic

FONT = "Atkinson Hyperlegible Next"
SVG = "http://www.w3.org/2000/svg"
WIDTH = 340
"""Pixels: what a phone of 390 shows unscaled, and two abreast fit a desktop."""
INK, BRAND = "#1a1a1f", "#1f3f8f"
FONT_SIZE, LINE, BAR, GAP, ROOM_FOR_COUNT = 16, 20, 16, 12, 54
CHARACTERS, LINES = 44, 3
"""How much of a label is shown: in this font 44 characters of 16 px are about 310 px."""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One bar: its label over `lines`, and where they stand, in pixels from the top."""

    label: str
    count: int
    shown: str
    top: int
    bar: int


def bar_chart(rows: Sequence[tuple[str, int]], *, title: str, language: str) -> str:
    """Draw one horizontal bar for each (label, count), in the order given, as an `<svg>` element.

    The label stands above its bar, so that the longest ones can be read on a phone. Equal calls
    give the same text from a cache, hence the same ids: show a chart once a page. Without rows
    there is nothing to draw and '' is returned.
    """
    return _draw(tuple(rows), title, language) if rows else ""


@lru_cache(maxsize=512)
def _draw(rows: tuple[tuple[str, int], ...], title: str, language: str) -> str:
    import vl_convert  # noqa: PLC0415 - heavy: see the top of the file

    laid_out = _lay_out(rows, language)
    svg = vl_convert.vegalite_to_svg(_specification(laid_out))
    digest = sha256(repr((rows, title, language)).encode("utf-8", "replace")).hexdigest()[:10]
    return _accessible(svg, _readable(title, language), f"chart-{digest}")


def _lay_out(rows: Sequence[tuple[str, int]], language: str) -> list[_Row]:
    """Wrap the labels and give each row the height that its label needs."""
    laid_out, top = [], 0
    for label, count in rows:
        lines = wrap(_readable(label, language), CHARACTERS, max_lines=LINES, placeholder=" …")
        bar = top + LINE * max(len(lines), 1)
        laid_out.append(_Row("\n".join(lines), count, _number(count, language), top, bar))
        top = bar + BAR + GAP
    return laid_out


def _readable(text: str, language: str) -> str:
    """Set `text`, with a mark in place of what no XML may hold (an imported NUL, half a pair)."""
    return typographic(_NOT_XML.sub("\ufffd", text), language)


def _number(count: int, language: str) -> str:
    return f"{count:,}".replace(",", NO_BREAK_SPACE if language == "fr" else ",")


def _specification(rows: Sequence[_Row]) -> dict[str, Any]:
    """Return the Vega-Lite chart: bars, labels above them and counts after them.

    Everything stands at pixels of our own: Vega cannot read the web font, so it measures no text.
    """
    import altair as alt  # noqa: PLC0415 - heavy: see the top of the file

    height = rows[-1].bar + BAR
    longest = max(1, *(row.count for row in rows))
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
    chart = (
        alt.layer(bars, labels, counts)
        .properties(width=WIDTH, height=height, padding=0, autosize=alt.AutoSizeParams(type="none"))
        .configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_rect(color=BRAND)
        .configure_text(align="left", fontSize=FONT_SIZE, color=INK)
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification


def _datum(row: _Row) -> dict[str, str | float]:
    return {
        "label": row.label,
        "count": row.count,
        "shown": row.shown,
        "top": row.top,
        "bar": row.bar,
        "middle": row.bar + BAR / 2,
        "end": row.bar + BAR,
    }


def _accessible(svg: str, title: str, identity: str) -> str:
    """Return `svg` as one image named by `title`, without Vega's English roles.

    `class` and `style` go too: the page's style sheet owns the first, its
    policy forbids the second.
    """
    root: Element = fromstring(svg)
    for element in root.iter():
        # Unprefixed names, by hand: the default prefix of ElementTree is global to the process.
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        for name in list(element.attrib):
            if name in {"role", "class", "style"} or name.startswith("aria-"):
                del element.attrib[name]
    named = Element("title", id=identity)
    named.text = title
    root.insert(0, named)
    root.set("xmlns", SVG)
    root.set("role", "img")
    root.set("aria-labelledby", identity)
    return tostring(root, encoding="unicode")

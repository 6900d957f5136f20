"""Shared by all charts: fonts, rendering, accessibility.

Altair and vl-convert are imported for the first chart: together they take some 200 MB, which a
process that only serves respondents never needs.
"""

import re
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from vecu.typography import NO_BREAK_SPACE, apply_typography

FONT = "Atkinson Hyperlegible Next"
SVG = "http://www.w3.org/2000/svg"
WIDTH = 340
"""Width in pixels: fits a phone of 390, and two charts fit side by side on a desktop."""
INK, BRAND = "#1a1a1f", "#1f3f8f"
FONT_SIZE, LINE, BAR, GAP = 16, 20, 16, 12
CHARACTERS, LINES = 44, 3
"""Maximum size of a label: in this font 44 characters of 16 px are about 310 px."""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def clean_label(text: str, language: str) -> str:
    """Apply typography, and replace characters that XML forbids (an imported NUL, a surrogate)."""
    return apply_typography(_NOT_XML.sub("\ufffd", text), language)


def format_count(count: int, language: str) -> str:
    """Format a count in a language."""
    return f"{count:,}".replace(",", NO_BREAK_SPACE if language == "fr" else ",")


def build_specification(layers: Any, *, height: int) -> dict[str, Any]:
    """Return a Vega-Lite specification of these layers, in pixels, with our font and colours."""
    import altair as alt  # noqa: PLC0415 - heavy: see the top of the file

    chart = (
        layers.properties(
            width=WIDTH, height=height, padding=0, autosize=alt.AutoSizeParams(type="none")
        )
        .configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_rect(color=BRAND)
        .configure_text(align="left", fontSize=FONT_SIZE, color=INK)
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification


def render_svg(
    specification: dict[str, Any], title: str, language: str, *, drawn_from: object
) -> str:
    """Render a chart as one image named by its title; equal `drawn_from` give equal ids."""
    import vl_convert  # noqa: PLC0415 - heavy: see the top of the file

    drawn = vl_convert.vegalite_to_svg(specification)
    digest = sha256(repr((drawn_from, title, language)).encode("utf-8", "replace")).hexdigest()[:10]
    return _accessible(drawn, clean_label(title, language), f"chart-{digest}")


def _accessible(svg: str, title: str, identity: str) -> str:
    """Return `svg` as one image named by `title`, without Vega's English roles.

    `class` and `style` are removed too: the page's style sheet owns the first, its policy
    forbids the second.
    """
    root: Element = fromstring(svg)
    for element in root.iter():
        # Unprefixed names, by hand: ElementTree's default prefix is global to the process.
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

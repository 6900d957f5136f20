"""A released figure as an image that stands alone: title, bars, what is hidden, its source.

It is written here and not by Vega: pages that everybody reads need none of its 200 MB.
"""

from collections.abc import Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, tostring

from vecu.translation import translate
from vecu.ui.charts.count_bars import BarPanel, CountBar, PanelChoice, choose_panels
from vecu.ui.charts.drawing import BRAND, FONT, INK, SVG, clean_label
from vecu.ui.charts.figure_words import FEW_IN, FEW_IN_ALL, describe_bars, name_figure
from vecu.ui.figures import CountFigure, FigureSubject, MeasureFigure

SHEET, EDGE = 800, 32
"""Width of the image and of its margin, in pixels."""
PAPER, GREY, MACHINE = "#fffdf8", "#55525e", "#0f6a63"
_COLOURS = {
    FigureSubject.PEOPLE: (BRAND, "#e6ecfa"),
    FigureSubject.MACHINE: (MACHINE, "#e1f1ef"),
    FigureSubject.TIME: ("#857f75", "#f1ede4"),
    FigureSubject.REPLIES: (BRAND, "#e6ecfa"),
}
"""Of bars, and of the tracks on which they are drawn."""
LABELS, ROOM_FOR_COUNT, ROOM_FOR_MEASURE = 280, 70, 150
"""Pixels for the labels left of the bars, and for the number after the longest."""
HEIGHT, STEP = 20, 22
"""Pixels of a bar, and of a line of text."""
_FONTS = f"'{FONT}', 'Segoe UI', system-ui, Arial, sans-serif"


def draw_figure(
    figure: CountFigure | MeasureFigure, language: str, notes: Sequence[str] = ()
) -> str:
    """Return a figure as an SVG document, with `notes` such as its source below it."""
    sheet = _Sheet(language, figure.language or language, *_COLOURS[figure.subject])
    if isinstance(figure, MeasureFigure):
        sheet.room = ROOM_FOR_MEASURE
    sheet.write(figure.sentence, size=22, weight=700, characters=54)
    sheet.top += 6
    title = name_figure(figure, language)
    sheet.write(title, size=16, characters=80, labels=True, colour=GREY)
    if key := describe_bars(figure, language):
        sheet.top += 6
        sheet.write(key, size=14, characters=92, colour=GREY)
    sheet.draw_panels(choose_panels(figure, language))
    sheet.top += 12
    for note in notes:
        sheet.write(note, size=14, characters=92, colour=GREY)
    return sheet.finish(figure.sentence)


class _Sheet:
    """The image while it is drawn, from the top down."""

    def __init__(self, language: str, label_language: str, colour: str, track: str) -> None:
        self.language, self.label_language = language, label_language
        self.colour, self.track, self.top, self.room = colour, track, EDGE, ROOM_FOR_COUNT
        self.root = Element("svg", {"xmlns": SVG, "role": "img", "font-family": _FONTS})

    def write(
        self,
        text: str,
        *,
        size: int,
        characters: int,
        weight: int = 400,
        labels: bool = False,
        colour: str = INK,
    ) -> None:
        language = self.label_language if labels else self.language
        for line in wrap(clean_label(text, language), characters):
            self.top += size + 2
            self._text(line, EDGE, self.top, size=size, weight=weight, colour=colour)
            self.top += 4

    def draw_panels(self, choice: PanelChoice) -> None:
        for panel in choice.panels:
            self._draw_panel(panel, alone=choice.alone)
        if choice.few:
            self.top += 12
            self._list_labels(FEW_IN_ALL, choice.few)
        if choice.note:
            self.top += 12
            self.write(choice.note, size=14, characters=92, colour=GREY)

    def _draw_panel(self, panel: BarPanel, *, alone: bool) -> None:
        """Draw one column; beside others it names what has no bar in one line."""
        self.top += 18
        if panel.label:
            total = panel.total or translate("hidden", self.language)
            self.write(f"{panel.label} ({total})", size=16, characters=76, weight=650, labels=True)
            self.top += 6
        for bar in panel.bars if alone else panel.visible_bars:
            self._draw_bar(bar, tracked=panel.tracked)
        if alone:
            return
        if panel.few_labels:
            self._list_labels(FEW_IN, panel.few_labels)
        if panel.hidden_labels and panel.visible_bars:
            self._list_labels("Hidden:", panel.hidden_labels)
        elif panel.hidden_labels:
            hidden = translate("All counts are hidden", self.language)
            self.write(hidden, size=14, characters=92, colour=GREY)

    def _list_labels(self, what: str, labels: Sequence[str]) -> None:
        text = f"{translate(what, self.language)} {', '.join(labels)}"
        self.write(text, size=14, characters=92, colour=GREY)

    def _draw_bar(self, bar: CountBar, *, tracked: bool) -> None:
        lines = wrap(clean_label(bar.label, self.label_language), 30, max_lines=4, placeholder=" …")
        for number, line in enumerate(lines):
            self._text(line, EDGE, self.top + 15 + STEP * number, size=16)
        left, room = EDGE + LABELS, SHEET - 2 * EDGE - LABELS - self.room
        if tracked:
            self._box(left, room, {"fill": self.track})
        if bar.length:
            width = room * float(bar.length.rstrip("%")) / 100
            self._box(left, width, {"fill": self.colour if bar.answered else "#857f75"})
            self._text(bar.text, left + width + 8, self.top + 15, size=16, weight=650)
        elif bar.text:
            self._text(bar.text, left + 8, self.top + 15, size=14, colour=GREY)
        else:
            self._box(left, 80, {"fill": "none", "stroke": GREY, "stroke-dasharray": "4 3"})
            hidden = translate("hidden", self.language)
            self._text(hidden, left + 10, self.top + 15, size=14, colour=GREY)
        self.top += max(len(lines), 1) * STEP + 8

    def finish(self, title: str) -> str:
        height = self.top + EDGE
        box = {"viewBox": f"0 0 {SHEET} {height}", "width": f"{SHEET}", "height": f"{height}"}
        self.root.attrib |= box
        paper = Element("rect", {"width": "100%", "height": "100%", "fill": PAPER})
        named = Element("title")
        named.text = clean_label(title, self.language)
        self.root[:0] = [named, paper]
        return tostring(self.root, encoding="unicode")

    def _box(self, left: float, width: float, attributes: dict[str, str]) -> None:
        position = {"x": f"{left:g}", "y": f"{self.top}", "width": f"{width:.4g}"}
        SubElement(self.root, "rect", {**position, "height": f"{HEIGHT}", "rx": "2", **attributes})

    def _text(
        self, text: str, x: float, y: float, *, size: int, weight: int = 400, colour: str = INK
    ) -> None:
        position = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size}", "fill": colour}
        weighted = {"font-weight": f"{weight}"} if weight != 400 else {}
        SubElement(self.root, "text", position | weighted).text = text

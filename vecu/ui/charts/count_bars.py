"""Bars of released counts, as a page lays them out: labels are text, only the bar is drawn."""

from dataclasses import dataclass

from vecu.translation import gettext_noop, translate
from vecu.ui.charts.figure_words import MOST_SIDE_BY_SIDE, format_figure_count, say_base
from vecu.ui.figures import FEW, CountFigure, FigureRow, MeasureFigure

_LARGEST = gettext_noop("Only the %(drawn)s largest of %(groups)s groups are drawn.")
_OTHERS = gettext_noop("The table also has: %(others)s.")
MOST_NAMED = 12
"""The most groups that a figure names without drawing them; of more, only the table has each."""


@dataclass(frozen=True, slots=True)
class CountBar:
    """One bar: its label, its count as text, and its length as a percentage; '' where hidden.

    The length is of the track where the bar's base is known, else of the longest bar. “10 or fewer”
    is a text without a bar.
    """

    label: str
    text: str
    length: str
    answered: bool


@dataclass(frozen=True, slots=True)
class BarPanel:
    """The bars of one column, and what they are counted out of as text, '' where hidden.

    `tracked` bars are drawn on a track as long as their base.
    """

    label: str
    total: str
    bars: tuple[CountBar, ...]
    tracked: bool = False

    @property
    def visible_bars(self) -> list[CountBar]:
        """The bars that are drawn."""
        return [bar for bar in self.bars if bar.length]

    @property
    def few_labels(self) -> list[str]:
        """The labels of those that read “10 or fewer”."""
        return [bar.label for bar in self.bars if bar.text and not bar.length]

    @property
    def hidden_labels(self) -> list[str]:
        """The labels of those that are hidden."""
        return [bar.label for bar in self.bars if not bar.text]


@dataclass(frozen=True, slots=True)
class PanelChoice:
    """The panels that are drawn of a figure, and in words what is not.

    `few` are the labels of groups of which every row reads “10 or fewer”; `note` says that only the
    largest groups are drawn, and names the others unless they are many, '' where all are.
    """

    panels: tuple[BarPanel, ...]
    few: tuple[str, ...] = ()
    note: str = ""

    @property
    def alone(self) -> bool:
        """Whether this is the one panel of a figure without groups."""
        return len(self.panels) == 1 and not self.panels[0].label


def lay_out_bars(figure: CountFigure | MeasureFigure, language: str) -> tuple[BarPanel, ...]:
    """Return one panel for each column of a figure; measures have one.

    Each bar stands on a track as long as its column's base, so that groups of different size can be
    compared; where a base is hidden, all bars of the figure are on the scale of the longest. Rows
    stand in the same order in every panel: their own, or that of the whole, largest first.
    """
    if isinstance(figure, MeasureFigure):
        return (_lay_out_measures(figure),)
    rows = figure.ranked_rows
    longest = max((count for row in rows for count in row.counts if count), default=1)
    tracked = all(figure.totals)
    return tuple(
        BarPanel(
            label,
            say_base(figure, total, language),
            tuple(
                CountBar(
                    row.label,
                    _text_of_row(figure, row, index, language),
                    _length(figure, row.counts[index], total if tracked and total else longest),
                    row.answered,
                )
                for row in rows
            ),
            tracked=tracked,
        )
        for index, (label, total) in enumerate(zip(figure.columns, figure.totals, strict=True))
    )


def choose_panels(figure: CountFigure | MeasureFigure, language: str) -> PanelChoice:
    """Return the panels of a figure that are worth drawing, in the order of its columns."""
    panels = lay_out_bars(figure, language)
    if isinstance(figure, MeasureFigure) or len(panels) == 1:
        return PanelChoice(panels)
    drawn = [each for each, panel in enumerate(panels) if panel.visible_bars or panel.hidden_labels]
    few = tuple(panel.label for each, panel in enumerate(panels) if each not in drawn)
    largest = sorted(drawn, key=lambda each: -(figure.totals[each] or 0))[:MOST_SIDE_BY_SIDE]
    note = ""
    if len(drawn) > MOST_SIDE_BY_SIDE:
        note = translate(_LARGEST, language) % {"drawn": MOST_SIDE_BY_SIDE, "groups": len(panels)}
        others = [panels[each].label for each in drawn if each not in largest]
        if len(others) + len(few) > MOST_NAMED:
            return PanelChoice(tuple(panels[each] for each in sorted(largest)), (), note)
        note += " " + translate(_OTHERS, language) % {"others": ", ".join(others)}
    return PanelChoice(tuple(panels[each] for each in sorted(largest)), few, note)


def _lay_out_measures(figure: MeasureFigure) -> BarPanel:
    bars = [
        CountBar(
            row.label, row.text, f"{min(100 * row.value / figure.scale, 100):.4g}%", answered=True
        )
        for row in figure.rows
    ]
    return BarPanel("", "", tuple(bars))


def _text_of_row(figure: CountFigure, row: FigureRow, index: int, language: str) -> str:
    text = format_figure_count(figure, row.counts[index], language)
    return f"≥ {text}" if text and index in row.at_least else text


def _length(figure: CountFigure, count: int | None, whole: int) -> str:
    if count is None or (figure.approximate and count <= FEW):
        return ""
    return f"{min(100 * count / whole, 100):.4g}%"

"""Bars of released counts, as a page lays them out: labels are text, only the bar is drawn."""

from dataclasses import dataclass

from vecu.translation import translate
from vecu.ui.charts.drawing import format_count
from vecu.ui.figures import FEW, CountFigure, FigureRow, MeasureFigure


@dataclass(frozen=True, slots=True)
class CountBar:
    """One bar: its label, its count as text, and its length as a percentage; '' where hidden.

    The length is of the track where the bar's base is known, else of the longest bar.
    """

    label: str
    text: str
    length: str
    answered: bool


@dataclass(frozen=True, slots=True)
class BarPanel:
    """The bars of one column, and how many people it has as text, '' where hidden.

    `tracked` bars are drawn on a track as long as their base.
    """

    label: str
    total: str
    bars: tuple[CountBar, ...]
    tracked: bool = False

    @property
    def visible_bars(self) -> list[CountBar]:
        """The bars that are not hidden."""
        return [bar for bar in self.bars if bar.text]

    @property
    def hidden_labels(self) -> list[str]:
        """The labels of those that are."""
        return [bar.label for bar in self.bars if not bar.text]


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
            format_shown(figure, total, language),
            tuple(
                CountBar(
                    row.label,
                    _text_of_row(figure, row, place, language),
                    _length(row.counts[place], total if tracked and total else longest),
                    row.answered,
                )
                for row in rows
            ),
            tracked=tracked,
        )
        for place, (label, total) in enumerate(zip(figure.columns, figure.totals, strict=True))
    )


def format_shown(figure: CountFigure, count: int | None, language: str) -> str:
    """Return a count as pages show it, '' where it is hidden."""
    if count is None:
        return ""
    if figure.approximate and count <= FEW:
        return translate("10 or fewer", language)
    return format_count(count, language)


def _lay_out_measures(figure: MeasureFigure) -> BarPanel:
    bars = [
        CountBar(
            row.label, row.text, f"{min(100 * row.value / figure.scale, 100):.4g}%", answered=True
        )
        for row in figure.rows
    ]
    return BarPanel("", "", tuple(bars))


def _text_of_row(figure: CountFigure, row: FigureRow, place: int, language: str) -> str:
    text = format_shown(figure, row.counts[place], language)
    return f"≥ {text}" if text and place in row.at_least else text


def _length(count: int | None, whole: int) -> str:
    return "" if count is None else f"{min(100 * count / whole, 100):.4g}%"

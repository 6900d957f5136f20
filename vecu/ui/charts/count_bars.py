"""Bars of released counts, as a page lays them out: labels are text, only the bar is drawn."""

from dataclasses import dataclass

from vecu.ui.charts.drawing import format_count
from vecu.ui.figures import CountFigure, FigureRow, MeasureFigure


@dataclass(frozen=True, slots=True)
class CountBar:
    """One bar: its label, its count as text, and its length as a percentage; '' where hidden."""

    label: str
    text: str
    length: str
    answered: bool


@dataclass(frozen=True, slots=True)
class BarPanel:
    """The bars of one column, and how many people it has as text, '' where hidden."""

    label: str
    total: str
    bars: tuple[CountBar, ...]

    @property
    def visible_bars(self) -> list[CountBar]:
        """The bars that are not hidden."""
        return [bar for bar in self.bars if bar.text]

    @property
    def hidden_labels(self) -> list[str]:
        """The labels of those that are."""
        return [bar.label for bar in self.bars if not bar.text]


def lay_out_bars(figure: CountFigure | MeasureFigure, language: str) -> tuple[BarPanel, ...]:
    """Return one panel for each column of a figure, all on one scale; measures have one.

    Rows stand in the same order in every panel: their own, or that of the whole, largest first.
    """
    if isinstance(figure, MeasureFigure):
        return (_lay_out_measures(figure),)
    rows = figure.ranked_rows
    longest = max((count for row in rows for count in row.counts if count), default=1)
    return tuple(
        BarPanel(
            label,
            _text(total, language),
            tuple(
                CountBar(
                    row.label,
                    _text_of_row(row, place, language),
                    _length(row.counts[place], longest),
                    row.answered,
                )
                for row in rows
            ),
        )
        for place, (label, total) in enumerate(zip(figure.columns, figure.totals, strict=True))
    )


def _lay_out_measures(figure: MeasureFigure) -> BarPanel:
    bars = [
        CountBar(
            row.label, row.text, f"{min(100 * row.value / figure.scale, 100):.4g}%", answered=True
        )
        for row in figure.rows
    ]
    return BarPanel("", "", tuple(bars))


def _text_of_row(row: FigureRow, place: int, language: str) -> str:
    text = _text(row.counts[place], language)
    return f"≥ {text}" if text and place in row.at_least else text


def _text(count: int | None, language: str) -> str:
    return "" if count is None else format_count(count, language)


def _length(count: int | None, longest: int) -> str:
    return "" if count is None else f"{100 * count / longest:.4g}%"

"""The chart of a card: the bar that carries the sentence, and those that it is compared with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.evidence.card_rules import BarReference
from vecu.ui.charts import format_figure_count
from vecu.ui.figures import FEW, CountFigure, FigureRow, FigureSubject, MeasureFigure

MOST_BARS = 4
"""The most bars of a card; how many more answers there are is said below them."""


@dataclass(frozen=True, slots=True)
class CardBar:
    """One bar: its label, its count as text, its length in percent of its own base.

    The one that is `strong` carries the sentence. `base` is what its count is out of, '' where it
    is the same for all.
    """

    label: str
    count: str
    length: str
    strong: bool = False
    answered: bool = True
    base: str = ""


@dataclass(frozen=True, slots=True)
class CardChart:
    """Bars with their base in words; without bars, what they would say alike is a number.

    `language` is that of its labels where it is not the page's. `left_out` counts the answers that
    are not drawn.
    """

    title: str
    subject: FigureSubject
    number: str
    base: str
    bars: Sequence[CardBar] = ()
    language: str = ""
    left_out: int = 0

    @property
    def strong(self) -> CardBar | None:
        """The bar that carries the sentence."""
        return next((each for each in self.bars if each.strong), None)


def build_card_chart(
    figure: CountFigure | MeasureFigure, bar: BarReference, language: str
) -> CardChart | None:
    """Return the chart of a card in the page's language, None where its bar is not in the figure.

    Of a breakdown it is the same answer in each group, each against its own base.
    """
    if isinstance(figure, MeasureFigure):
        return _measure(figure, bar)
    row = next((each for each in figure.rows if each.name == bar.row), None)
    if row is None or bar.column not in figure.names:
        return None
    column = figure.names.index(bar.column)
    count, base = row.counts[column], figure.totals[column]
    if not count or not base or (figure.approximate and count <= FEW):
        return None
    draw = _draw_groups if figure.breakdown else _draw_rows
    bars = draw(figure, row, column, language)
    drawn = _choose(bars)
    alike = len({each.length for each in bars}) == 1 and len(bars) > 1
    return CardChart(
        title=f"{figure.title} – {row.label}" if figure.breakdown else figure.title,
        subject=figure.subject,
        number=format_figure_count(figure, count, language),
        base=_say_base(figure, base, language),
        bars=() if alike else drawn,
        language=figure.language,
        left_out=0 if alike else _count_options(figure) - len(drawn),
    )


def _draw_rows(figure: CountFigure, strong: FigureRow, column: int, language: str) -> list[CardBar]:
    base = figure.totals[column] or 0
    return [
        CardBar(
            _shorten(row.label),
            format_figure_count(figure, row.counts[column], language),
            _measure_length(row.counts[column], base),
            row is strong,
            row.answered,
        )
        for row in figure.ranked_rows
        if _is_drawn(figure, row.counts[column])
    ]


def _draw_groups(
    figure: CountFigure, strong: FigureRow, column: int, language: str
) -> list[CardBar]:
    return [
        CardBar(
            _shorten(label),
            format_figure_count(figure, count, language),
            _measure_length(count, base),
            index == column,
            base=format_figure_count(figure, base, language),
        )
        for index, (label, count, base) in enumerate(
            zip(figure.columns, strong.counts, figure.totals, strict=True)
        )
        if base and _is_drawn(figure, count)
    ]


def _measure(figure: MeasureFigure, bar: BarReference) -> CardChart | None:
    if not bar.row.isdecimal() or int(bar.row) >= len(figure.rows):
        return None
    strong = figure.rows[int(bar.row)]
    bars = [
        CardBar(row.label, row.text, _measure_length(row.value, figure.scale), strong=row is strong)
        for row in figure.rows
    ]
    drawn = _choose(bars) if len(bars) > 1 else ()
    return CardChart(
        figure.title, figure.subject, strong.text, "", drawn, figure.language,
        len(bars) - len(drawn) if drawn else 0,
    )  # fmt: skip


def _choose(bars: Sequence[CardBar]) -> tuple[CardBar, ...]:
    """Return the first bars, among which is always the one that carries the sentence."""
    first = list(bars[:MOST_BARS])
    if not any(each.strong for each in first):
        first[-1] = next(each for each in bars if each.strong)
    return tuple(first)


def _count_options(figure: CountFigure) -> int:
    return len(figure.columns) if figure.breakdown else len(figure.rows)


def _is_drawn(figure: CountFigure, count: int | None) -> bool:
    return bool(count) and not (figure.approximate and (count or 0) <= FEW)


def _measure_length(count: float | None, base: float) -> str:
    return f"{min(100 * (count or 0) / base, 100):.4g}%"


def _shorten(label: str) -> str:
    """Return an answer without the explanation that follows its colon."""
    return re.split(r"\s?: ", label, maxsplit=1)[0]


def _say_base(figure: CountFigure, base: int, language: str) -> str:
    words = {"base": format_figure_count(figure, base, language)}
    if figure.subject is FigureSubject.MACHINE:
        return _("of %(base)s decisions") % words
    if figure.approximate:
        return _("of about %(base)s people who were asked") % words
    return _("of %(base)s people who answered") % words

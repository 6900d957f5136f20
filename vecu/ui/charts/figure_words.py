"""Words and counts of a released figure, the same on pages, in images, tables and files."""

from dataclasses import replace

from vecu.translation import gettext_noop, translate
from vecu.ui.charts.drawing import format_count
from vecu.ui.figures import (
    FEW,
    NOISE_NOTE,
    RECEIVED_NOTE,
    RECEIVED_NOTES,
    REPLY_NOISE_NOTE,
    CountFigure,
    FigureRow,
    FigureSubject,
    MeasureFigure,
)

MOST_SIDE_BY_SIDE = 6
"""The most groups that stand beside each other; of more, a table has a row for each."""
_FEW = gettext_noop("10 or fewer")
FEW_IN, FEW_IN_ALL = gettext_noop("10 or fewer:"), gettext_noop("10 or fewer in every row:")
"""What stands before the labels of rows of one group, and before groups, that are not drawn."""
_APPROXIMATE = gettext_noop("%(title)s (approximate counts)")
_BASES = gettext_noop("Number asked"), gettext_noop("All people")
_BASES_OF = {
    FigureSubject.MACHINE: gettext_noop("All decisions"),
    FigureSubject.REPLIES: gettext_noop("All replies"),
}
_WAVE = gettext_noop("Wave %(wave)s")
_BREAKDOWN = gettext_noop("by “%(breakdown)s”")
_BASE = gettext_noop("of about %(base)s"), gettext_noop("of %(few)s")
_BARS = gettext_noop(
    "Approximate numbers of people. Light bar: those who were asked, about %(base)s."
)
_BARS_OF_GROUPS = gettext_noop(
    "Approximate numbers of people. Light bar: those of the group who were asked."
)
_BARS_OF_REPLIES = gettext_noop("Approximate numbers of replies. Light bar: all of them.")


def format_figure_count(figure: CountFigure, count: int | None, language: str) -> str:
    """Return a count as pages show it, '' where it is hidden."""
    if count is None:
        return ""
    if figure.approximate and count <= FEW:
        return translate(_FEW, language)
    return format_count(count, language)


def say_base(figure: CountFigure, base: int | None, language: str) -> str:
    """Return what stands beside a group: how many its rows are counted out of, '' where hidden."""
    shown = format_figure_count(figure, base, language)
    if not figure.approximate:
        return shown
    about, few = _BASE
    if base is not None and base <= FEW:
        return translate(few, language) % {"few": shown}
    return translate(about, language) % {"base": shown}


def name_base(figure: CountFigure, language: str) -> str:
    """Return what the last row of a table is called: that of which the others are a part."""
    asked, everybody = _BASES
    if figure.subject in _BASES_OF:
        return translate(_BASES_OF[figure.subject], language)
    return translate(asked if figure.approximate else everybody, language)


def name_figure(figure: CountFigure | MeasureFigure, language: str) -> str:
    """Return a name by which a figure is told from others of the same question."""
    if isinstance(figure, MeasureFigure):
        return figure.title
    wave = translate(_WAVE, language) % {"wave": figure.wave} if figure.wave > 1 else ""
    return " – ".join(filter(None, (figure.title, say_breakdown(figure, language), wave)))


def say_breakdown(figure: CountFigure, language: str) -> str:
    """Return by which question a figure is broken down, in the words of titles; '' for none."""
    words = {"breakdown": figure.breakdown}
    return translate(_BREAKDOWN, language) % words if figure.breakdown else ""


def title_table(figure: CountFigure | MeasureFigure, title: str, language: str) -> str:
    """Return the title of a table, which says once where its counts are approximate."""
    if isinstance(figure, MeasureFigure) or not figure.approximate:
        return title
    return translate(_APPROXIMATE, language) % {"title": title}


def turn_table(figure: CountFigure, language: str) -> CountFigure:
    """Return a figure of people with many columns as a table is read: groups are its rows.

    What a group is counted out of is the last column, and there are no totals below.
    """
    if figure.subject is FigureSubject.MACHINE or len(figure.columns) <= MOST_SIDE_BY_SIDE:
        return figure
    parts = zip(figure.columns, *(row.counts for row in figure.rows), figure.totals, strict=True)
    return replace(
        figure,
        columns=(*(row.label for row in figure.rows), name_base(figure, language)),
        rows=tuple(FigureRow(label, tuple(counts)) for label, *counts in parts),
        totals=(),
    )


def describe_bars(figure: CountFigure | MeasureFigure, language: str) -> str:
    """Return what the bars of an approximate figure and their tracks stand for, '' for others."""
    if isinstance(figure, MeasureFigure) or not figure.approximate:
        return ""
    if figure.subject is FigureSubject.REPLIES:
        return translate(_BARS_OF_REPLIES, language)
    if len(figure.columns) > 1:
        return translate(_BARS_OF_GROUPS, language)
    base = format_figure_count(figure, figure.totals[0], language)
    return translate(_BARS, language) % {"base": base}


def list_noise_notes(
    language: str, *, several: bool = False, of_replies: bool = False
) -> list[str]:
    """Return what a reader must know of all approximate figures, beside one or `several`."""
    if of_replies:
        return [translate(REPLY_NOISE_NOTE, language)]
    notes = NOISE_NOTE, RECEIVED_NOTES if several else RECEIVED_NOTE
    return [translate(note, language) for note in notes]

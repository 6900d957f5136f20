"""Typed totals as figures: corrections by kind, minutes of a text, hours of upkeep."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vecu.fieldlog.counted_figures import CategoryTally, VersionPart, format_number
from vecu.fieldlog.decision_lines import UNKNOWN, YES
from vecu.fieldlog.figure_labels import CORRECTIONS, Labels, join_labels
from vecu.fieldlog.measured_figures import format_minutes, round_minutes
from vecu.fieldlog.typed_figures import KEYWORDS, UPKEEP_CELLS
from vecu.fieldlog.typed_totals import CHECKING, CORRECTING, SAVED
from vecu.fieldlog.vocabulary import GainUse, UpkeepTrade, UpkeepWork
from vecu.ui.figures import FigureSubject, MeasureFigure, MeasureRow
from vecu.ui.wording import lower_first

GAINS: Labels = {
    **{each: gettext_lazy(each.label) for each in GainUse},
    UNKNOWN: gettext_lazy("Not answered"),
}
MINUTES: Labels = {
    SAVED: gettext_lazy("Saved in writing"),
    CHECKING: gettext_lazy("Taken by checking"),
    CORRECTING: gettext_lazy("Taken by correcting"),
}


def measure_corrections(figure: str, parts: Sequence[VersionPart]) -> MeasureFigure | None:
    """Return how many corrections of each kind drafts needed, of how many texts."""
    rows = _list_rows(parts, "groups", CORRECTIONS, format_number)
    if not rows:
        return None
    texts, first = _count_texts(parts), rows[0]
    sentence = ngettext(
        "%(texts)s text compared with the machine’s draft.",
        "%(texts)s texts compared with the machine’s drafts.",
        texts,
    ) % {"texts": format_number(texts)}
    if CategoryTally(parts, "groups").alone:
        most = _("Most often corrected: %(first)s (%(count)s).")
        sentence += " " + most % {"first": lower_first(first.label), "count": first.text}
    title = _("Corrections in drafts, as those who signed the texts counted them")
    return _make_figure(figure, title, sentence, rows, FigureSubject.MACHINE)


def describe_keywords(parts: Sequence[VersionPart]) -> str:
    """Return on how many texts omissions rest; '' where that may not be published."""
    if not parts or not any(each.content.get("groups") for each in parts):
        return ""
    tally = CategoryTally(parts, KEYWORDS)
    if tally.times[YES] < len(parts):
        return _(
            "Omissions are counted only where five keywords were written before the draft was"
            " opened."
        )
    return _(
        "Omissions are counted only where five keywords were written before the draft was opened:"
        " in %(first)s of %(texts)s texts."
    ) % {"first": format_number(tally.alone[YES]), "texts": format_number(_count_texts(parts))}


def measure_text_minutes(figure: str, parts: Sequence[VersionPart]) -> MeasureFigure | None:
    """Return minutes of a text, as felt: saved, checking, correcting, and what is left of them."""
    means = {name: mean for name in MINUTES if (mean := _get_mean(parts, name)) is not None}
    if not means:
        return None
    rows = [
        MeasureRow(str(MINUTES[name]), mean, format_minutes(mean)) for name, mean in means.items()
    ]
    sentence = _("%(what)s, for a text, as people feel it: %(minutes)s.") % {
        "what": rows[0].label,
        "minutes": rows[0].text,
    }
    short = ""
    if len(means) == len(MINUTES):
        left = round_minutes(means[SAVED] - means[CHECKING] - means[CORRECTING])
        rows.append(MeasureRow(_("Left of what was saved"), max(left, 0.0), format_minutes(left)))
        sentence = _(
            "Of %(saved)s saved in writing a text, as people feel it, %(left)s are left after"
            " checking and correcting."
        ) % {"saved": rows[0].text, "left": rows[-1].text}
        short = _("of %(saved)s saved on a text, %(left)s are left") % {
            "saved": rows[0].text,
            "left": rows[-1].text,
        }
    title = _("Minutes of a text, as people feel it")
    made = _make_figure(figure, title, sentence, rows, FigureSubject.TIME)
    return replace(made, carrying=len(rows) - 1, short=short) if short else made


def measure_gain_use(figure: str, parts: Sequence[VersionPart]) -> MeasureFigure | None:
    """Return for how many texts people say what became of the time gained."""
    texts = _count_texts(parts)

    def name_share(count: float) -> str:
        return _("%(count)s of %(whole)s texts") % {
            "count": format_number(count),
            "whole": format_number(texts),
        }

    rows = _list_rows(parts, "groups", GAINS, name_share)
    if not rows:
        return None
    title = _("What became of the time gained")
    sentence = _("%(first)s: %(share)s.") % {"first": rows[0].label, "share": rows[0].text}
    return _make_figure(figure, title, sentence, rows, FigureSubject.TIME)


def measure_upkeep(figure: str, parts: Sequence[VersionPart]) -> MeasureFigure | None:
    """Return hours that the system itself takes, by trade and work; no trade of few by itself."""
    labels: dict[str, str | Promise] = {}
    for cell, (trade, work) in zip(UPKEEP_CELLS, _iter_cells(), strict=True):
        labels[cell] = _("%(trade)s: %(work)s") % {
            "trade": _(trade.label),
            "work": lower_first(_(work.label)),
        }
    alone = CategoryTally(parts, "groups").alone
    merged = _("Other work and other trades") if alone else _("All work and all trades together")
    rows = _list_rows(parts, "groups", labels, _name_hours, merged=merged)
    if not rows:
        return None
    hours = sum(int(each.content["hours"]) for each in parts)
    sentence = _("The system took %(hours)s of upkeep, as those who did it counted them.") % {
        "hours": _name_hours(hours)
    }
    return _make_figure(figure, _("Hours of upkeep"), sentence, rows, FigureSubject.TIME)


def _iter_cells() -> list[tuple[UpkeepTrade, UpkeepWork]]:
    return [(trade, work) for trade in UpkeepTrade for work in UpkeepWork]


def _name_hours(hours: float) -> str:
    return _("%(hours)s h") % {"hours": format_number(hours)}


def _count_texts(parts: Sequence[VersionPart]) -> int:
    return sum(int(each.content["texts"]) for each in parts)


def _list_rows(
    parts: Sequence[VersionPart],
    name: str,
    labels: Mapping[str, str | Promise],
    describe: Callable[[float], str],
    merged: str = "",
) -> list[MeasureRow]:
    """Return a row for each category that is anywhere counted alone, the largest first.

    One that is not so everywhere is "at least"; all others are one row, the last.
    """
    tally = CategoryTally(parts, name)
    rows = []
    for category, count in sorted(tally.alone.items(), key=lambda each: -each[1]):
        text = describe(count)
        if tally.times[category] < len(parts):
            text = _("at least %(count)s") % {"count": text}
        rows.append(MeasureRow(str(labels[category]), count, text))
    if count := sum(tally.merged):
        names = list(dict.fromkeys(tally.merged_names))
        alone = len(tally.merged) == 1
        label = merged or (join_labels(labels, names) if alone else _("Counted together"))
        rows.append(MeasureRow(label, count, describe(count)))
    return rows


def _get_mean(parts: Sequence[VersionPart], name: str) -> float | None:
    """Return the mean over months, each weighed by its texts."""
    found = [
        (float(each.content["means"][name]), int(each.content["texts"]))
        for each in parts
        if name in each.content.get("means", {})
    ]
    texts = sum(number for _mean, number in found)
    return round_minutes(sum(mean * number for mean, number in found) / texts) if texts else None


def _make_figure(
    figure: str, title: str, sentence: str, rows: Sequence[MeasureRow], subject: FigureSubject
) -> MeasureFigure:
    scale = max(row.value for row in rows) or 1.0
    return MeasureFigure(figure, title, sentence, tuple(rows), subject, scale)

"""Shares and minutes of closed months as figures: shares by month, means over months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.fieldlog.counted_figures import VersionPart, format_number, name_month
from vecu.fieldlog.decision_lines import WRONG
from vecu.fieldlog.figure_labels import TRUTHS
from vecu.translation import pick_language
from vecu.ui.figures import CountFigure, FigureSubject, MeasureFigure, MeasureRow

Share = Sequence[int]
"""A whole percent, and the ends of its interval."""


def measure_shares(
    figure: str, title: str, parts: Sequence[VersionPart], name: str
) -> MeasureFigure | None:
    """Return a share in each month, by version where it has several; shares cannot be added up."""
    found = [(part, part.content["shares"][name]) for part in parts if _has_share(part, name)]
    if not found:
        return None
    several = len({part.version for part in parts}) > 1
    rows = tuple(_make_row(_name_part(part, several=several), share) for part, share in found)
    sentence = _("%(place)s – %(title)s: %(share)s.") % {
        "place": rows[-1].label,
        "title": title[:1].lower() + title[1:],
        "share": rows[-1].text,
    }
    last = len(rows) - 1
    return MeasureFigure(figure, title, sentence, rows, FigureSubject.MACHINE, 100, carrying=last)


def measure_reliance(figure: str, parts: Sequence[VersionPart]) -> MeasureFigure | None:
    """Return whom people followed where their own view and the proposal were not both right."""
    titles = {
        "rair": _("Own view wrong, proposal right: followed the proposal"),
        "rsr": _("Own view right, proposal wrong: kept to their own view"),
    }
    several = len(parts) > 1
    rows = []
    for part in parts:
        for name, title in titles.items():
            if _has_share(part, name):
                suffix = f" – {_name_part(part, several=True)}" if several else ""
                rows.append(_make_row(f"{title}{suffix}", part.content["shares"][name]))
    if not rows:
        return None
    sentence = _("%(title)s: %(share)s.") % {"title": rows[-1].label, "share": rows[-1].text}
    title = _("Whom people followed when they disagreed")
    last = len(rows) - 1
    return MeasureFigure(
        figure, title, sentence, tuple(rows), FigureSubject.MACHINE, 100, carrying=last
    )


def _has_share(part: VersionPart, name: str) -> bool:
    return name in part.content.get("shares", {})


def _name_part(part: VersionPart, *, several: bool) -> str:
    month = name_month(part.month)
    if not several:
        return month[:1].upper() + month[1:]
    return _("%(version)s, %(month)s") % {"version": part.version, "month": month}


def _make_row(label: str, share: Share) -> MeasureRow:
    words = {"share": share[0], "low": share[1], "high": share[2]}
    text = _("%(share)s%% (%(low)s–%(high)s)") % words
    return MeasureRow(label, share[0], text)


def describe_right_share(parts: Sequence[VersionPart]) -> str:
    """Return in whole numbers how often proposals were right in the last month that says so."""
    found = [part for part in parts if _has_share(part, "right")]
    if not found:
        return ""
    share, low, high = found[-1].content["shares"]["right"]
    return _(
        "In %(month)s: of 1,000 proposals known to be right or wrong, about %(right)s were right"
        " (between %(low)s and %(high)s) and %(wrong)s wrong. Nothing is known of the others, nor"
        " of cases in which the machine proposed nothing."
    ) % {
        "month": name_month(found[-1].month),
        "right": 10 * share,
        "low": 10 * low,
        "high": 10 * high,
        "wrong": 1000 - 10 * share,
    }


def describe_false_alarms(counted: CountFigure | None, minutes: Sequence[VersionPart]) -> str:
    """Return how long wrong proposals take, each and, at this rate, together."""
    felt, measured = (
        _get_mean(minutes, measure, WRONG) for measure in ("told_minutes", "active_minutes")
    )
    taken = measured if measured is not None else felt
    if taken is None:
        return ""
    words = {"felt": format_minutes(felt), "measured": format_minutes(measured)}
    if felt is None:
        sentence = _("A wrong proposal takes %(measured)s, as measured.") % words
    elif measured is None:
        sentence = _("A wrong proposal takes %(felt)s, as people feel it.") % words
    else:
        sentence = (
            _("A wrong proposal takes %(felt)s as people feel it, %(measured)s as measured.")
            % words
        )
    wrong = _count_wrong(counted)
    if not wrong:
        return sentence
    hours = max(1, round(wrong * taken / 60))
    total = ngettext(
        "If all took as long, the %(count)s wrong ones took about %(hours)s hour together.",
        "If all took as long, the %(count)s wrong ones took about %(hours)s hours together.",
        hours,
    ) % {"count": format_number(wrong), "hours": format_number(hours)}
    return f"{sentence} {total}"


def _count_wrong(counted: CountFigure | None) -> int | None:
    label = str(TRUTHS[WRONG])
    rows = counted.rows if counted else ()
    return next((row.counts[0] for row in rows if row.label == label), None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was measured of cases without the tool, and how, by language.

    Nothing is subtracted from it: a decision is on one proposal, and a case can have several of
    them, or none.
    """

    minutes: float
    source: Mapping[str, str]

    def describe(self) -> str:
        """Return it in sentences, with what it cannot be compared with."""
        source = self.source.get(pick_language(self.source, get_language() or "en"), "")
        return _(
            "Without the tool a case took %(minutes)s. %(source)s A case can need several"
            " decisions, or none: its minutes are not those of one decision, and are not compared"
            " with them."
        ) % {
            "minutes": format_minutes(self.minutes),
            "source": source,
        }


def list_baselines(contents: Sequence[Mapping[str, Any]]) -> list[Baseline]:
    """Return what was noted for some months, each once."""
    found: list[Baseline] = []
    for content in contents:
        if noted := content.get("baseline"):
            baseline = Baseline(noted["minutes"], noted["source"])
            if baseline not in found:
                found.append(baseline)
    return found


def measure_minutes(figure: str, parts: Sequence[VersionPart]) -> MeasureFigure | None:
    """Return minutes taken, as felt and as measured, and saved, as felt: all for one decision."""
    felt, measured, saved = (
        _get_mean(parts, measure, "all")
        for measure in ("told_minutes", "active_minutes", "told_saved_minutes")
    )
    values = [
        (_("Taken, as people feel it"), felt),
        (_("Taken, as measured"), measured),
        (_("Saved, as people feel it"), saved),
        (
            _("Taken by a wrong proposal, as people feel it"),
            _get_mean(parts, "told_minutes", WRONG),
        ),
        (_("Taken by a wrong proposal, as measured"), _get_mean(parts, "active_minutes", WRONG)),
    ]
    rows = tuple(
        MeasureRow(label, max(value, 0.0), format_minutes(value))
        for label, value in values
        if value is not None
    )
    if not rows:
        return None
    title = _("Minutes for one decision")
    longest = max(row.value for row in rows) or 1.0
    sentence = " ".join(filter(None, [_describe_taken(felt, measured), _describe_saved(saved)]))
    return MeasureFigure(figure, title, sentence, rows, FigureSubject.TIME, longest)


def _describe_taken(felt: float | None, measured: float | None) -> str:
    words = {"felt": format_minutes(felt), "measured": format_minutes(measured)}
    if felt is None and measured is None:
        return ""
    if felt is None:
        return _("A decision takes %(measured)s, as measured.") % words
    if measured is None:
        return _("A decision takes %(felt)s, as people feel it.") % words
    return _("A decision takes %(felt)s as people feel it, %(measured)s as measured.") % words


def _describe_saved(felt: float | None) -> str:
    if felt is None:
        return ""
    return _("The tool saves %(felt)s a decision, as people feel it.") % {
        "felt": format_minutes(felt)
    }


def _get_mean(parts: Sequence[VersionPart], measure: str, name: str) -> float | None:
    """Return the mean over months and versions, each weighed by its decisions."""
    found = [
        (mean, part.decisions)
        for part in parts
        if (mean := part.content.get("means", {}).get(measure, {}).get(name)) is not None
    ]
    if not found:
        return None
    weights = sum(weight for _mean, weight in found)
    return round_minutes(sum(mean * weight for mean, weight in found) / weights)


def round_minutes(minutes: float) -> float:
    """Return minutes to a tenth; to write a number cuts the rest off."""
    return round(float(minutes), 1)


def format_minutes(value: float | None) -> str:
    """Return minutes with their unit, '' for none."""
    if value is None:
        return ""
    return _("%(number)s min") % {"number": number_format(value, 1).replace("-", "\N{MINUS SIGN}")}

"""Lay out public figures of a log: months, what is folded, reasons, files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vecu.datasets.release_queries import Released
from vecu.datasets.releases.log_months import split_log_item
from vecu.fieldlog.counted_figures import name_month
from vecu.fieldlog.figure_labels import REASONS
from vecu.fieldlog.month_figures import HEADINGS, MonthFigures, list_month_figures
from vecu.reports.system_queries import MonthContents
from vecu.ui.figures import CountFigure
from vecu.ui.templatetags.ui import current_language, day, grouped

REASONS_ID = "reasons"
"""How the id of the figure of reasons begins."""
FIRST = ("outcome", "truth", "minutes")
"""The sections that are not folded."""


def describe_months(months: Sequence[str]) -> str:
    """Return a period in words: November 2026, July to November 2026."""
    first, last = name_month(months[0]), name_month(months[-1])
    if first == last:
        return first
    year = last.rpartition(" ")[2]
    return pgettext("period", "%(first)s to %(last)s") % {
        "first": first.removesuffix(f" {year}"),
        "last": last,
    }


def fold_figures(figures: MonthFigures | None) -> tuple[MonthFigures | None, MonthFigures | None]:
    """Return the figures that stand on a page, and those that are folded below them."""
    if figures is None:
        return None, None
    first, more = [
        replace(
            figures,
            sections=tuple(each for each in figures.sections if (each.key in FIRST) is wanted),
        )
        for wanted in (True, False)
    ]
    return (first, more) if first.sections else (figures, None)


def list_observed(figures: MonthFigures | None) -> list[str]:
    """Return what the log shows beside a promise: minutes, else what became of proposals.

    Of drafts, minutes of a text. Never how often proposals were right: beside a promise to find so
    many it reads as its measure.
    """
    sections = {each.key: each for each in figures.sections} if figures else {}
    if "gain" in sections:
        unit = _("As people feel it, for one text: what is promised for a week is another matter.")
        return [sections["gain"].figures[0].sentence, unit]
    if "minutes" in sections:
        unit = _(
            "These minutes are for one decision: they are not to be compared with what is promised"
            " for a week, a person or a case."
        )
        return [sections["minutes"].figures[-1].sentence, unit]
    return [sections["outcome"].figures[0].sentence] if "outcome" in sections else []


def counts_decisions(figures: MonthFigures) -> bool:
    """Return whether figures are of decisions, too, or of typed totals only."""
    return any(each.key in FIRST for each in figures.sections)


def find_reasons(figures: MonthFigures | None) -> CountFigure | None:
    """Return the figure of why people decided otherwise, None if there is none."""
    found = [each for section in (figures.sections if figures else ()) for each in section.figures]
    return next(
        (
            each
            for each in found
            if isinstance(each, CountFigure) and each.id.startswith(f"{REASONS_ID}-")
        ),
        None,
    )


def list_figures(months: MonthContents) -> MonthFigures | None:
    """Return the figures of months in the reader's language, None without any."""
    figures = list_month_figures(months, current_language()) if months else None
    return figures if figures and figures.sections else None


@dataclass(frozen=True, slots=True)
class LogFigureFiles:
    """The addresses of the files of a figure of one month, and what it is about."""

    heading: str
    csv: str
    svg: str


def list_files(slug: str, released: Sequence[Released], month: str) -> list[LogFigureFiles]:
    """Return the files of the public figures of one month, in the order of the page."""
    of_month = {
        key: each for each in released for name, key in [split_log_item(each.item)] if name == month
    }
    return [
        LogFigureFiles(
            str(heading),
            reverse("reports:log-figure-csv", args=[slug, of_month[key].figure]),
            reverse("reports:log-figure-svg", args=[slug, of_month[key].figure]),
        )
        for key, heading in HEADINGS.items()
        if key in of_month
    ]


def describe_log_source(released: Released) -> str:
    """Return what a figure of a log counts, when, and who agreed to publish it."""
    month, _key = split_log_item(released.item)
    return _(
        "Of %(month)s. Counts are rounded to the nearest 5, minutes to a tenth, hours to the hour;"
        " each rests on at least 11 decisions, texts or entries of hours, by at least 5 people."
        " Released on %(day)s by %(group)s."
    ) % {"month": name_month(month), "day": day(released.day), "group": released.group}


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A sum of what is published of some months; where one hides it, it is at least as much."""

    count: int
    at_least: bool


def count_reasons(months: MonthContents) -> dict[str, PublishedCount]:
    """Return how often each reason of which anything is published was given."""
    counts: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    parts = [
        part.get("reasons", ())
        for _month, content in months
        for part in content.get("outcome", {}).get("versions", ())
    ]
    for part in parts:
        for names, count in part:
            if len(names) == 1:
                counts[names[0]] += count
                alone[names[0]] += 1
    return {
        name: PublishedCount(count, at_least=alone[name] < len(parts) or len(parts) < len(months))
        for name, count in counts.items()
    }


def label_reason(reason: str) -> str:
    """Return a reason of the log in words, '' for none that is known."""
    return str(REASONS.get(reason, ""))


def format_reason_count(found: PublishedCount) -> str:
    """Return how often a reason was given."""
    words = {"count": grouped(found.count)}
    return (_("at least %(count)s times") if found.at_least else _("%(count)s times")) % words

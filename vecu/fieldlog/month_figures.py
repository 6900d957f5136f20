"""Figures of closed months in words: what workers, representatives, owners and everybody read.

Figures over several months are sums of what is shown of each, never counted anew; where a month
hides something, the sum is "at least".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from vecu.fieldlog.vocabulary import Outcome
from vecu.ui.figures import CountFigure, FigureRow, FigureSubject

OUTCOMES = {
    Outcome.ACCEPTED: gettext_lazy("Accepted"),
    Outcome.MODIFIED: gettext_lazy("Modified"),
    Outcome.OVERRIDDEN: gettext_lazy("Overridden"),
    Outcome.IGNORED: gettext_lazy("Ignored"),
    Outcome.DEFERRED: gettext_lazy("Put off"),
    Outcome.ESCALATED: gettext_lazy("Passed on to somebody else"),
}

MonthContent = Mapping[str, Any]
"""What `figures.make_figures` made of a month."""


@dataclass(frozen=True, slots=True)
class FigureSection:
    """Some figures under one heading, and what is read beside them."""

    heading: str
    figures: tuple[CountFigure, ...]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What is shown of some closed months; without sections, too little happened to show any."""

    months: tuple[str, ...]
    sections: tuple[FigureSection, ...]


def list_month_figures(contents: Sequence[tuple[str, MonthContent]], language: str) -> MonthFigures:
    """Return what is shown of months, `2026-11` with its content each, in the reader's language."""
    months = sorted(contents, key=lambda each: each[0])
    with override(language):
        sections = [_describe_outcomes([content for _month, content in months])]
    return MonthFigures(
        tuple(month for month, _content in months), tuple(each for each in sections if each)
    )


def _describe_outcomes(contents: Sequence[MonthContent]) -> FigureSection | None:
    counts: dict[str, int] = {}
    total = 0
    for content in contents:
        for table in content["tables"]:
            if table["variables"] == ["outcome"]:
                total += content["decisions"]
                for name, count in zip(table["categories"][0], table["counts"], strict=True):
                    if count is not None:
                        counts[name] = counts.get(name, 0) + count
    if not counts:
        return None
    rows = tuple(
        FigureRow(str(label), (counts.get(outcome),)) for outcome, label in OUTCOMES.items()
    )
    first = max(rows, key=lambda row: row.counts[0] or 0)
    words = {
        "first": first.label,
        "count": number_format(first.counts[0], force_grouping=True),
        "decisions": number_format(total, force_grouping=True),
    }
    figure = CountFigure(
        id="outcome",
        title=_("What became of proposals"),
        sentence=_("Most often “%(first)s” (%(count)s of %(decisions)s decisions).") % words,
        breakdown="",
        columns=("",),
        rows=rows,
        totals=(total,),
        people=total,
        subject=FigureSubject.MACHINE,
    )
    return FigureSection(_("What became of proposals"), (figure,))

"""Figures of closed months in words: what workers, representatives, owners and everybody read.

Figures over several months are sums of what is shown of each, never counted anew; where a month
counts something together with something else, the sum is "at least".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from vecu.fieldlog.counted_figures import VersionPart, count_by_version, count_categories
from vecu.fieldlog.figure_labels import CORRECTIONS, EXPLANATIONS, OUTCOMES, REASONS, TRUTHS
from vecu.fieldlog.measured_figures import (
    describe_false_alarms,
    describe_right_share,
    list_baselines,
    measure_minutes,
    measure_reliance,
    measure_shares,
)
from vecu.fieldlog.typed_measures import (
    describe_keywords,
    measure_corrections,
    measure_gain_use,
    measure_text_minutes,
    measure_upkeep,
)
from vecu.ui.figures import CountFigure, MeasureFigure

MonthContent = Mapping[str, Any]
"""What `figures.make_figures` made of a month."""
Figure = CountFigure | MeasureFigure
Content = Sequence[tuple[str, Mapping[str, Any]]]
"""Months, each with the content of one figure."""


@dataclass(frozen=True, slots=True)
class FigureSection:
    """Some figures under one heading, and what is read beside them."""

    key: str
    heading: str
    figures: tuple[Figure, ...]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What is shown of some closed months; without sections, too little happened to show any."""

    months: tuple[str, ...]
    sections: tuple[FigureSection, ...]


TWO_TIMES = gettext_noop("Time felt, time measured: neither says how many posts are needed.")
HEADINGS: Mapping[str, str | Promise] = {
    "outcome": gettext_lazy("What became of proposals"),
    "truth": gettext_lazy("How often the machine was right"),
    "minutes": gettext_lazy("Minutes it takes, minutes it saves"),
    "gain": gettext_lazy("Minutes of a text, and what became of them"),
    "upkeep": gettext_lazy("Hours that the system itself takes"),
    "explanation": gettext_lazy("Its explanations"),
    "corrections": gettext_lazy("What had to be corrected"),
    "writing": gettext_lazy("What drafts needed in corrections"),
    "reliance": gettext_lazy("Whom people followed when they disagreed"),
    "versions": gettext_lazy("Before and after each version"),
}


def list_month_figures(contents: Sequence[tuple[str, MonthContent]], language: str) -> MonthFigures:
    """Return what is shown of months, `2026-11` with its content each, in the reader's language."""
    months = sorted(contents, key=lambda each: each[0])
    with override(language or None):
        sections = [_describe(key, months) for key in HEADINGS]
    return MonthFigures(
        tuple(month for month, _content in months), tuple(each for each in sections if each.figures)
    )


def get_month_section(
    month: str, key: str, content: Mapping[str, Any], language: str
) -> FigureSection:
    """Return what one month shows of a figure, by its key; its first figure is what it is about."""
    return list_month_figures([(month, {key: content})], language).sections[0]


def _describe(key: str, months: Sequence[tuple[str, MonthContent]]) -> FigureSection:
    """Return a section; without figures, if the months have none of it."""
    described = _DESCRIPTIONS[key](_Months(months))
    figures = tuple(each for each in described[0] if each)
    return FigureSection(key, str(HEADINGS[key]), figures, tuple(filter(None, described[1])))


class _Months:
    """Contents of months, by figure."""

    def __init__(self, months: Sequence[tuple[str, MonthContent]]) -> None:
        self._months = months
        ends = dict.fromkeys([month for month, _content in months][:: len(months) - 1 or 1])
        self._suffix = "-".join(ends)

    def list_parts(self, key: str) -> list[VersionPart]:
        """Return what each month has of a figure, by version."""
        return [
            VersionPart(month, version)
            for month, content in self._months
            for version in content.get(key, {}).get("versions", [])
        ]

    def list_typed(self, key: str) -> list[VersionPart]:
        """Return what was typed for each month of a figure, by pile of codes."""
        return [
            VersionPart(month, part)
            for month, content in self._months
            for part in content.get(key, {}).get("parts", [])
        ]

    def list_contents(self, key: str) -> list[Mapping[str, Any]]:
        """Return what each month has of a figure."""
        return [content[key] for _month, content in self._months if key in content]

    def make_id(self, name: str) -> str:
        """Return the id of a figure, which is its own on a page that shows others months too."""
        return f"{name}-{self._suffix}"


Described = tuple[Sequence[Figure | None], Sequence[str]]


def _describe_outcome(months: _Months) -> Described:
    parts = months.list_parts("outcome")
    counted = count_categories(
        months.make_id("outcome"), _("What became of proposals"), parts, OUTCOMES
    )
    overrides = count_categories(
        months.make_id("reasons"), _("Why proposals were overridden"), parts, REASONS, "reasons"
    )
    return [counted, overrides], []


def _describe_truth(months: _Months) -> Described:
    parts = months.list_parts("truth")
    counted = count_categories(
        months.make_id("truth"), _("Right and wrong proposals"), parts, TRUTHS
    )
    shares = measure_shares(
        months.make_id("right"),
        _("Right proposals, among those known to be right or wrong"),
        parts,
        "right",
    )
    sentences = [
        describe_right_share(parts),
        describe_false_alarms(counted, months.list_parts("minutes")),
    ]
    return [counted, shares], sentences


def _describe_minutes(months: _Months) -> Described:
    baselines = list_baselines(months.list_contents("minutes"))
    figure = measure_minutes(months.make_id("minutes"), months.list_parts("minutes"))
    if figure is None:
        return [], []
    return [figure], [_(TWO_TIMES), *(each.describe() for each in baselines)]


def _describe_gain(months: _Months) -> Described:
    parts = months.list_typed("gain")
    figures = [
        measure_text_minutes(months.make_id("text-minutes"), parts),
        measure_gain_use(months.make_id("gain"), parts),
    ]
    return figures, [_(TWO_TIMES)]


def _describe_upkeep(months: _Months) -> Described:
    note = _(
        "Hours beside minutes gained: they are not added up. The hours of a few people are "
        "counted together with those of others."
    )
    figure = measure_upkeep(months.make_id("upkeep"), months.list_typed("upkeep"))
    return [figure], [_(TWO_TIMES), note]


def _describe_explanation(months: _Months) -> Described:
    parts = months.list_parts("explanation")
    counted = count_categories(
        months.make_id("explanation"),
        _("Explanations, and whether they helped"),
        parts,
        EXPLANATIONS,
    )
    shares = measure_shares(
        months.make_id("helped"),
        _("Explanations that helped, where people said whether they did"),
        parts,
        "helped",
    )
    return [counted, shares], []


def _describe_corrections(months: _Months) -> Described:
    parts = months.list_parts("corrections")
    counted = count_categories(
        months.make_id("corrections"), _("What had to be corrected"), parts, CORRECTIONS
    )
    note = _("One proposal can need several kinds of correction.") if counted else ""
    return [counted], [note]


def _describe_writing(months: _Months) -> Described:
    parts = months.list_typed("writing")
    figure = measure_corrections(months.make_id("writing"), parts)
    note = _("The page of comparison marks differences; what each is, the person who signed says.")
    return [figure], [describe_keywords(parts), note]


def _describe_reliance(months: _Months) -> Described:
    figure = measure_reliance(months.make_id("reliance"), months.list_parts("reliance"))
    note = _(
        "Where people noted their own view before they saw the proposal. Of single persons nothing"
        " is known."
    )
    return [figure], [note] if figure else []


def _describe_versions(months: _Months) -> Described:
    """Compare versions, where there are several."""
    outcomes = months.list_parts("outcome")
    if len({tuple(each.names) for each in outcomes}) < 2:
        return [], []
    figures = [
        count_by_version(
            months.make_id("versions"), _("What became of proposals"), outcomes, OUTCOMES
        ),
        measure_shares(
            months.make_id("versions-overridden"), _("Overridden proposals"), outcomes, "overridden"
        ),
    ]
    return figures, [_("What else changed at the same time is not known.")]


_DESCRIPTIONS: Mapping[str, Callable[[_Months], Described]] = {
    "outcome": _describe_outcome,
    "truth": _describe_truth,
    "minutes": _describe_minutes,
    "gain": _describe_gain,
    "upkeep": _describe_upkeep,
    "explanation": _describe_explanation,
    "corrections": _describe_corrections,
    "writing": _describe_writing,
    "reliance": _describe_reliance,
    "versions": _describe_versions,
}

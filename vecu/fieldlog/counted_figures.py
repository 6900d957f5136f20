"""Counts of closed months as figures: sums of what is shown of each month and version."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from vecu.fieldlog.decision_lines import NO_REASON, UNKNOWN
from vecu.fieldlog.figure_labels import OUTCOMES, Labels, join_labels
from vecu.fieldlog.vocabulary import Outcome
from vecu.ui.figures import CountFigure, FigureRow, FigureSubject
from vecu.ui.wording import lower_first

MOST_NAMES = 3
"""Of versions counted together, as a label names them."""


@dataclass(frozen=True, slots=True)
class VersionPart:
    """What a month has of a figure for one version, or for some together."""

    month: str
    content: Mapping[str, Any]

    @property
    def names(self) -> list[str]:
        """The versions."""
        return list(self.content["names"])

    @property
    def decisions(self) -> int:
        """All decisions, rounded."""
        return int(self.content["decisions"])

    def list_groups(self, name: str) -> list[tuple[list[str], int]]:
        """Return categories that are counted together, with their count."""
        return [(list(names), int(count)) for names, count in self.content.get(name, [])]

    def count_overrides(self) -> int:
        """Return how many proposals were overridden, 0 where they are not counted alone.

        Their reasons are counted only where they are, and each is rounded by itself.
        """
        return sum(n for names, n in self.list_groups("groups") if names == [Outcome.OVERRIDDEN])

    @property
    def version(self) -> str:
        """What the versions are called, and whether their decisions were noted in diaries."""
        name = self._name_versions()
        return _("%(version)s, in diaries") % {"version": name} if self.is_diary else name

    @property
    def is_diary(self) -> bool:
        """Whether decisions were noted in diaries, else systems sent them."""
        return bool(self.content.get("diary"))

    def _name_versions(self) -> str:
        """Name versions but for those that few people's decisions have."""
        names = ", ".join(self.names[:MOST_NAMES])
        if not names:
            return _("Rare versions together")
        if self.content.get("others") or len(self.names) > MOST_NAMES:
            return _("Version %(name)s and rarer ones") % {"name": names}
        return _("Version %(name)s") % {"name": names}


def name_month(month: str) -> str:
    """Return `2026-11` in words."""
    return str(date_format(date.fromisoformat(f"{month}-01"), "F Y"))


def format_number(value: float) -> str:
    """Return a number in the reader's language."""
    return str(number_format(value, force_grouping=True))


def count_categories(
    figure: str, title: str, parts: Sequence[VersionPart], labels: Labels, name: str = "groups"
) -> CountFigure | None:
    """Return the counts of categories over months and versions, None where none is shown.

    A category that is anywhere not counted by itself is "at least".
    """
    if not any(part.list_groups(name) for part in parts):
        return None
    rows = _make_rows([parts], labels, name)
    whole = sum(part.count_overrides() if name == "reasons" else part.decisions for part in parts)
    return CountFigure(
        id=figure,
        title=title,
        sentence=_describe(rows, whole, labels, overrides=name == "reasons"),
        breakdown="",
        columns=("",),
        rows=rows,
        totals=(whole,),
        people=whole,
        subject=FigureSubject.MACHINE,
    )


def count_by_version(
    figure: str, title: str, parts: Sequence[VersionPart], labels: Labels
) -> CountFigure | None:
    """Return the counts of categories beside each other for each version, in order of time."""
    columns: dict[str, list[VersionPart]] = {}
    for part in parts:
        columns.setdefault(part.version, []).append(part)
    if not any(part.list_groups("groups") for part in parts):
        return None
    totals = tuple(sum(part.decisions for part in some) for some in columns.values())
    return CountFigure(
        id=figure,
        title=title,
        sentence=_("What became of proposals, by version."),
        breakdown=_("Version"),
        columns=tuple(columns),
        rows=_make_rows(list(columns.values()), labels, "groups"),
        totals=totals,
        people=sum(totals),
        ordered=True,
        subject=FigureSubject.MACHINE,
    )


def _make_rows(
    columns: Sequence[Sequence[VersionPart]], labels: Labels, name: str
) -> tuple[FigureRow, ...]:
    """Return a row for each category that is anywhere counted alone, and one for all others."""
    tallies = [CategoryTally(parts, name) for parts in columns]
    rows = [
        FigureRow(
            str(labels[category]),
            tuple(tally.alone.get(category) for tally in tallies),
            at_least=frozenset(
                index
                for index, tally in enumerate(tallies)
                if tally.times[category] < len(columns[index])
            ),
            name=category,
        )
        for category in labels
        if any(category in tally.alone for tally in tallies)
    ]
    merged = list(dict.fromkeys(each for tally in tallies for each in tally.merged_names))
    if merged:
        once = all(len(tally.merged) <= 1 for tally in tallies) and len(tallies) == 1
        label = join_labels(labels, merged) if once else _("Counted together with others")
        counts = tuple(sum(tally.merged) or None for tally in tallies)
        rows.append(FigureRow(label, counts, answered=False))
    return tuple(rows)


class CategoryTally:
    """Sums of some parts: of each category counted alone, and of those counted together."""

    def __init__(self, parts: Sequence[VersionPart], name: str) -> None:
        self.alone: dict[str, int] = {}
        self.times = Counter[str]()
        """In how many parts a category is counted by itself."""
        self.merged: list[int] = []
        self.merged_names: list[str] = []
        for part in parts:
            for names, count in part.list_groups(name):
                if len(names) == 1:
                    self.alone[names[0]] = self.alone.get(names[0], 0) + count
                    self.times[names[0]] += 1
                else:
                    self.merged.append(count)
                    self.merged_names += names


def _describe(rows: Sequence[FigureRow], whole: int, labels: Labels, *, overrides: bool) -> str:
    """Name the most frequent category, and the next; what nobody noted is never among them."""
    empty = {str(labels[each]) for each in (UNKNOWN, NO_REASON) if each in labels}
    named = [row for row in rows if row.answered and row.label not in empty]
    alone = sorted(((row.counts[0] or 0, row.label) for row in named), key=lambda each: -each[0])
    if not alone:
        return _("Of %(whole)s decisions.") % {"whole": format_number(whole)}
    words = {
        "first": alone[0][1],
        "count": format_number(alone[0][0]),
        "whole": format_number(whole),
    }
    if overrides:
        return _("Most often: “%(first)s” (%(count)s of %(whole)s overrides).") % words
    if len(alone) == 1:
        return _("“%(first)s”: %(count)s of %(whole)s decisions.") % words
    words |= {"next": alone[1][1], "second": format_number(alone[1][0])}
    if labels is OUTCOMES:
        words |= {name: lower_first(words[name]) for name in ("first", "next")}
        return _("%(count)s of %(whole)s proposals %(first)s, %(second)s %(next)s.") % words
    if len(named) < len([row for row in rows if row.answered]):
        return _("“%(first)s”: %(count)s of %(whole)s decisions; “%(next)s”: %(second)s.") % words
    return (
        _(
            "Most often “%(first)s” (%(count)s of %(whole)s decisions), then “%(next)s”"
            " (%(second)s)."
        )
        % words
    )

"""When a review clause fires: from released figures of closed months and the day. Pure.

No member has a part in it: what everybody reads is the only thing it sees, and of second looks how
many were late by month. It fires when a figure is above what was agreed; when, 30 days after a
month closed, its figure cannot be read; when more second looks were late than agreed; when a no
is seen to cost something in two quarters, or one complaint of it was upheld; or on a date.
The same cause never fires twice: a run of months without figure is one cause.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vecu.dialogue.rules import ClauseCause, WatchedFigure
from vecu.fieldlog.months import LogMonth, get_month

PATIENCE = timedelta(days=30)
"""From the closing of a month until its figure is missed."""

FIGURE_KEYS: Mapping[WatchedFigure, str] = {
    WatchedFigure.OVERRIDES: "outcome",
    WatchedFigure.MINUTES: "minutes",
    WatchedFigure.UPKEEP: "upkeep",
}
"""The figure of a month that each clause reads."""

VersionContent = Mapping[str, Any]
"""What a figure says of one version, or of some counted together."""


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """What was agreed: watch from `since` on; `most` is a whole percent, or hours; `due` a date."""

    watched: WatchedFigure
    since: date
    most: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseTrigger:
    """Why a clause fires, and for which month; for a date there is none."""

    cause: ClauseCause
    month: str = ""


def list_triggers(
    terms: ClauseTerms,
    months: Mapping[str, Mapping[str, Any]],
    today: date,
    late_looks: Mapping[str, int] | None = None,
    losses: Iterable[str] = (),
) -> list[ClauseTrigger]:
    """Return all that a clause fires for until today, those that it fired for before too.

    `months` holds by month (`2026-11`) what everybody reads of it now, by figure; `late_looks` how
    many second looks that were due then were late; `losses` are months of upheld complaints, and
    the last ones of quarters with a loss.
    """
    if terms.watched is WatchedFigure.DATE:
        due = terms.due is not None and today >= terms.due
        return [ClauseTrigger(ClauseCause.DATE)] if due else []
    if terms.watched is WatchedFigure.LATE_LOOKS:
        return _list_late_months(terms, late_looks or {})
    if terms.watched is WatchedFigure.SERVED_AS_WELL:
        return [ClauseTrigger(ClauseCause.LOSS, month) for month in losses]
    triggers: list[ClauseTrigger] = []
    previous: ClauseCause | None = None
    for month in _iter_closed_months(terms.since, today):
        cause = _judge_month(terms, months.get(str(month)))
        waiting = today < month.get_closing_day() + PATIENCE
        if cause is ClauseCause.ABOVE or (cause and not waiting and cause is not previous):
            triggers.append(ClauseTrigger(cause, str(month)))
        previous = cause
    return triggers


def _list_late_months(terms: ClauseTerms, late_looks: Mapping[str, int]) -> list[ClauseTrigger]:
    """Return the months with too many late answers: it waits for none of them to close."""
    first = str(get_month(terms.since))
    return [
        ClauseTrigger(ClauseCause.LATE, month)
        for month, late in sorted(late_looks.items())
        if month >= first and late > (terms.most or 0)
    ]


def _iter_closed_months(since: date, today: date) -> Iterator[LogMonth]:
    month = get_month(since)
    while month.is_closed(today):
        yield month
        month = get_month(month.get_closing_day())


def _judge_month(terms: ClauseTerms, content: Mapping[str, Any] | None) -> ClauseCause | None:
    """Return why a month is a cause, None if it is none.

    A version above is enough, so that a rare one is not lost in the mean. Where the figure is
    hidden for half of the decisions or more, nobody can say that it is not above.
    """
    figure = (content or {}).get(FIGURE_KEYS[terms.watched])
    if not figure:
        return ClauseCause.HIDDEN if content else ClauseCause.MISSING
    if terms.watched is WatchedFigure.UPKEEP:
        hours = sum(part["hours"] for part in figure["parts"])
        return ClauseCause.ABOVE if hours > (terms.most or 0) else None
    versions: Sequence[VersionContent] = figure["versions"]
    readings = [(_is_above(terms, version), version["decisions"]) for version in versions]
    if any(above for above, _decisions in readings):
        return ClauseCause.ABOVE
    visible = sum(decisions for above, decisions in readings if above is not None)
    whole = sum(decisions for _above, decisions in readings)
    return None if 2 * visible > whole else ClauseCause.HIDDEN


def _is_above(terms: ClauseTerms, version: VersionContent) -> bool | None:
    """Return whether a version is above what was agreed, None where it shows nothing of it."""
    if terms.watched is WatchedFigure.OVERRIDES:
        share = version.get("shares", {}).get("overridden")
        return None if share is None or terms.most is None else share[0] > terms.most
    return _takes_more(version)


def _takes_more(version: VersionContent) -> bool | None:
    """Return whether a decision takes more minutes than it saves, both as people feel them.

    Measured minutes have no match: what was measured without the tool is for a whole case.
    """
    means = version.get("means", {})
    taken, saved = (
        means.get(name, {}).get("all") for name in ("told_minutes", "told_saved_minutes")
    )
    return None if taken is None or saved is None else taken > saved

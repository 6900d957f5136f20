"""The demonstration's quarters of those who say no to the scribe: one is too small, one is public.

The tool opens at one site and not at the other. `safeguards.json` has for each group the counts of
a month, in the order of `CountedEvent`.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from vecu.fieldlog.months import LogMonth
from vecu.records.actions import add_record
from vecu.register.queries import System
from vecu.safeguards.quarter_counts.content import (
    CountedSiteContent,
    MonthCountContent,
    QuarterDeclarationContent,
)
from vecu.safeguards.quarter_counts.month_counts import (
    AnswerGroup,
    CountedEvent,
    QuarterOutcome,
    get_count_key,
)
from vecu.safeguards.quarter_counts.tables import AnswerGrouping, is_open_in
from vecu.safeguards.quarters import Quarter, get_quarter
from vecu.site.demo.days import Place, find_place
from vecu.site.demo.safeguards import read_safeguards


def count_quarters(system: System, first: LogMonth, now: datetime, *, by: str) -> Iterator[Place]:
    """Declare what is compared before the last two closed quarters, and type what sites counted.

    The tool opens with the first month of the log. Yield the day of each act before it.
    """
    data = read_safeguards()["quarters"]
    latest = _find_latest_closed(timezone.localtime(now).date())
    compared = _get_previous(latest)
    declared = compared.first_day - timedelta(days=data["declared"])
    content = QuarterDeclarationContent(
        compared.first_day,
        QuarterOutcome(data["outcome"]),
        AnswerGrouping(data["grouping"]),
        data["most_quarters"],
        data["margin"],
    )
    yield find_place(first, declared)
    add_record(system, content, by=by, now=_get_noon(declared))
    months = [*_get_previous(compared).months, *compared.months, *latest.months]
    began = max(declared, first.first_day)
    yield find_place(first, began)
    sites: list[tuple[dict[str, Any], date | None, Any]] = []
    for site in data["sites"]:
        opened = first.first_day if site["opens"] else None
        counted = CountedSiteContent(site["name"], months[0], opened)
        row = add_record(system, counted, by=by, now=_get_noon(began))
        sites.append((site, opened, row))
    for month in months:
        typed = max(month + timedelta(days=35), began)
        yield find_place(first, typed)
        for site, opened, row in sites:
            counts = _read_counts(site, month, opened, latest)
            noted = MonthCountContent(row.pk, month, is_correction=False, counts=counts)
            add_record(system, noted, by=by, now=_get_noon(typed))


def _read_counts(
    site: dict[str, Any], month: date, opened: date | None, latest: Quarter
) -> dict[str, int]:
    """Return the counts of a month: few are asked before the last quarter."""
    is_latest = month >= latest.first_day
    if opened is None:
        part = site["later" if is_latest else "before"]
    elif is_open_in(opened, month):
        part = site["later" if is_latest else "first"]
    else:
        part = site["before"]
    counts: dict[str, int] = {}
    for name, found in part.items():
        if isinstance(found, list):
            events = zip(CountedEvent, found, strict=True)
            group = AnswerGroup(name)
            counts |= {get_count_key(group, event): number for event, number in events}
        else:
            counts[name] = found
    return counts


def _find_latest_closed(today: date) -> Quarter:
    quarter = get_quarter(today)
    while not quarter.is_closed(today):
        quarter = _get_previous(quarter)
    return quarter


def _get_previous(quarter: Quarter) -> Quarter:
    return get_quarter(quarter.first_day - timedelta(days=1))


def _get_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), timezone.get_current_timezone())

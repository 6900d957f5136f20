"""Months of invented counts of a service, typed by site."""

from collections.abc import Mapping
from datetime import date

from vecu.safeguards.quarter_counts.month_counts import (
    AnswerGroup,
    CountedEvent,
    QuarterOutcome,
    get_count_key,
)
from vecu.safeguards.quarter_counts.tables import AnswerGrouping, ComparisonTerms, SiteMonth
from vecu.safeguards.quarters import Quarter

SUMMER = Quarter(2026, 3)
OPENED = date(2026, 7, 1)
TERMS = ComparisonTerms(SUMMER, QuarterOutcome.KEPT, AnswerGrouping.TOGETHER, 2, 10)


def make_counts(people: Mapping[AnswerGroup, tuple[int, int]]) -> dict[str, int]:
    """Return the counts of a month: of each group, how many meetings were kept, of how many due.

    As many people ask for something first, and as many decisions are taken: seven of ten are seen
    within 15 days, and get what they asked for.
    """
    counts: dict[str, int] = {}
    for group, (kept, due) in people.items():
        good = round(due * 0.7)
        numbers = {
            CountedEvent.REQUESTS: due,
            CountedEvent.WITHIN_7: good - good // 2,
            CountedEvent.WITHIN_15: good // 2,
            CountedEvent.LATER: due - good,
            CountedEvent.DUE: due,
            CountedEvent.KEPT: kept,
            CountedEvent.MISSED: due - kept,
            CountedEvent.CONTACTS: 2 * due,
            CountedEvent.GRANTED: good,
            CountedEvent.REFUSED: due - good,
        }
        counts |= {get_count_key(group, event): number for event, number in numbers.items()}
    return counts


def make_quarter(
    people: Mapping[AnswerGroup, tuple[int, int]],
    quarter: Quarter = SUMMER,
    site: str = "high",
    opened: date | None = OPENED,
) -> list[SiteMonth]:
    """Return a quarter of a site, the same in each of its three months."""
    return [SiteMonth(site, month, opened, make_counts(people)) for month in quarter.months]

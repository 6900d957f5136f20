"""A service that counts by month and by site, and declares what it compares."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from tests.safeguards.counted_months import make_counts
from vecu.records.actions import add_record
from vecu.register.queries import System
from vecu.safeguards.models import CountedSite, MonthCount, QuarterDeclaration
from vecu.safeguards.quarter_counts.content import (
    CountedSiteContent,
    MonthCountContent,
    QuarterDeclarationContent,
)
from vecu.safeguards.quarter_counts.month_counts import AnswerGroup, QuarterOutcome
from vecu.safeguards.quarter_counts.tables import AnswerGrouping

SITE = CountedSiteContent("Sève-le-Haut", date(2026, 4, 1), date(2026, 7, 6))
DECLARATION = QuarterDeclarationContent(
    date(2026, 7, 1), QuarterOutcome.KEPT, AnswerGrouping.TOGETHER, 2, 10
)
COUNTS = make_counts(
    {
        AnswerGroup.YES: (72, 100),
        AnswerGroup.NO: (10, 15),
        AnswerGroup.NOT_ASKED: (18, 27),
        AnswerGroup.WITHDREW: (4, 5),
    }
) | {"left": 8, "staff": 6, "hours": 34, "languages": 3}
BEFORE = make_counts({AnswerGroup.EVERYBODY: (103, 147)}) | {
    "staff": 7,
    "hours": 38,
    "languages": 3,
}


def make_counted_site(system: System, content: CountedSiteContent = SITE) -> UUID:
    """Count a site of a system from April on; the tool is open there from July on."""
    row: CountedSite = add_record(system, content, by="lea", now=get_noon(date(2026, 7, 7)))
    return row.pk


def declare(system: System) -> QuarterDeclaration:
    """Declare in June what quarters compare from July on."""
    row: QuarterDeclaration = add_record(
        system, DECLARATION, by="lea", now=get_noon(date(2026, 6, 15))
    )
    return row


def type_month(
    system: System, site: UUID, month: date, counts: Mapping[str, int], *, correction: bool = False
) -> MonthCount:
    """Type the counts of a month on the second day after it."""
    content = MonthCountContent(site, month, correction, counts)
    row: MonthCount = add_record(
        system, content, by="lea", now=get_noon(month + timedelta(days=32))
    )
    return row


def type_summer(system: System, counts: Mapping[str, int] = COUNTS) -> UUID:
    """Declare, count a site, and type six months: three before the tool was open."""
    declare(system)
    site = make_counted_site(system)
    for month in range(4, 10):
        type_month(system, site, date(2026, month, 1), BEFORE if month < 7 else counts)
    return site


def get_noon(day: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), UTC)

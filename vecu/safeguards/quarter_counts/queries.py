"""Read what sites counted, and what of their quarters is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.accounts.rules import Scope
from vecu.register.queries import System
from vecu.safeguards.models import CountedSite, MonthCount, QuarterDeclaration, UpheldComplaint
from vecu.safeguards.quarter_counts.month_counts import QuarterOutcome, are_counts_of, list_groups
from vecu.safeguards.quarter_counts.tables import (
    AnswerGrouping,
    ComparisonTerms,
    QuarterResult,
    SiteMonth,
    is_open_in,
    is_settled,
    list_losses,
    list_results,
)
from vecu.safeguards.quarters import get_quarter

__all__ = [
    "CountedSite",
    "MonthCount",
    "QuarterComparison",
    "QuarterDeclaration",
    "UpheldComplaint",
    "find_month",
    "find_site",
    "get_comparison",
    "has_quarters",
    "list_service_losses",
]


@dataclass(frozen=True, slots=True)
class QuarterComparison:
    """The quarters of a system: what was declared, the sites, their months, what is public.

    `fitting` are the months that count: where the day of opening was corrected, those that were
    typed for the other groups are to be typed again.
    """

    terms: ComparisonTerms | None
    sites: Sequence[CountedSite]
    months: Sequence[MonthCount]
    fitting: Sequence[SiteMonth]
    results: Sequence[QuarterResult]

    def is_settled(self, month: date) -> bool:
        """Return whether the counts of a month stand for ever."""
        return self.terms is not None and is_settled(self.results, self.terms, month)


def find_site(system: System, site: UUID) -> CountedSite | None:
    """Return a site of a system, None if there is none."""
    return CountedSite.objects.filter(system=system, pk=site).first()


def find_month(site: CountedSite, month: date, *, is_correction: bool = False) -> MonthCount | None:
    """Return what a site counted in a month, or corrected in it."""
    found = MonthCount.objects.filter(site=site.pk, month=month, is_correction=is_correction)
    return found.first()


def get_comparison(system: System, today: date) -> QuarterComparison:
    """Return the quarters of a system until today."""
    sites = list(CountedSite.objects.filter(system=system))
    months = list(MonthCount.objects.filter(system=system))
    declared = QuarterDeclaration.objects.filter(system=system).first()
    terms = _read_terms(declared) if declared else None
    opened = {each.pk: each.opened for each in sites}
    fitting = [
        SiteMonth(str(each.site), each.month, opened[each.site], each.counts, each.is_correction)
        for each in months
        if each.site in opened
        and are_counts_of(
            list_groups(is_open=is_open_in(opened[each.site], each.month)), each.counts
        )
    ]
    expected = {str(each.pk): each.counted_from.replace(day=1) for each in sites}
    results = list_results(terms, fitting, expected, today) if terms else []
    return QuarterComparison(terms, sites, months, fitting, results)


def has_quarters(slug: str) -> bool:
    """Return whether anything was declared of quarters of the system with this address."""
    return QuarterDeclaration.objects.filter(system__slug=slug).exists()


def list_service_losses(scope: Scope, since: date, today: date) -> list[str]:
    """Return the months from which a clause fires that watches whether a no costs something.

    One upheld complaint is enough; of quarters, the second one whose interval excludes no loss.
    """
    complaints = UpheldComplaint.objects.filter(system=scope.id, day__gte=since)
    upheld = {f"{each.day:%Y-%m}" for each in complaints}
    declared = QuarterDeclaration.objects.filter(system=scope.id).select_related("system").first()
    if declared is None:
        return sorted(upheld)
    lost = list_losses(get_comparison(declared.system, today).results)
    return sorted(upheld | {f"{each.last_day:%Y-%m}" for each in lost if each.last_day >= since})


def _read_terms(row: QuarterDeclaration) -> ComparisonTerms:
    return ComparisonTerms(
        get_quarter(row.first),
        QuarterOutcome(row.outcome),
        AnswerGrouping(row.grouping),
        row.most_quarters,
        row.margin,
    )

"""The rules by which cold fields are filled, one pure function each, by the names of `forms.toml`.

A rule finds a value in papers, or in lines that stand above; it guesses nothing that is missing.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from vecu.pilots.cold_writing.closed_values import CENT
from vecu.pilots.cold_writing.form_book import FormField
from vecu.pilots.cold_writing.households import NO_INCOME, Household, HouseholdPaper

DAYS_A_MONTH = 30
MOST_HELP = Decimal(800)
MONTHS = 3


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A canonical value with the papers on which it rests; None where nothing says it."""

    value: str | None
    papers: Sequence[HouseholdPaper] = ()


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What a rule reads: the field, the household, and the `lines` above it by key.

    A line is None where it is missing and would count; a kind without any paper has no line.
    """

    field: FormField
    household: Household
    lines: Mapping[str, str | None]


FillRule = Callable[[FieldFacts], FoundValue]
NOTHING = FoundValue(None)


def copy_paper(facts: FieldFacts) -> FoundValue:
    """Copy what the latest paper says."""
    if facts.field.key == "file":
        return FoundValue(facts.household.file_number)
    papers = facts.household.find(facts.field.key)
    return FoundValue(papers[-1].value, papers[-1:]) if papers else NOTHING


def find_interview_day(facts: FieldFacts) -> FoundValue:
    """Return the day of the interview."""
    return FoundValue(facts.household.opened.isoformat())


def count_shares(facts: FieldFacts) -> FoundValue:
    """Count 1, plus 0.5 for each other person of 14 or over, plus 0.3 for each child under 14."""
    people = [facts.lines.get(key) for key in ("adults", "from_14", "under_14")]
    if any(each is None for each in people):
        return NOTHING
    adults, older, younger = (Decimal(each or 0) for each in people)
    shares = 1 + Decimal("0.5") * (adults - 1 + older) + Decimal("0.3") * younger
    return FoundValue(str(shares.quantize(Decimal("0.1"))))


def average_months(facts: FieldFacts) -> FoundValue:
    """Return the mean of the last three months, to the cent."""
    papers = facts.household.find(facts.field.key)[-MONTHS:]
    if not papers:
        return NOTHING
    mean = sum((Decimal(each.value) for each in papers), Decimal()) / len(papers)
    return FoundValue(_round(mean), papers)


def share_month(facts: FieldFacts) -> FoundValue:
    """Return what a bill makes each month."""
    papers = facts.household.find(facts.field.key)[-1:]
    if not papers:
        return NOTHING
    return FoundValue(_round(Decimal(papers[0].value) / papers[0].months), papers)


def add_section(facts: FieldFacts) -> FoundValue:
    """Add the lines above; a line that is missing leaves the total blank."""
    begins = facts.field.section + "_"
    lines = [value for key, value in facts.lines.items() if key.startswith(begins)]
    if any(each is None for each in lines):
        return NOTHING
    if not lines:
        papers = facts.household.find(NO_INCOME) if facts.field.section == "income" else ()
        return FoundValue("0.00", papers) if papers else NOTHING
    return FoundValue(_round(sum((Decimal(each or 0) for each in lines), Decimal())))


def divide_remainder(facts: FieldFacts) -> FoundValue:
    """Return (income - bills) / 30 / shares, a day and a share; bills that exceed income show."""
    income, bills, shares = (
        facts.lines.get(key) for key in ("income_total", "bills_total", "shares")
    )
    if income is None or bills is None or shares is None:
        return NOTHING
    return FoundValue(_round((Decimal(income) - Decimal(bills)) / DAYS_A_MONTH / Decimal(shares)))


def cap_debt(facts: FieldFacts) -> FoundValue:
    """Return what is still owed, and no more than the fund gives."""
    papers = facts.household.find("owed")[-1:]
    if not papers:
        return NOTHING
    return FoundValue(_round(min(Decimal(papers[0].value), MOST_HELP)), papers)


def find_fresh_paper(facts: FieldFacts) -> FoundValue:
    """Return the day of the latest paper of a kind, if it is under three months old."""
    oldest = _go_back(facts.household.opened, MONTHS)
    days = [
        each
        for each in facts.household.papers
        if each.kind == facts.field.word and each.day > oldest
    ]
    latest = max(days, key=lambda each: each.day, default=None)
    return FoundValue(latest.day.isoformat(), (latest,)) if latest else NOTHING


def find_year_before(facts: FieldFacts) -> FoundValue:
    """Return the year before the interview."""
    return FoundValue(str(facts.household.opened.year - 1))


def tell_situation(facts: FieldFacts) -> FoundValue:
    """Return whether one adult stands on the statement, or more."""
    papers = facts.household.find("adults")[-1:]
    if not papers:
        return NOTHING
    return FoundValue("alone" if papers[0].value == "1" else "couple", papers)


def count_dependants(facts: FieldFacts) -> FoundValue:
    """Return how many children stand on the statement."""
    papers = (*facts.household.find("under_14")[-1:], *facts.household.find("from_14")[-1:])
    return FoundValue(str(sum(int(each.value) for each in papers)), papers) if papers else NOTHING


def add_year(facts: FieldFacts) -> FoundValue:
    """Return the total of annual summaries, to the nearest euro; half a euro counts as one."""
    papers = facts.household.find(facts.field.key)
    if not papers:
        return NOTHING
    total = sum((Decimal(each.value) for each in papers), Decimal())
    return FoundValue(str(total.quantize(Decimal(1), ROUND_HALF_UP)), papers)


def compare_address(facts: FieldFacts) -> FoundValue:
    """Return whether the proof of address is of the year before."""
    papers = facts.household.find("commune")[-1:]
    if not papers:
        return NOTHING
    return FoundValue(
        "yes" if papers[0].day.year == facts.household.opened.year - 1 else "no", papers
    )


RULES: Mapping[str, FillRule] = {
    "copied": copy_paper,
    "interview_day": find_interview_day,
    "shares": count_shares,
    "mean_of_three": average_months,
    "monthly_share": share_month,
    "sum_of_section": add_section,
    "left_to_live": divide_remainder,
    "capped_debt": cap_debt,
    "fresh_paper": find_fresh_paper,
    "year_before": find_year_before,
    "single_or_couple": tell_situation,
    "dependants": count_dependants,
    "whole_euros": add_year,
    "moved_that_year": compare_address,
}


def _round(amount: Decimal) -> str:
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def _go_back(day: date, months: int) -> date:
    """Return the same day some months before, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

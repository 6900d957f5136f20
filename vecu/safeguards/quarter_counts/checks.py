"""Why what somebody wrote of sites and their months cannot be stored."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from vecu.records.queries import Act
from vecu.register.checks import list_content_problems, list_day_problems
from vecu.register.queries import System
from vecu.safeguards.models import (
    NAME_LENGTH,
    CountedSite,
    MonthCount,
    QuarterDeclaration,
)
from vecu.safeguards.quarter_counts.content import (
    CountedSiteContent,
    MonthCountContent,
    QuarterDeclarationContent,
    UpheldComplaintContent,
)
from vecu.safeguards.quarter_counts.month_counts import (
    MOST,
    SiteCount,
    add_counts,
    are_counts_of,
    find_wrong_sums,
    list_groups,
)
from vecu.safeguards.quarter_counts.queries import QuarterComparison, find_site, get_comparison
from vecu.safeguards.quarter_counts.tables import MOST_QUARTERS, is_open_in
from vecu.safeguards.quarters import get_quarter
from vecu.ui.templatetags.ui import day as format_day

Problems = dict[str, str]
MOST_MARGIN = 30


def list_site_problems(
    system: System, content: CountedSiteContent, row: CountedSite | None, today: date
) -> Problems:
    """Return by field why a site cannot be counted so."""
    problems = list_content_problems(content, content.needed)
    if len(content.name) > NAME_LENGTH:
        problems["name"] = _("Shorten it to %(most)s characters.") % {"most": NAME_LENGTH}
    if content.opened is not None:
        problems |= list_day_problems("opened", content.opened, today)
    comparison, first = get_comparison(system, today), content.counted_from.replace(day=1)
    moved = row is None or row.counted_from.replace(day=1) != first
    earliest = first if row is None else min(first, row.counted_from.replace(day=1))
    if moved and comparison.is_settled(earliest):
        problems["counted_from"] = _(
            "A quarter with this month is settled. Count the site from a later month on."
        )
    if row is not None and _moves_settled(comparison, content, row):
        problems["opened"] = _(
            "Months between the two days are settled: they stay counted as they were."
        )
    return problems


def _moves_settled(
    comparison: QuarterComparison, content: CountedSiteContent, row: CountedSite
) -> bool:
    return any(
        comparison.is_settled(each.month)
        and is_open_in(content.opened, each.month) != is_open_in(row.opened, each.month)
        for each in comparison.months
        if each.site == row.pk
    )


def list_site_removal_problems(row: CountedSite, _side: str) -> Problems:
    """Return why a site stays: what it counted would be nowhere, or what it withheld public."""
    if MonthCount.objects.filter(site=row.pk).exists():
        return {"": _("Months of this site are typed: it stays.")}
    first = row.counted_from.replace(day=1)
    if MonthCount.objects.filter(system=row.system, month__gte=first).exists():
        message = _(
            "Other sites have months since then: without this one, a quarter that was withheld"
            " would be told. Count it from a later month first."
        )
        return {"": message}
    return {}


def list_site_undo_problems(_act: Act, row: CountedSite | None, _restored: Any) -> Problems:
    """Return why a change of a site cannot be taken back: correct the site instead."""
    return list_site_removal_problems(row, "") if row is not None else {}


def list_declaration_problems(
    system: System,
    content: QuarterDeclarationContent,
    row: QuarterDeclaration | None,
    today: date,
) -> Problems:
    """Return by field why quarters cannot be compared so."""
    if row is not None and row.first <= today:
        message = _("The first quarter began on %(day)s: what was declared stays.")
        return {"": message % {"day": format_day(row.first)}}
    if row is None and QuarterDeclaration.objects.filter(system=system).exists():
        return {"": _("What is compared is already declared. Correct that declaration.")}
    problems: Problems = {}
    if get_quarter(content.first).first_day != content.first:
        problems["first"] = _("A quarter begins on the first of January, April, July or October.")
    elif content.first <= today:
        problems["first"] = _(
            "Declare it before the quarter begins: nobody chooses once the counts are known."
        )
    if not 1 <= content.most_quarters <= MOST_QUARTERS:
        problems["most_quarters"] = _("Give a number from 1 to %(most)s.") % {"most": MOST_QUARTERS}
    if not 1 <= content.margin <= MOST_MARGIN:
        problems["margin"] = _("Give a number from 1 to %(most)s.") % {"most": MOST_MARGIN}
    return problems


def list_declaration_removal_problems(_row: QuarterDeclaration, _side: str) -> Problems:
    """Return that what was declared is not removed: somebody could wait for better counts."""
    return {"": _("What was declared is not removed. Correct it until its first quarter begins.")}


def list_month_problems(
    system: System, content: MonthCountContent, row: MonthCount | None, today: date
) -> Problems:
    """Return by field why counts cannot stand so."""
    site, comparison = find_site(system, content.site), get_comparison(system, today)
    if site is None or content.month.day != 1:
        return {"": _("This site is gone. Its months cannot be noted.")}
    if problem := _find_month_problem(site, content, comparison, today):
        return {"": problem}
    others = MonthCount.objects.filter(
        site=site.pk, month=content.month, is_correction=content.is_correction
    )
    if (others.exclude(pk=row.pk) if row else others).exists():
        return {"": _("This month is noted already. Correct what is noted.")}
    return _list_count_problems(content, comparison)


def _find_month_problem(
    site: CountedSite, content: MonthCountContent, comparison: QuarterComparison, today: date
) -> str:
    """Return why nothing is noted of this month, or not any more; '' if it can be."""
    after = (content.month + timedelta(days=31)).replace(day=1)
    if today < after:
        return _("Note a month once it is over: from %(day)s on.") % {"day": format_day(after)}
    if content.month < site.counted_from.replace(day=1):
        words = {"day": format_day(site.counted_from)}
        return _("This site is counted from %(day)s on.") % words
    if comparison.is_settled(content.month):
        return _(
            "The quarter of this month is settled. Write what was wrong as a correction in the page"
            " of a later month."
        )
    groups = list_groups(is_open=is_open_in(site.opened, content.month))
    if not are_counts_of(groups, content.counts):
        return _("The day on which the tool was opened here has changed. Type it again.")
    return ""


def _list_count_problems(content: MonthCountContent, comparison: QuarterComparison) -> Problems:
    problems = {}
    for name, number in content.counts.items():
        if number < 0 and not content.is_correction:
            problems[name] = _("Give a whole number.")
        elif abs(number) > MOST:
            problems[name] = _("Give a number up to %(most)s.") % {"most": MOST}
    message = _("The numbers below it add up to %(total)s. Correct one or the other.")
    for name, total in find_wrong_sums(content.counts).items():
        problems[name] = message % {"total": total}
    if not content.is_correction:
        return problems
    if fixed := [each for each in SiteCount if content.counts.get(each)]:
        only = _("Only numbers of people and events can be corrected.")
        problems |= {str(each): only for each in fixed if each is not SiteCount.LEFT}
    return problems | _list_falling(content, comparison)


def _list_falling(content: MonthCountContent, comparison: QuarterComparison) -> Problems:
    """Return which counts of all months until now would fall below nothing."""
    earlier = (
        each.counts
        for each in comparison.months
        if each.site == content.site
        and not (each.is_correction and each.month == content.month)
        and each.month <= content.month
    )
    message = _("Only %(found)s were counted until now: nobody can take away more.")
    total = add_counts(earlier)
    return {
        name: message % {"found": total.get(name, 0)}
        for name, number in content.counts.items()
        if number < 0 and total.get(name, 0) + number < 0
    }


def list_complaint_problems(
    _system: System, content: UpheldComplaintContent, _row: Any, today: date
) -> Problems:
    """Return by field why a complaint cannot be noted so."""
    return list_day_problems("day", content.day, today)

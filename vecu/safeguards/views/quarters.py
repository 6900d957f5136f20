"""Members' pages of quarters: what is typed of each site and month, what is public of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.records.submission import FormOutcome
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.safeguards.models import CountedSite
from vecu.safeguards.quarter_counts.forms import MonthCountForm
from vecu.safeguards.quarter_counts.month_counts import list_groups
from vecu.safeguards.quarter_counts.presenters import format_month, list_quarter_pages
from vecu.safeguards.quarter_counts.queries import (
    QuarterComparison,
    find_month,
    find_site,
    get_comparison,
)
from vecu.safeguards.quarter_counts.tables import is_open_in
from vecu.ui.requests import READ_OR_WRITE

MOST_MONTHS = 36


@system_page(allowed.can_see_system)
def show_quarters(visit: SystemVisit) -> HttpResponse:
    """Show which months are typed, by site, and what of closed quarters is public."""
    today = localdate()
    comparison = get_comparison(visit.system, today)
    context = {
        "terms": comparison.terms,
        "sites": [
            (each, _list_months(visit, comparison, each, today)) for each in comparison.sites
        ],
        "pages": list_quarter_pages(comparison),
        "declares": visit.make_address("safeguards:entries", "declaration"),
        "adds": visit.make_address("safeguards:entries", "sites"),
    }
    return visit.render("safeguards/quarters.html", context)


def _list_months(
    visit: SystemVisit, comparison: QuarterComparison, site: CountedSite, today: date
) -> list[dict[str, Any]]:
    """Return the months of a site that are over, the latest first, and what stands of each."""
    fitting = {
        each.month
        for each in comparison.fitting
        if each.site == str(site.pk) and not each.is_correction
    }
    typed = {each.month for each in comparison.months if each.site == site.pk}
    months, month = [], site.counted_from.replace(day=1)
    while _get_following(month) <= today:
        months.append(month)
        month = _get_following(month)
    return [
        {
            "label": format_month(each),
            "address": visit.make_address("safeguards:month", site.pk, each.year, each.month),
            "is_typed": each in fitting,
            "is_outdated": each in typed and each not in fitting,
            "is_settled": comparison.is_settled(each),
        }
        for each in reversed(months[-MOST_MONTHS:])
    ]


def _get_following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@system_page(allowed.can_see_system, READ_OR_WRITE)
def note_month(visit: SystemVisit, site: UUID, year: int, month: int) -> HttpResponse:
    """Show the counts of a site in a month as they were typed; editors note or correct them."""
    return _month_page(visit, site, year, month, is_correction=False)


@system_page(allowed.can_see_system, READ_OR_WRITE)
def correct_months(visit: SystemVisit, site: UUID, year: int, month: int) -> HttpResponse:
    """Note in a month what was wrong in settled ones, each number with its sign."""
    return _month_page(visit, site, year, month, is_correction=True)


def _month_page(
    visit: SystemVisit, key: UUID, year: int, number: int, *, is_correction: bool
) -> HttpResponse:
    site = find_site(visit.system, key)
    if site is None or not (date.min.year < year < date.max.year and 1 <= number <= 12):
        raise Http404
    month = date(year, number, 1)
    edits = allowed.can_edit_system(visit.role)
    if visit.sent is not None and not edits:
        return HttpResponse(status=403)
    groups = list_groups(is_open=is_open_in(site.opened, month))
    row = find_month(site, month, is_correction=is_correction)
    comparison = get_comparison(visit.system, localdate())
    if row is None and visit.sent is None:
        hidden = {"site": key, "month": month, "is_correction": is_correction}
        sent: FormOutcome[Any] = FormOutcome(MonthCountForm(initial=hidden, groups=groups))
    else:
        sent = visit.submit(MonthCountForm, row, groups=groups)
    if sent.is_done:
        return visit.go_on(_("Noted."), "safeguards:quarters")
    corrects = visit.make_address("safeguards:correct-months", key, year, number)
    context = {
        "site": site,
        "month": format_month(month),
        "form": sent.form,
        "problems": sent.form.problems if sent.form.is_bound else [],
        "groups": [_(each.label) for each in groups],
        "is_correction": is_correction,
        "corrects": "" if is_correction or not comparison.terms else corrects,
        "writes": edits and not comparison.is_settled(month),
        "is_typed": row is not None,
    }
    return visit.render("safeguards/month.html", context)

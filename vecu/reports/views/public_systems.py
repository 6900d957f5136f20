"""Public pages of AI systems: all of them, each, and the gap between its rules and real work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts.queries import get_mandate_note, list_mandates
from vecu.casestudies.cases.queries import list_public_cases_of_system
from vecu.dialogue.presenters.summary import describe_summary
from vecu.fieldlog.rules import RECALL_UNCHECKED
from vecu.register.presenters import list_consultation_lines
from vecu.register.rules import RIGHT_TO_REFUSE
from vecu.reports.cards.system_cards import list_system_cards
from vecu.reports.log_presenters import (
    counts_decisions,
    describe_months,
    find_reasons,
    fold_figures,
    list_figures,
    list_files,
    list_observed,
)
from vecu.reports.presenters import find_inquiries, list_finding_lines
from vecu.reports.system_presenters import (
    describe_latest_month,
    describe_standing,
    list_latest_chips,
    list_setting_lines,
    list_situation_lines,
    list_system_lines,
    list_unknown,
    list_unknown_of_gap,
    list_version_lines,
)
from vecu.reports.system_queries import (
    MonthContents,
    PublicSystem,
    get_public_system,
    list_public_systems,
)
from vecu.safeguards.presenters import list_route_facts
from vecu.safeguards.queries import list_routes, needs_route
from vecu.ui.page_headers import keep_out_of_caches
from vecu.ui.templatetags.ui import translate_wording

FEW = 3
"""Real situations on the page of a system; all are on that of the gap."""


@dataclass(frozen=True, slots=True)
class MonthLink:
    """The way to the figures of one month, or of all."""

    label: str
    address: str
    current: bool


@require_safe
def list_systems(request: HttpRequest) -> HttpResponse:
    """List the published systems, each with where it stands and its latest figure."""
    found = list_public_systems()
    context = {
        "lines": list(zip(list_system_lines(found), list_system_cards(found), strict=True)),
        "news": describe_latest_month(found),
        "take_part": find_inquiries(timezone.localdate()),
    }
    return render(request, "reports/systems.html", context)


@require_safe
@keep_out_of_caches
def show_system(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a published system; `month` chooses one of the months of figures."""
    public = get_public_system(slug)
    month = request.GET.get("month", "")
    chosen = [each for each in public.months if each[0] == month] or public.months
    situations = list_situation_lines(public)
    figures = list_figures(chosen)
    decides = figures is not None and counts_decisions(figures)
    first, more = fold_figures(figures)
    mandates = list_mandates(public.detail.system.scope)
    context = _describe(public, chosen) | {
        "detail": public.detail,
        "latest": list_latest_chips(public.months),
        "try_it": reverse("pilots:check", args=[slug]) if public.pilot else "",
        "log": public.log,
        "about_log": reverse("fieldlog:workers", args=[slug]) if public.log else "",
        "about_figures": _("What became of its proposals")
        if decides or not figures
        else _("What those who use it noted"),
        "shown": first,
        "more": more,
        "several": len(chosen) > 1,
        "files": list_files(slug, public.released, chosen[0][0]) if len(chosen) == 1 else [],
        "month_links": _list_month_links(public.months, slug, chosen),
        "situations": situations,
        "first_situations": situations[:FEW],
        "promised": translate_wording(public.detail.system.promise),
        "observed": list_observed(figures),
        "unchecked": _(RECALL_UNCHECKED) if decides else "",
        "needs_route": needs_route(public.detail.system),
        "routes": [(each, list_route_facts(each)) for each in list_routes(public.detail.system)],
        "right_to_refuse": _(RIGHT_TO_REFUSE),
        "discussed": describe_summary(public.dialogue) if public.dialogue else [],
        "about_dialogue": reverse("dialogue:public-dialogue", args=[slug]),
        "consultations": list_consultation_lines(public.detail, mandates),
        "representatives": {get_mandate_note(each) for each in mandates.values()},
        "no_body": public.log.no_body if public.log else {},
        "unknown": list_unknown(public),
        "findings": [
            (each.study, line)
            for each in public.findings
            for line in list_finding_lines(each.study, [each.detail])
        ],
        "cases": [
            (each.name, reverse("casestudies:public-case", args=[each.study.slug, each.pk]))
            for each in list_public_cases_of_system(public.detail.system)
        ],
    }
    return render(request, "reports/system.html", context)


@require_safe
@keep_out_of_caches
def show_gap(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a system is told to do beside the real situations in which people do otherwise."""
    public = get_public_system(slug)
    context = _describe(public, public.months) | {
        "situations": list_situation_lines(public),
        "reasons": find_reasons(list_figures(public.months)),
        "unknown": list_unknown_of_gap(public),
    }
    return render(request, "reports/system_gap.html", context)


def _describe(public: PublicSystem, chosen: MonthContents) -> dict[str, Any]:
    """Return what both pages of a system show."""
    return {
        "system": public.detail.system,
        "standing": describe_standing(public.detail),
        "versions": list_version_lines(public),
        "settings": list_setting_lines(public, timezone.localdate()),
        "period": describe_months([month for month, _content in chosen]) if chosen else "",
    }


def _list_month_links(months: MonthContents, slug: str, chosen: MonthContents) -> list[MonthLink]:
    if len(months) < 2:
        return []
    address, names = reverse("reports:system", args=[slug]), [month for month, _content in months]
    links = [MonthLink(describe_months(names), f"{address}#figures", len(chosen) > 1)]
    return links + [
        MonthLink(describe_months([name]), f"{address}?month={name}#figures", chosen == [each])
        for name, each in zip(reversed(names), reversed(months), strict=True)
    ]

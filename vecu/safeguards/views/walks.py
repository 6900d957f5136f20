"""Pages of walked paths: members sign them, everybody reads what was signed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.queries import list_mandates
from vecu.records.actions import respond_to_record
from vecu.records.descriptions import describe_claim, list_response_lines
from vecu.records.rules import get_side
from vecu.records.views import WRITE
from vecu.register.queries import System
from vecu.register.views.responses import ResponsePage
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.safeguards.queries import list_safeguards
from vecu.safeguards.record_kinds import SERIES, WALK
from vecu.safeguards.views.access import public_page
from vecu.safeguards.walk_rules import NON_TAKE_UP_QUESTIONS
from vecu.safeguards.walks.non_take_up import list_published_figures
from vecu.safeguards.walks.presenters import (
    describe_found,
    get_series_title,
    list_lines,
    translate_quarter,
)
from vecu.safeguards.walks.queries import SeriesDetail, WalkSeries, list_series
from vecu.ui.requests import READ_OR_WRITE


@require_safe
@public_page
def show_public(request: HttpRequest, system: System) -> HttpResponse:
    """Show the walks of a published system that both sides signed."""
    today = localdate()
    signed = [each for each in list_series(system) if each.series.is_public(today)]
    context = {
        "system": system,
        "series": describe_series(signed),
        "questions": [(_(kind.label), _(text)) for kind, text in NON_TAKE_UP_QUESTIONS.items()],
        "figures": list_published_figures(),
    }
    return render(request, "safeguards/public_walks.html", context)


def describe_series(details: list[SeriesDetail]) -> list[dict[str, Any]]:
    """Return what is shown of series, the latest first, each beside the one before it."""
    earlier: list[SeriesDetail | None] = [*details[1:], None][: len(details)]
    return [
        {
            "series": each.series,
            "title": get_series_title(each.series),
            "quarter": translate_quarter(each.series.quarter),
            "found": describe_found(each),
            "lines": list_lines(each, past),
            "previous": translate_quarter(past.series.quarter) if past else "",
        }
        for each, past in zip(details, earlier, strict=True)
    ]


@system_page(allowed.can_see_system)
def list_all(visit: SystemVisit) -> HttpResponse:
    """List the series of a system with their walks, and what each still needs."""
    side, mandates = get_side(visit.role), list_mandates(visit.system.scope)
    responds = allowed.can_respond(visit.role)
    lines = [
        shown
        | {
            "claim": describe_claim(row),
            "responses": list_response_lines(row, mandates),
            "confirms": responds and row.can_confirm(side),
            "contests": responds and row.can_contest(side),
            "public": row.is_public(localdate()),
        }
        for shown in describe_series(list_series(visit.system))
        for row in [shown["series"]]
    ]
    context = {
        "series": lines,
        "notes": allowed.can_edit_system(visit.role),
        "adds_series": visit.make_address("safeguards:add-entry", SERIES.page.slug),
        "adds_walk": visit.make_address("safeguards:add-entry", WALK.page.slug),
    }
    return visit.render("safeguards/walks.html", context)


@system_page(allowed.can_respond, WRITE)
def confirm(visit: SystemVisit, quarter: str) -> HttpResponse:
    """Sign what a series found."""
    return _get_response_page(visit, quarter).confirm()


@system_page(allowed.can_respond, READ_OR_WRITE)
def contest(visit: SystemVisit, quarter: str) -> HttpResponse:
    """Contest a series, with a reason."""
    return _get_response_page(visit, quarter).contest()


def _get_response_page(visit: SystemVisit, quarter: str) -> ResponsePage:
    row = _get_series(visit, quarter)
    return ResponsePage(
        visit.request,
        visit.system,
        visit.role,
        row,
        get_series_title(row),
        visit.make_address("safeguards:walks"),
        lambda verdict, **said: respond_to_record(
            row, verdict, side=get_side(visit.role), **said, **visit.act
        ),
    )


def _get_series(visit: SystemVisit, quarter: str) -> WalkSeries:
    for each in list_safeguards(visit.system, WalkSeries):
        if each.quarter == quarter:
            return each
    raise Http404

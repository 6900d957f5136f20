"""The page for workers before they begin: what a log keeps, who reads it, how it is suspended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts.queries import list_mandates
from vecu.evidence.sources import Audience
from vecu.fieldlog.log_overview import get_log_overview
from vecu.fieldlog.months import get_half_day
from vecu.fieldlog.papers import has_papers
from vecu.fieldlog.queries import find_suspension
from vecu.records.descriptions import describe_claim, list_response_lines
from vecu.register.presenters import list_consultation_lines
from vecu.register.queries import find_system_by_slug, get_system_detail


@require_safe
def show_workers_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Explain a log before it is kept: of a published system, or once the log may begin."""
    system = find_system_by_slug(slug)
    if system is None:
        raise Http404
    overview = get_log_overview(system.pk, timezone.localdate())
    if not overview.is_prepared or (
        overview.missing and not overview.is_waiting and not system.published
    ):
        raise Http404
    log = overview.log
    half_day = get_half_day(timezone.now(), timezone.get_current_timezone())
    detail, mandates = (
        get_system_detail(system, Audience.EVERYBODY),
        list_mandates(system.scope),
    )
    missing = [_(each.label) for each in overview.missing]
    context = {
        "system": system,
        "log": log,
        "missing": [] if overview.is_waiting else missing,
        "awaited": missing if overview.is_waiting else [],
        "suspension": find_suspension(log, half_day),
        "consultations": list_consultation_lines(detail, mandates),
        "papers_claim": describe_claim(log) if has_papers(log) else "",
        "papers_responses": list_response_lines(log, mandates),
        "connected": overview.tokens > 0,
        "signed": log.charter_day if log.charter.strip() else None,
    }
    response = render(request, "fieldlog/workers.html", context)
    response["Cache-Control"] = "no-store"
    return response

"""Papers of evaluations as PDF: for members before the pilot, and what everybody prints."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from vecu.accounts.rules import can_see_system
from vecu.casestudies.queries import find_evaluation, get_evaluation_detail
from vecu.register.queries import System, find_system_by_slug
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.reports.evaluation_documents import describe_protocol, describe_reading_sheet
from vecu.reports.views.printed_documents import make_page_addresses, send_document
from vecu.ui.page_headers import keep_out_of_caches


@system_page(can_see_system)
def show_member_protocol(visit: SystemVisit, evaluation: UUID) -> HttpResponse:
    """Send the protocol to members, who print it for the consultation."""
    page = reverse("casestudies:evaluation", args=[visit.system.slug, evaluation])
    return _send(visit.request, visit.system, evaluation, page)


@require_safe
@keep_out_of_caches
def show_protocol(request: HttpRequest, slug: str, evaluation: UUID) -> HttpResponse:
    """Send the protocol of a published system to everybody."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise Http404
    page = reverse("casestudies:public-evaluations", args=[slug])
    return _send(request, system, evaluation, page)


@require_safe
def show_reading_sheet(request: HttpRequest) -> HttpResponse:
    """Send the sheet of a blind reading."""
    addresses = make_page_addresses(request, reverse("casestudies:method"))
    document = describe_reading_sheet(addresses, localdate())
    return send_document(request, document, "blind-reading", brief=False)


def _send(request: HttpRequest, system: System, evaluation: UUID, page: str) -> HttpResponse:
    row = find_evaluation(system, evaluation)
    if row is None:
        raise Http404
    addresses = make_page_addresses(request, page)
    document = describe_protocol(get_evaluation_detail(row), addresses, localdate())
    return send_document(request, document, f"{system.slug}-protocol", brief=False)

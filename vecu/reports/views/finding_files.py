"""What everybody may read of a finding, as PDF: a brief of two pages, and all of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.reports.finding_documents import describe_finding_document
from vecu.reports.queries import get_public_finding
from vecu.reports.views.printed_documents import make_page_addresses, send_document
from vecu.reports.views.public_findings import render_taken_back
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_finding_brief(request: HttpRequest, slug: str, finding: UUID) -> HttpResponse:
    """Send the brief of a finding."""
    return _send(request, slug, finding, brief=True)


@require_safe
@keep_out_of_caches
def show_whole_finding(request: HttpRequest, slug: str, finding: UUID) -> HttpResponse:
    """Send all that is public of a finding."""
    return _send(request, slug, finding, brief=False)


def _send(request: HttpRequest, slug: str, finding: UUID, *, brief: bool) -> HttpResponse:
    """Send a document; of a finding that was taken back, the page that says so."""
    found = get_public_finding(slug, finding)
    if found.detail is None:
        return render_taken_back(request, found)
    page = reverse("reports:finding", args=[slug, finding])
    addresses = make_page_addresses(request, page)
    document = describe_finding_document(found, found.detail, addresses, timezone.localdate())
    return send_document(request, document, f"{slug}-{str(finding)[:8]}", brief=brief)

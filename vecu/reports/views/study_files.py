"""What everybody may read of a study, as PDF: a brief of two pages, and all of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.reports.queries import get_public_results
from vecu.reports.study_documents import describe_study
from vecu.reports.views.printed_documents import make_page_addresses, send_document
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_brief(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the brief; 404 unless something stands."""
    return _send(request, slug, brief=True)


@require_safe
@keep_out_of_caches
def show_full_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all that is public; 404 unless something stands."""
    return _send(request, slug, brief=False)


def _send(request: HttpRequest, slug: str, *, brief: bool) -> HttpResponse:
    today = timezone.localdate()
    addresses = make_page_addresses(request, reverse("reports:study", args=[slug]))
    document = describe_study(get_public_results(slug, today), addresses, today, brief=brief)
    return send_document(request, document, slug, brief=brief)

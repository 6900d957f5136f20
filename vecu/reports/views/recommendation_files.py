"""What everybody may read of a recommendation, as PDF: a brief of two pages, and all of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.reports.recommendation_documents import describe_recommendation_document
from vecu.reports.recommendation_queries import RecommendationTakenBack, get_public_recommendation
from vecu.reports.views.printed_documents import make_page_addresses, send_document
from vecu.reports.views.public_recommendations import render_reason_taken_back
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_recommendation_brief(request: HttpRequest, recommendation: UUID) -> HttpResponse:
    """Send the brief of a recommendation."""
    return _send(request, recommendation, brief=True)


@require_safe
@keep_out_of_caches
def show_whole_recommendation(request: HttpRequest, recommendation: UUID) -> HttpResponse:
    """Send all that is public of a recommendation."""
    return _send(request, recommendation, brief=False)


def _send(request: HttpRequest, recommendation: UUID, *, brief: bool) -> HttpResponse:
    """Send a document; of what was taken back, the page that says why."""
    today = timezone.localdate()
    try:
        found = get_public_recommendation(recommendation, today)
    except RecommendationTakenBack as taken_back:
        return render_reason_taken_back(request, taken_back)
    page = reverse("reports:recommendation", args=[recommendation])
    addresses = make_page_addresses(request, page)
    document = describe_recommendation_document(found, addresses, today, brief=brief)
    name = f"{found.detail.recommendation.kind}-{str(recommendation)[:8]}".replace(" ", "-")
    return send_document(request, document, name, brief=brief)

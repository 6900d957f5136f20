"""What everybody may read of a study, as PDF: a brief of two pages, and all of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.reports.document_parts import PageAddresses
from vecu.reports.documents.pdf_process import DocumentNotMade, print_document
from vecu.reports.queries import get_public_results
from vecu.reports.study_documents import describe_study
from vecu.reports.views.figure_files import send_file
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_brief(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the brief; 404 unless something stands."""
    return _send_document(request, slug, brief=True)


@require_safe
@keep_out_of_caches
def show_full_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all that is public; 404 unless something stands."""
    return _send_document(request, slug, brief=False)


def _send_document(request: HttpRequest, slug: str, *, brief: bool) -> HttpResponse:
    today = timezone.localdate()
    addresses = PageAddresses(request.build_absolute_uri, reverse("reports:study", args=[slug]))
    document = describe_study(get_public_results(slug, today), addresses, today)
    try:
        content = print_document(document, brief=brief)
    except DocumentNotMade as error:
        context = {"message": str(error), "status": 503}
        response = render(request, "ui/explain.html", context, status=503)
        response["Retry-After"] = "60"
        return response
    name = f"{slug}-brief.pdf" if brief else f"{slug}.pdf"
    return send_file(content, "application/pdf", name, attached=False)

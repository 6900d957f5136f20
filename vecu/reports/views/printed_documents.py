"""Send a document as PDF, or say why it cannot be made now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vecu.reports.document_parts import PageAddresses
from vecu.reports.documents.description import Document
from vecu.reports.documents.pdf_process import DocumentNotMade, print_document
from vecu.ui.downloads import send_file


def make_page_addresses(request: HttpRequest, page: str) -> PageAddresses:
    """Return the addresses that a document of this page prints."""
    return PageAddresses(request.build_absolute_uri, page)


def send_document(
    request: HttpRequest, document: Document, name: str, *, brief: bool
) -> HttpResponse:
    """Send a brief or the whole; 503 where other documents are being made."""
    try:
        content = print_document(document, brief=brief)
    except DocumentNotMade as error:
        context = {"message": str(error), "status": 503}
        response = render(request, "ui/explain.html", context, status=503)
        response["Retry-After"] = "60"
        return response
    end = "-brief.pdf" if brief else ".pdf"
    return send_file(content, "application/pdf", f"{name}{end}", attached=False)

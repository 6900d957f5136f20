"""What views of several rooms read from a request, and set in its response."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

READ_OR_WRITE = ["GET", "HEAD", "POST"]
SECONDS_A_DAY = 86_400
SPEAK = "speak"
"""The name of the language button; its value is the language's code."""
COOKIE_SEPARATOR = "."
"""Separates the tokens in a cookie."""
MOST_TOKENS = 30
"""Maximum number of tokens read from the cookie, the newest: browsers keep 4,096 bytes."""


def get_requested_language(request: HttpRequest) -> str:
    """Return the language that a button of the form requests, '' if it was another button."""
    wanted = request.POST.get(SPEAK, "")
    return wanted if wanted in dict(settings.LANGUAGES) else ""


def is_deliberate(request: HttpRequest) -> bool:
    """Return whether a person asked, rather than another site's link or a prefetch."""
    foreign = request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
    return not foreign and "Sec-Purpose" not in request.headers


def make_pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to download."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

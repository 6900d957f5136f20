"""Pictures, sounds and films of a questionnaire, as players fetch them."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from vecu.questionnaires import Questionnaire
from vecu.surveys.actions import PageNotFound
from vecu.surveys.queries import find_media
from vecu.surveys.views.respondent_session import respondents_page

_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)", re.ASCII)
_LONGEST = 18
"""Digits of a position in a file; beyond them nothing is."""


@require_safe
@respondents_page
def serve_media(request: HttpRequest, slug: str, version: UUID, name: str) -> HttpResponse:
    """Show a picture of a questionnaire, or let hear or see a part of a sound or a film."""
    found = find_media(slug, version, name)
    if found is None:
        raise PageNotFound
    return serve_range(request, bytes(found.content), found.type)


def get_media_url(slug: str, version: UUID, questionnaire: Questionnaire) -> str:
    """Return the address under which what a version shows is, by name; '' when it shows nothing."""
    if not questionnaire.media:
        return ""
    return reverse("surveys:media", args=(slug, version, "-")).removesuffix("-")


def serve_range(request: HttpRequest, content: bytes, type_: str) -> HttpResponse:
    """Return a file, or the part of it that is asked for (RFC 9110, section 14).

    Players on iOS play nothing from a server that gives no parts. A request for several parts at
    once gets the whole, as the standard allows.
    """
    part = None if "If-Range" in request.headers else _requested_range(request, len(content))
    if part is None:
        response = HttpResponse(content, content_type=type_)
    elif part.start >= part.stop:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(content)}"
    else:
        body = content[part.start : part.stop]
        response = HttpResponse(body, status=206, content_type=type_)
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    response["Accept-Ranges"] = "bytes"
    return response


def _requested_range(request: HttpRequest, size: int) -> range | None:
    """Return the one part that is asked for, empty where the file has none such; None for all."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.method != "GET":
        return None
    first, last = (int(text[:_LONGEST]) if text else None for text in match.groups())
    if first is None:  # so many from the end
        return None if last is None else range(max(0, size - last), size)
    if last is None:
        return range(first, size)
    return range(first, min(last + 1, size)) if first <= last else None

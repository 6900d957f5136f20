"""Media files of a questionnaire, with range requests."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from vecu.questionnaires import Questionnaire
from vecu.surveys.actions import PageNotFound
from vecu.surveys.forms.question_page import NO_FILES, MediaFiles
from vecu.surveys.queries import find_media
from vecu.surveys.queries.attachments import list_media_names
from vecu.surveys.views.respondent_session import respondents_page

_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)", re.ASCII)
_LONGEST = 18
"""Maximum number of digits of a byte position."""


@require_safe
@respondents_page
def serve_media(request: HttpRequest, slug: str, version: UUID, name: str) -> HttpResponse:
    """Serve a picture, or audio and video, whole or in part."""
    found = find_media(slug, version, name)
    if found is None:
        raise PageNotFound
    return serve_range(request, bytes(found.content), found.type)


def get_media_files(slug: str, version: UUID, questionnaire: Questionnaire) -> MediaFiles:
    """Return the media files of a version, without their contents."""
    if not questionnaire.media:
        return NO_FILES
    prefix = reverse("surveys:media", args=(slug, version, "-")).removesuffix("-")
    return MediaFiles(prefix, list_media_names(version))


def serve_range(request: HttpRequest, content: bytes, type_: str) -> HttpResponse:
    """Return a file, or the requested range of it (RFC 9110, section 14).

    Players on iOS need range requests. A request for several ranges gets the whole file, as the
    standard allows.
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
    """Return the single range requested, empty if it is outside of the file; None for all."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.method != "GET":
        return None
    first, last = (int(text[:_LONGEST]) if text else None for text in match.groups())
    if first is None:  # the last bytes
        return None if last is None else range(max(0, size - last), size)
    if last is None:
        return range(first, size)
    return range(first, min(last + 1, size)) if first <= last else None

"""Media files of a questionnaire, with range requests."""

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
from vecu.ui.downloads import serve_range


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

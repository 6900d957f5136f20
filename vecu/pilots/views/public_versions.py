"""A version that was put to use, and its replay, for everybody who reads the system."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vecu.evidence.sources import Audience
from vecu.pilots.version_queries import VersionStanding
from vecu.pilots.views.versions import describe_replay_page, describe_version_page, get_standing
from vecu.register.queries import System, find_system_by_slug


@require_safe
def show_public_version(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show what a version answers, on what it stands now, and what it declines."""
    system, standing = _get_released(slug, name)
    context = describe_version_page(standing) | {"system": system}
    return _render(request, "pilots/public_version.html", context)


@require_safe
def show_public_replay(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show what a version changes on invented texts, beside the version before it."""
    system, standing = _get_released(slug, name)
    context = describe_replay_page(standing, request.GET.get("page")) | {"system": system}
    return _render(request, "pilots/public_replay.html", context)


def _get_released(slug: str, name: str) -> tuple[System, VersionStanding]:
    """Return a version of a published system that was put to use; raise Http404."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise Http404
    standing = get_standing(system, name, Audience.EVERYBODY)
    if standing.released is None:
        raise Http404
    return system, standing


def _render(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Let nothing keep the page: withdrawn words are gone at once."""
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noarchive"
    return response

"""Shared by pages of the diary: which log they are of, and the browser's one cookie.

No page here uses a session or a user, and none writes a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override

from vecu.fieldlog.diary_codes import find_diary_token
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.queries import find_log
from vecu.register.queries import System, find_system_by_slug
from vecu.surveys.views.respondent_session import (
    BETWEEN,
    MOST_TOKENS,
    SECONDS_A_DAY,
    get_requested_language,
)

DAYS_ON_PHONE = 30


@dataclass(frozen=True, slots=True)
class DiaryVisit:
    """A request to a page of the diary of one system."""

    request: HttpRequest
    system: System
    log: FieldLog

    def find_worker(self) -> str:
        """Return what the code in the browser stands for, '' if none opens this diary."""
        return find_diary_token(self.log, self._read_tokens())

    def render(self, template: str, status: int = 200, **context: object) -> HttpResponse:
        """Return a page of this system."""
        context |= {"system": self.system, "log": self.log}
        return render(self.request, f"fieldlog/{template}", context, status=status)

    def redirect(self, name: str) -> HttpResponse:
        """Redirect to a page of this system with a GET (303)."""
        response = HttpResponseRedirect(reverse(f"fieldlog:{name}", args=(self.system.slug,)))
        response.status_code = HTTPStatus.SEE_OTHER
        return response

    def hold_token(self, response: HttpResponse, token: str) -> None:
        """Add a token to the cookie, which holds one for each diary, the newest first.

        It ends with the browser unless the worker wants it to stay.
        """
        tokens = [token, *(each for each in self._read_tokens() if each != token)]
        keep = "keep" in self.request.POST
        response.set_cookie(
            settings.DIARY_COOKIE_NAME,
            BETWEEN.join(tokens[:MOST_TOKENS]),
            max_age=DAYS_ON_PHONE * SECONDS_A_DAY if keep else None,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )

    def _read_tokens(self) -> list[str]:
        held = self.request.COOKIES.get(settings.DIARY_COOKIE_NAME, "").split(BETWEEN)
        return [token[:64] for token in held[:MOST_TOKENS] if token]


def delete_diary_cookie(response: HttpResponse) -> None:
    """Close every diary that this browser has opened."""
    response.delete_cookie(settings.DIARY_COOKIE_NAME, samesite="Lax")


def diary_page(
    view: Callable[[DiaryVisit], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the system and its log, and let nothing of a page stay in a cache or search engine."""

    @wraps(view)
    def respond(request: HttpRequest, slug: str) -> HttpResponse:
        system = find_system_by_slug(slug)
        log = find_log(system.pk) if system else None
        if system is None or log is None:
            raise Http404
        with override(get_requested_language(request) or get_language()):
            response = view(DiaryVisit(request, system, log))
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return respond

"""Shared by pages that a diary code opens: the log that they are of, the code, the one cookie.

Pages of rooms above, on which decisions are made, use the same code, limit and cookie. No page here
uses a session or a user, and none writes a log.
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
from django.utils.translation import gettext as _

from vecu.credentials import parse_access_code
from vecu.fieldlog.diary_codes import derive_diary_token, find_diary_token
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.queries import find_log, list_missing
from vecu.register.queries import System, find_system_by_slug
from vecu.surveys.guess_limits import make_guess_limiter
from vecu.ui.requests import (
    COOKIE_SEPARATOR,
    MOST_TOKENS,
    SECONDS_A_DAY,
    get_requested_language,
)

DAYS_ON_PHONE = 30

guesses = make_guess_limiter("diary codes")
"""The wrong codes, for each log, on whichever page."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What became of a typed code: the token that it stands for, or what is wrong with it."""

    token: str = ""
    problem: str = ""
    status: int = HTTPStatus.OK
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class DiaryVisit:
    """A request to a page of the diary of one system."""

    request: HttpRequest
    system: System
    log: FieldLog

    def find_worker(self) -> str:
        """Return what the code in the browser stands for, '' if none opens this diary."""
        return find_diary_token(self.log, read_diary_tokens(self.request))

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
        """Add a token to the cookie."""
        hold_diary_token(self.request, response, token)


def enter_code(log: FieldLog, typed: str) -> CodeEntry:
    """Try a typed code. A wrong check digit is a typing error, not a guess; a right one is free."""
    code = parse_access_code(typed)
    if code is None:
        problem = _(
            "This is not a diary code: a character is wrong, missing or extra. Please "
            "compare it with your paper. A code has no vowel and neither 0 nor 1."
        )
        return CodeEntry(problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    token = derive_diary_token(log, code)
    if find_diary_token(log, [token]):
        return CodeEntry(token)
    if guesses.record_failure(f"diary {log.pk}"):
        problem = _(
            "This code opens nothing here. Please compare it with your paper. If it is right, all "
            "codes have been made void: ask for another one."
        )
        return CodeEntry(problem=problem, status=HTTPStatus.FORBIDDEN)
    problem = _(
        "Many wrong codes have been tried here, by you or by others. Please check yours and wait a "
        "minute. A right code works at any time."
    )
    return CodeEntry(
        problem=problem, status=HTTPStatus.TOO_MANY_REQUESTS, retry_after=guesses.retry_after
    )


def read_diary_tokens(request: HttpRequest) -> list[str]:
    """Return what the browser holds in place of diary codes, the newest first."""
    held = request.COOKIES.get(settings.DIARY_COOKIE_NAME, "").split(COOKIE_SEPARATOR)
    return [token[:64] for token in held[:MOST_TOKENS] if token]


def hold_diary_token(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Add a token to the cookie, which holds one for each diary, the newest first.

    It ends with the browser unless the worker wants it to stay.
    """
    tokens = [token, *(each for each in read_diary_tokens(request) if each != token)]
    keep = "keep" in request.POST
    response.set_cookie(
        settings.DIARY_COOKIE_NAME,
        COOKIE_SEPARATOR.join(tokens[:MOST_TOKENS]),
        max_age=DAYS_ON_PHONE * SECONDS_A_DAY if keep else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def delete_diary_cookie(response: HttpResponse) -> None:
    """Close every diary that this browser has opened."""
    response.delete_cookie(settings.DIARY_COOKIE_NAME, samesite="Lax")


def diary_page(
    view: Callable[[DiaryVisit], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the system and its log, and let nothing of a page stay in a cache or search engine.

    Of a system that is not published there are no pages before its log may begin.
    """

    @wraps(view)
    def respond(request: HttpRequest, slug: str) -> HttpResponse:
        system = find_system_by_slug(slug)
        log = find_log(system.pk) if system else None
        if system is None or log is None or (not system.published and list_missing(log)):
            raise Http404
        with override(get_requested_language(request) or get_language()):
            response = view(DiaryVisit(request, system, log))
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return respond

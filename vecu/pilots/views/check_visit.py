"""Shared by the pages with which somebody works with a pilot: who they are, and what they may do.

No page here uses a session or a user, and none writes a log. Nothing of a text is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from vecu.evidence.sources import Audience
from vecu.fieldlog.diary_codes import find_diary_token
from vecu.fieldlog.months import get_half_day
from vecu.fieldlog.queries import (
    FieldLog,
    find_log,
    find_suspension,
    has_begun,
    waits_for_confirmation,
)
from vecu.fieldlog.views.diary_session import read_diary_tokens
from vecu.pilots.interface import Pilot
from vecu.pilots.queries import PilotStanding, find_pilot_use, get_pilot_standing
from vecu.register.queries import System, find_system_by_slug, get_system_detail
from vecu.ui.requests import (
    COOKIE_SEPARATOR,
    SECONDS_A_DAY,
    get_requested_language,
)

DAYS_OFF = 365
"""How long a browser remembers that it wants no proposals."""


@dataclass(frozen=True)
class CheckVisit:
    """A request to a page about texts of one pilot."""

    request: HttpRequest
    system: System
    standing: PilotStanding
    log: FieldLog | None
    worker: str
    """What a diary code stands for, '' for whoever has none."""

    @property
    def pilot(self) -> Pilot:
        """The pilot that the system is."""
        return self.standing.pilot

    @property
    def may_try(self) -> bool:
        """Whether this person works with it: everybody with a published one, else with a code."""
        return bool(self.system.published or self.worker)

    @property
    def version_mark(self) -> str:
        """The version and its strictness, as a form names them."""
        return f"{self.standing.version.name}/{self.standing.step}"

    @cached_property
    def is_suspended(self) -> bool:
        """Whether the log keeps nothing of what is decided now."""
        half_day = get_half_day(timezone.now(), timezone.get_current_timezone())
        return self.log is not None and find_suspension(self.log, half_day) is not None

    @property
    def switches(self) -> bool:
        """Whether a button was pressed that switches the pilot off or on."""
        return bool({"off", "on"} & self.request.POST.keys())

    @property
    def is_off(self) -> bool:
        """Whether this browser wants no proposals of this system, from now on."""
        held = self.system.slug in _read_slugs(self.request)
        return "off" in self.request.POST if self.switches else held

    def render(self, template: str, status: int = 200, **context: object) -> HttpResponse:
        """Return a page of this system."""
        context = {
            "system": self.system,
            "log": self.log,
            "pilot": self.pilot,
            "standing": self.standing,
            "caution": _(self.pilot.caution),
            "text_language": "" if self.pilot.language == get_language() else self.pilot.language,
            "worker": bool(self.worker),
            "suspended": self.is_suspended,
            "waits": self.log is not None
            and waits_for_confirmation(self.log, timezone.localdate()),
            "off": self.is_off,
            "about_log": reverse("fieldlog:workers", args=[self.system.slug]),
            "close_diary": reverse("fieldlog:close-diary", args=[self.system.slug]),
            "has_codes": self.log is not None and has_begun(self.log),
        } | context
        return render(self.request, f"pilots/{template}", context, status=status)

    def redirect(self, key: str = "") -> HttpResponse:
        """Redirect to an invented case, else to where one is chosen, with a GET (303)."""
        slug = self.system.slug
        entry, case = reverse("pilots:check", args=(slug,)), ("pilots:check-invented", (slug, key))
        response = HttpResponseRedirect(reverse(case[0], args=case[1]) if key else entry)
        response.status_code = HTTPStatus.SEE_OTHER
        return response

    def remember_switch(self, response: HttpResponse) -> None:
        """Let this browser remember, and nobody else, whether it wants proposals."""
        slugs = [each for each in _read_slugs(self.request) if each != self.system.slug]
        slugs += [self.system.slug] if self.is_off else []
        if not slugs:
            response.delete_cookie(settings.PILOTS_OFF_COOKIE_NAME, samesite="Lax")
            return
        response.set_cookie(
            settings.PILOTS_OFF_COOKIE_NAME,
            COOKIE_SEPARATOR.join(slugs),
            max_age=DAYS_OFF * SECONDS_A_DAY,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def check_page(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Find the system, its pilot and its log; let nothing of a page stay in a cache.

    Without a code there are pages of published systems only, and the way to enter a code where the
    log may begin.
    """

    @wraps(view)
    def respond(request: HttpRequest, slug: str, **arguments: str) -> HttpResponse:
        system = find_system_by_slug(slug)
        use = find_pilot_use(system.pk) if system else None
        if system is None or use is None:
            raise Http404
        log = find_log(system.pk)
        if not system.published and (log is None or not has_begun(log)):
            raise Http404
        detail = get_system_detail(system, Audience.EVERYBODY)
        standing = get_pilot_standing(use, detail, timezone.localdate())
        worker = find_diary_token(log, read_diary_tokens(request)) if log else ""
        with override(get_requested_language(request) or get_language()):
            visit = CheckVisit(request, system, standing, log, worker)
            response = view(visit, **arguments)
        if visit.switches:
            visit.remember_switch(response)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return respond


def _read_slugs(request: HttpRequest) -> list[str]:
    held = request.COOKIES.get(settings.PILOTS_OFF_COOKIE_NAME, "")[:4_000]
    return [each for each in held.split(COOKIE_SEPARATOR) if each]

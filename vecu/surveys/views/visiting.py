"""What every respondent's page shares: the visit, the cookie, and the pages that say why not.

No page here asks for a session or a user, and none writes a log.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.surveys.actions import DraftGone, NotOpen, PageGone
from vecu.surveys.cleaning import MAX_FILE
from vecu.surveys.models import Draft
from vecu.surveys.queries import UnknownStudy, Visit, find_draft, get_study
from vecu.surveys.rules import REVIEW, Door

View = Callable[..., HttpResponse]
SECONDS_A_DAY = 86_400
SPEAK = "speak"
"""The name of the button that asks for another language; its value is the language's code."""
ROOM = 5_000_000
"""Bytes of a form besides its file."""
NOTHING_MORE: dict[str, object] = dict.fromkeys(
    ("study", "opens", "kept_until", "may_send_until", "typed", "at", "start", "mine")
)
"""What the page that says why not may show besides; all are given, as Django logs what is not."""


def sent_files(request: HttpRequest) -> dict[str, bytes]:
    """Return the contents of the files that a form sent, one byte more than is kept at most."""
    files = request.FILES.items()
    return {name: file.read(MAX_FILE + 1) for name, file in files if isinstance(file, File)}


def refuse_large(request: HttpRequest) -> None:
    """Raise `RequestDataTooBig` before anything of a body beyond one file is read or stored."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_FILE + ROOM:
        raise RequestDataTooBig


def language_wanted(request: HttpRequest) -> str:
    """Return the language that a button of the form asks for, '' when it was another button."""
    wanted = request.POST.get(SPEAK, "")
    return wanted if wanted in dict(settings.LANGUAGES) else ""


def visit_of(request: HttpRequest, slug: str, *, token: str | None = None) -> Visit:
    """Return what is known of this visit: the day, the language, and the token of the browser."""
    held = request.COOKIES.get(settings.DRAFT_COOKIE_NAME, "") if token is None else token
    language = get_language() or settings.LANGUAGE_CODE
    return Visit(slug=slug, token=held[:64], language=language, today=timezone.localdate())


def keep_token(response: HttpResponse, token: str, draft: Draft, today: date) -> None:
    """Let the browser hold a draft's token until the last day on which the draft is kept."""
    response.set_cookie(
        settings.DRAFT_COOKIE_NAME,
        token,
        max_age=((draft.expires - today).days + 1) * SECONDS_A_DAY,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_token(response: HttpResponse) -> None:
    """Take the token from the browser."""
    response.delete_cookie(settings.DRAFT_COOKIE_NAME, samesite="Lax")


def address_of(slug: str, key: str, then: str = "") -> str:
    """Return the address of the page `key`, or of the review for `REVIEW`."""
    if key == REVIEW:
        return reverse("surveys:review", args=(slug,))
    address = reverse("surveys:question", args=(slug, key))
    return f"{address}?then={then}" if then else address


def see(slug: str, key: str, then: str = "") -> HttpResponseRedirect:
    """Send the browser on to a page of the inquiry, as a read (303)."""
    response = HttpResponseRedirect(address_of(slug, key, then))
    response.status_code = 303
    return response


def respondents_page(view: View) -> View:
    """Give a view what all pages for respondents need.

    Nothing of them stays in the browser's cache, so that Back shows nothing after leaving; and the
    three ways in which an inquiry may not go on become pages that say what to do.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **rest: str) -> HttpResponse:
        try:
            response = view(request, slug, **rest)
        except UnknownStudy as error:
            response = stopped(request, slug, 404, _("Nothing here"), str(error))
        except NotOpen as error:
            response = not_open(request, slug, error.door, error.fielding.opens, error.draft)
        except DraftGone:
            response = draft_gone(request, slug)
        except PageGone:
            response = page_gone(request, slug)
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def stopped(
    request: HttpRequest, slug: str, status: int, title: str, message: str, **context: object
) -> HttpResponse:
    """Return a plain page that says why it does not go on here, and where it does."""
    shown = {"slug": slug, "title": title, "message": message, **NOTHING_MORE, **context}
    return render(request, "surveys/take/stopped.html", shown, status=status)


def not_open(
    request: HttpRequest, slug: str, door: Door, opens: date | None, draft: Draft | None = None
) -> HttpResponse:
    """Say that an inquiry takes no answers now, and what becomes of a draft."""
    if door is Door.PAUSED:
        kept = draft.expires if draft else None
        message = _("The people who ask have paused it. Please come back later.")
        return stopped(request, slug, 403, _("This inquiry is paused"), message, kept_until=kept)
    if door is Door.NOT_YET:
        message = _("Please come back on the day it opens.")
        title = _("This inquiry is not open yet")
        return stopped(request, slug, 403, title, message, opens=opens)
    if door is Door.UNPUBLISHED:
        message = _("Check the address, or ask the person who gave it to you.")
        return stopped(request, slug, 404, _("Nothing here"), message)
    message = _("It takes no new answers. Thank you for coming.")
    shown = {"may_send_until": draft.expires, "at": address_of(slug, draft.page)} if draft else {}
    return stopped(request, slug, 410, _("This inquiry is closed"), message, mine=True, **shown)


def draft_gone(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that this browser has no answers on their way; show again what was just typed."""
    get_study(slug)
    message = _(
        "This browser holds no answers that are on their way. They were sent, erased, resumed on "
        "another device, or kept past their date."
    )
    skipped = {"token", "remove", "among", SPEAK}
    typed = [
        text[:5000].encode("utf-8", "replace").decode()
        for name in request.POST
        if name not in skipped
        for text in request.POST.getlist(name)
        if text.strip()
    ]
    title = _("There is nothing to continue here")
    return stopped(request, slug, 410, title, message, start=True, typed=typed[:20])


def page_gone(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that no such question is asked, and lead to the answers given so far."""
    get_study(slug)
    message = _("There is no such question, or one of your answers has made it needless.")
    at = address_of(slug, REVIEW) if find_draft(visit_of(request, slug)) else ""
    return stopped(request, slug, 404, _("This question is not asked"), message, at=at)

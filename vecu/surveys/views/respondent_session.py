"""Shared by respondents' pages: request context, cookie, and pages for expected errors.

No page here uses a session or a user, and none writes a log.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
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

from vecu.file_sanitizer.sanitize import MAX_FILE
from vecu.surveys.actions import DraftNotFound, NotOpen, PageNotFound
from vecu.surveys.consent.render import render_promise
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.models import Draft, Fielding
from vecu.surveys.queries import (
    RespondentContext,
    StudyNotFound,
    find_draft,
    find_drafts,
    find_token,
    get_availability_by_mode,
    get_public_inquiry,
)
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.surveys.rules import REVIEW, AvailabilityStatus, Mode
from vecu.typography import is_blank
from vecu.ui.reading import TYPE, read_preferences
from vecu.ui.requests import COOKIE_SEPARATOR, MOST_TOKENS, SECONDS_A_DAY, SPEAK
from vecu.ui.templatetags.ui import current_language

View = Callable[..., HttpResponse]
ROOM = 5_000_000
"""Bytes of a form besides its file."""
MAX_PAGE_BODY = MAX_FILE + ROOM
"""Bytes of a page with one file."""
NOTHING_MORE: dict[str, object] = dict.fromkeys(
    (
        "study",
        "opens",
        "retained_until",
        "may_send_until",
        "typed",
        "at",
        "start",
        "mine",
        "card",
        "link",
        "resume",
    )
)
"""Empty defaults for the context of the error page: Django logs missing variables."""


def read_files(request: HttpRequest) -> dict[str, bytes]:
    """Return the contents of uploaded files, each up to one byte beyond the limit."""
    files = request.FILES.items()
    return {name: file.read(MAX_FILE + 1) for name, file in files if isinstance(file, File)}


def check_body_size(request: HttpRequest) -> None:
    """Raise `RequestDataTooBig` for a body beyond one file, before any of it is read or stored."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_PAGE_BODY:
        raise RequestDataTooBig


def read_tokens(request: HttpRequest) -> tuple[str, ...]:
    """Return the tokens in the browser's single cookie, one for each study begun."""
    held = request.COOKIES.get(settings.DRAFT_COOKIE_NAME, "").split(COOKIE_SEPARATOR)
    return tuple(dict.fromkeys(token[:64] for token in held[-MOST_TOKENS:] if token))


def get_respondent_context(
    request: HttpRequest, slug: str, *, token: str | None = None
) -> RespondentContext:
    """Return the context of this request: the day, the language, the browser's token."""
    today = timezone.localdate()
    held = find_token(read_tokens(request), slug, today) if token is None else token[:64]
    language = get_language() or settings.LANGUAGE_CODE
    return RespondentContext(
        slug=slug, token=held, language=language, today=today, reading=read_preferences(request)
    )


def store_token(
    request: HttpRequest, response: HttpResponse, token: str, draft: Draft, today: date
) -> None:
    """Add a draft's token to the cookie, beside those of other studies' drafts."""
    others = {
        other: held
        for other, held in find_drafts(read_tokens(request), today).items()
        if held.fielding.study_id != draft.fielding.study_id
    }
    _hold(response, others | {token: draft}, today)


def remove_token(request: HttpRequest, response: HttpResponse, token: str, today: date) -> None:
    """Remove a draft's token from the cookie; those of other drafts stay."""
    rest = [other for other in read_tokens(request) if other != token]
    _hold(response, find_drafts(rest, today), today)


def clear_tokens(response: HttpResponse) -> None:
    """Delete the cookie with all tokens."""
    response.delete_cookie(settings.DRAFT_COOKIE_NAME, samesite="Lax")


def _hold(response: HttpResponse, drafts: Mapping[str, Draft], today: date) -> None:
    """Set the cookie to the tokens of these drafts, until the last day of the longest kept."""
    if not drafts:
        clear_tokens(response)
        return
    last = max(draft.expires for draft in drafts.values())
    response.set_cookie(
        settings.DRAFT_COOKIE_NAME,
        COOKIE_SEPARATOR.join(drafts),
        max_age=((last - today).days + 1) * SECONDS_A_DAY,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def get_page_url(visit: RespondentContext, key: str, then: str = "", at: str = "") -> str:
    """Return the URL of the page `key`, of its input `at`, or of the review for `REVIEW`.

    It is read there as here: in the same language, in type of the same size.
    """
    if key == REVIEW:
        return reverse("surveys:review", args=(visit.slug,)) + visit.reading.query
    address = reverse("surveys:question", args=(visit.slug, key))
    query = f"?then={then}{visit.reading.more}" if then else visit.reading.query
    return address + query + (f"#{at}" if at else "")


def redirect_to_page(
    visit: RespondentContext, key: str, then: str = "", at: str = ""
) -> HttpResponseRedirect:
    """Redirect to a page of the study with a GET (303)."""
    response = HttpResponseRedirect(get_page_url(visit, key, then, at))
    response.status_code = 303
    return response


def respondents_page(view: View) -> View:
    """Add to a view what all respondents' pages need.

    Nothing stays in the browser's cache, so that Back shows nothing after leaving; and the
    three expected errors become pages that say what to do.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **rest: str) -> HttpResponse:
        try:
            response = view(request, slug, **rest)
        except StudyNotFound as error:
            deleted = _("If it was deleted, all that was sent to it was deleted with it.")
            message = f"{error} {deleted}"
            response = render_stop_page(request, slug, 404, _("Nothing here"), message)
        except NotOpen as error:
            response = render_not_open(request, error.fielding, error.door, error.draft)
        except DraftNotFound:
            response = render_draft_not_found(request, slug)
        except PageNotFound:
            response = render_page_not_found(request, slug)
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def render_stop_page(
    request: HttpRequest, slug: str, status: int, title: str, message: str, **context: object
) -> HttpResponse:
    """Return a plain page that says why the respondent cannot go on here, and where they can."""
    shown = {"slug": slug, "title": title, "message": message, **NOTHING_MORE, **context}
    return render(request, "surveys/take/stopped.html", shown, status=status)


def render_not_found(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that no such study was ever open."""
    message = _("Check the address, or ask the person who gave it to you.")
    return render_stop_page(request, slug, 404, _("Nothing here"), message)


def render_not_open(
    request: HttpRequest, fielding: Fielding, door: AvailabilityStatus, draft: Draft | None = None
) -> HttpResponse:
    """Say that `fielding` takes no answers now, what else the respondent can do, and their rights.

    If it is closed by the link it may be open with a card, and vice versa. `draft` is the draft
    that exists.
    """
    slug, with_card = fielding.study.slug, fielding.mode == Mode.CARDS
    visit = get_respondent_context(request, slug)
    doors = get_availability_by_mode(fielding.study, timezone.localdate())
    other = doors[Mode.OPEN if with_card else Mode.CARDS]
    facts = replace(get_promise_facts(fielding.study), card=with_card)
    shown: dict[str, object] = {
        "rights": render_promise(PromiseMedium.PAGE, facts, current_language()),
        "opens": fielding.opens if door is AvailabilityStatus.NOT_YET else None,
        "mine": door in {AvailabilityStatus.PAUSED, AvailabilityStatus.CLOSED},
        "card": not with_card and other is not AvailabilityStatus.UNPUBLISHED,
        "link": with_card and other is AvailabilityStatus.OPEN,
        "resume": not with_card and door is AvailabilityStatus.CLOSED,
    }
    if draft and door is AvailabilityStatus.PAUSED:
        shown |= {"retained_until": draft.expires}
    elif draft:
        shown |= {"may_send_until": draft.expires, "at": get_page_url(visit, draft.page)}
    title, message = _explain_unavailable(
        door, with_card=with_card, other_open=other is AvailabilityStatus.OPEN
    )
    return render_stop_page(
        request, slug, 410 if door is AvailabilityStatus.CLOSED else 403, title, message, **shown
    )


def _explain_unavailable(
    door: AvailabilityStatus, *, with_card: bool, other_open: bool
) -> tuple[str, str]:
    """Return title and message; if the other mode is open, only this one is described as closed."""
    if with_card:
        messages = {
            AvailabilityStatus.PAUSED: _("Keep your card, and come back later."),
            AvailabilityStatus.CLOSED: _(
                "New cards are no longer accepted. If you have already started with yours, you "
                "can still finish and send."
            ),
        }
        message = messages.get(door, _("Keep your card, and come back when it is open."))
        title = _("Cards are not accepted at the moment") if other_open else _closed_title(door)
        return title, message
    if other_open:
        return _("Only cards are accepted at the moment"), _(
            "You cannot start without a card. If you had already started, what you wrote is kept "
            "until the day that you were given."
        )
    messages = {
        AvailabilityStatus.PAUSED: _("The team has paused it. Please come back later."),
        AvailabilityStatus.CLOSED: _("It no longer accepts new answers. Thank you for your visit."),
    }
    return _closed_title(door), messages.get(door, _("Please come back on the day it opens."))


def _closed_title(door: AvailabilityStatus) -> str:
    if door is AvailabilityStatus.PAUSED:
        return _("This inquiry is paused")
    return (
        _("This inquiry is closed")
        if door is AvailabilityStatus.CLOSED
        else _("This inquiry is not open yet")
    )


def render_draft_not_found(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that this browser has no draft; show again what was just typed."""
    get_public_inquiry(slug)
    message = _(
        "There are no unfinished answers in this browser. They were sent, erased or resumed on "
        "another device, or their time is over."
    )
    title = _("There is nothing to continue here")
    return render_stop_page(request, slug, 410, title, message, start=True, typed=_typed(request))


def render_page_not_found(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that no such question is asked; show what was just typed, and link to the answers."""
    get_public_inquiry(slug)
    message = _("This question does not exist, or one of your answers has made it unnecessary.")
    visit = get_respondent_context(request, slug)
    at = get_page_url(visit, REVIEW) if find_draft(visit) else ""
    title = _("This question is not asked")
    return render_stop_page(request, slug, 404, title, message, at=at, typed=_typed(request))


def _typed(request: HttpRequest) -> list[str]:
    """Return the submitted texts, to show them again, without buttons and codes."""
    skipped = {"token", "remove", "among", "forget", SPEAK, TYPE}
    typed = [
        text[:5000].encode("utf-8", "replace").decode()
        for name in request.POST
        if name not in skipped
        for text in request.POST.getlist(name)
        if not is_blank(text)
    ]
    return typed[:20]

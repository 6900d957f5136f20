"""The way in with a card: its promise, its code, and what to do about a card that does not work."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vecu.credentials import read_card
from vecu.surveys.actions import CardRevoked, CardUsed, NotOpen, UnknownCode, enter_with_card
from vecu.surveys.forms import ToMend, card_field, card_in
from vecu.surveys.models import Study
from vecu.surveys.queries import current_fielding, door_of, doors_of, effort_of, get_study
from vecu.surveys.queries.relays import find_card
from vecu.surveys.rules import Door, Mode, draft_expiry
from vecu.surveys.views.codes import guesses
from vecu.surveys.views.visiting import (
    keep_token,
    language_wanted,
    not_open,
    nothing_here,
    respondents_page,
    see,
    stopped,
    visit_of,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def any_card(request: HttpRequest) -> HttpResponse:
    """Ask for a card's code, the short address on paper leads here; a right one to its inquiry.

    That page says what a card protects and what not, with the code in its field: nothing begins
    here.
    """
    typed = card_in(request.POST)
    with override(language_wanted(request) or get_language()):
        if request.method != "POST" or language_wanted(request):
            return _ask_any_card(request, typed)
        code = read_card(typed)
        found = find_card(code) if code else None
        if found is None:
            ask = partial(_ask_any_card, request, typed)
            return _wrong_card(ask, "cards of every inquiry", code)
        response = _ask_card(request, found.batch.fielding.study, typed)
        response["Cache-Control"] = "no-store"
        return response


def _ask_any_card(
    request: HttpRequest, typed: str = "", problem: str = "", *, status: int = 200
) -> HttpResponse:
    shown = {
        "study": None,
        "field": card_field(typed, problem),
        "to_mend": [ToMend("code", problem)] if problem else [],
    }
    return render(request, "surveys/take/any_card.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a card protects and what not, and ask for its code; a right one begins or goes on.

    A card that has begun leads to its draft whatever the inquiry's state, so the code is tried
    before the door. One of another inquiry leads to the page of that one, where it begins.
    """
    study, typed = get_study(slug), card_in(request.POST)
    with override(language_wanted(request) or get_language()):
        if request.method != "POST" or language_wanted(request):
            return _ask_card(request, study, typed)
        return _enter(request, study, typed)


def _enter(request: HttpRequest, study: Study, typed: str) -> HttpResponse:
    visit, slug, code = visit_of(request, study.slug), study.slug, read_card(typed)
    try:
        token, draft = enter_with_card(visit, code or "")
    except UnknownCode:
        elsewhere = find_card(code) if code else None
        if elsewhere is not None:
            return _ask_card(request, elsewhere.batch.fielding.study, typed, moved=True)
        return _wrong_card(partial(_ask_card, request, study, typed), f"cards of {study.id}", code)
    except CardUsed:
        message = _(
            "Its answers were sent, and a card works once. With the receipt code that was shown "
            "then, you can read and withdraw them. If it was not you, ask for another card."
        )
        return stopped(request, slug, 410, _("This card has been used"), message, mine=True)
    except CardRevoked:
        message = _("The people who ask have withdrawn it unused. Ask for another card.")
        return stopped(request, slug, 410, _("This card is no longer valid"), message)
    except NotOpen as error:
        return not_open(request, error.fielding, error.door)
    response = see(slug, draft.page)
    keep_token(request, response, token, draft, visit.today)
    return response


def _wrong_card(ask: Callable[..., HttpResponse], guessed: str, code: str | None) -> HttpResponse:
    """Say that no card bears this code. One whose check sign is wrong is a slip and no guess.

    `ask` asks again, saying why; `guessed` is whose guesses are counted.
    """
    if code is None:
        problem = _(
            "This is not a card’s code: a sign is wrong, missing or too many. Please compare it "
            "with your card. A code has no vowel and neither 0 nor 1."
        )
        return ask(problem, status=422)
    if guesses.wrong(guessed):
        problem = _("No card bears this code here. Please compare it with your card.")
        return ask(problem, status=403)
    problem = _(
        "Many wrong codes have been tried here, by you or by others. Please check yours and wait a "
        "minute. A right code works at any time."
    )
    response = ask(problem, status=429)
    response["Retry-After"] = str(guesses.retry_after)
    return response


def _ask_card(
    request: HttpRequest,
    study: Study,
    typed: str = "",
    problem: str = "",
    *,
    status: int = 200,
    moved: bool = False,
) -> HttpResponse:
    """Show the page of a study's cards; `moved` says that the code was typed at another study's."""
    visit = visit_of(request, study.slug)
    today = visit.today
    fielding = current_fielding(study, today, Mode.CARDS)
    if fielding is None:
        return nothing_here(request, study.slug)
    door = door_of(fielding, today)
    if door not in {Door.OPEN, Door.CLOSED}:
        return not_open(request, fielding, door)
    shown = {
        "study": study,
        "slug": study.slug,
        "way": fielding.mode,
        "relay": None,
        "closed": door is Door.CLOSED,
        "link_open": doors_of(study, today)[Mode.OPEN] is Door.OPEN,
        "moved": moved,
        "begun_kept_until": draft_expiry(today),
        "effort": effort_of(fielding, visit.language),
        "field": card_field(typed, problem),
        "to_mend": [ToMend("code", problem)] if problem else [],
    }
    return render(request, "surveys/take/card.html", shown, status=status)

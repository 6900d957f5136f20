"""Entering with a card: its promise, its code, and help with a card that does not work."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vecu.credentials import parse_access_code
from vecu.surveys.actions import CardRevoked, CardUsed, NotOpen, UnknownCode, enter_with_card
from vecu.surveys.forms.question_page import card_field
from vecu.surveys.models import Study
from vecu.surveys.queries import (
    find_current_fielding,
    get_availability,
    get_availability_by_mode,
    get_public_inquiry,
    get_respondent_burden,
)
from vecu.surveys.queries.relays import find_card
from vecu.surveys.rules import AvailabilityStatus, Mode
from vecu.surveys.views.promise import build_page_promise, read_promise_number
from vecu.surveys.views.respondent_session import (
    get_respondent_context,
    redirect_to_page,
    render_not_found,
    render_not_open,
    render_stop_page,
    respondents_page,
    store_token,
)
from vecu.surveys.views.resume_and_receipt import guesses
from vecu.ui.fields import ErrorSummaryItem
from vecu.ui.question_forms import read_typed_code
from vecu.ui.requests import get_requested_language


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_any_card(request: HttpRequest) -> HttpResponse:
    """Ask for any card's code, at the short URL on paper; a right one leads to its study.

    The study's page explains what a card protects from, with the code in its field: nothing
    begins here.
    """
    typed = read_typed_code(request.POST)
    with override(get_requested_language(request) or get_language()):
        if request.method != "POST" or get_requested_language(request):
            return _ask_any_card(request, typed)
        code = parse_access_code(typed)
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
        "to_mend": [ErrorSummaryItem("code", problem)] if problem else [],
    }
    return render(request, "surveys/take/any_card.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def enter_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Explain what a card protects from and ask for its code; a right one begins or resumes.

    A card that has begun leads to its draft whatever the study's state, so the code is checked
    before availability. A card of another study redirects to that one's page.
    """
    study, typed = get_public_inquiry(slug), read_typed_code(request.POST)
    with override(get_requested_language(request) or get_language()):
        if request.method != "POST" or get_requested_language(request):
            return _ask_card(request, study, typed)
        return _enter(request, study, typed)


def _enter(request: HttpRequest, study: Study, typed: str) -> HttpResponse:
    visit, slug, code = (
        get_respondent_context(request, study.slug),
        study.slug,
        parse_access_code(typed),
    )
    try:
        token, draft = enter_with_card(visit, code or "", promise=read_promise_number(request))
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
        return render_stop_page(
            request, slug, 410, _("This card has been used"), message, mine=True
        )
    except CardRevoked:
        message = _("The team cancelled it before it was used. Ask for another card.")
        return render_stop_page(request, slug, 410, _("This card is no longer valid"), message)
    except NotOpen as error:
        return render_not_open(request, error.fielding, error.door)
    response = redirect_to_page(visit, draft.page)
    store_token(request, response, token, draft, visit.today)
    return response


def _wrong_card(ask: Callable[..., HttpResponse], guessed: str, code: str | None) -> HttpResponse:
    """Say that no card has this code. A wrong check digit is a typing error, not a guess.

    `ask` renders the form with the reason; `guessed` is the name that guesses count for.
    """
    if code is None:
        problem = _(
            "This is not a card’s code: a character is wrong, missing or extra. Please compare it "
            "with your card. Codes have no vowels, no 0 and no 1."
        )
        return ask(problem, status=422)
    if guesses.record_failure(guessed):
        problem = _("No card here has this code. Please compare it with your card.")
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
    """Show the page of a study's cards; `moved`: the code was typed at another study's page."""
    visit = get_respondent_context(request, study.slug)
    today = visit.today
    fielding = find_current_fielding(study, today, Mode.CARDS)
    if fielding is None:
        return render_not_found(request, study.slug)
    door = get_availability(fielding, today)
    if door not in {AvailabilityStatus.OPEN, AvailabilityStatus.CLOSED}:
        return render_not_open(request, fielding, door)
    effort = get_respondent_burden(fielding, visit.language, today)
    shown = {
        "study": study,
        "slug": study.slug,
        "closed": door is AvailabilityStatus.CLOSED,
        "link_open": get_availability_by_mode(study, today)[Mode.OPEN] is AvailabilityStatus.OPEN,
        "moved": moved,
        "promise": build_page_promise(study, effort, today=today, card=True),
        "effort": effort,
        "field": card_field(typed, problem),
        "to_mend": [ErrorSummaryItem("code", problem)] if problem else [],
    }
    return render(request, "surveys/take/card.html", shown, status=status)

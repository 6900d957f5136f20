"""The way in with a card: its promise, its code, and what to do about a card that does not work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from vecu.credentials import read_card
from vecu.surveys.actions import CardRevoked, CardUsed, UnknownCode, enter_with_card
from vecu.surveys.forms import ToMend, card_field, card_in
from vecu.surveys.models import Study
from vecu.surveys.queries import current_fielding, door_of, get_study, questionnaire_for
from vecu.surveys.rules import Door, Mode, draft_expiry
from vecu.surveys.views.codes import guesses
from vecu.surveys.views.visiting import (
    keep_token,
    language_wanted,
    not_open,
    respondents_page,
    see,
    stopped,
    visit_of,
)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a card protects and what not, and ask for its code; a right one begins or goes on.

    A card that has begun leads to its draft whatever the inquiry's state, so the code is tried
    before the door.
    """
    study = get_study(slug)
    if request.method != "POST":
        return _ask_card(request, study)
    visit = visit_of(request, slug)
    typed = card_in(request.POST)
    if language := language_wanted(request):
        with override(language):
            return _ask_card(request, study, typed)
    code = read_card(typed)
    try:
        token, draft = enter_with_card(visit, code or "")
    except UnknownCode:
        return _wrong_card(request, study, typed, code)
    except CardUsed:
        message = _(
            "Its answers were sent, and a card works once. With the receipt code that was shown "
            "then, you can read and withdraw them. If it was not you, ask for another card."
        )
        return stopped(request, slug, 410, _("This card has been used"), message, mine=True)
    except CardRevoked:
        message = _("The people who ask have withdrawn it unused. Ask for another card.")
        return stopped(request, slug, 410, _("This card is no longer valid"), message)
    response = see(slug, draft.page)
    keep_token(response, token, draft, visit.today)
    return response


def _wrong_card(request: HttpRequest, study: Study, typed: str, code: str | None) -> HttpResponse:
    """Say that no card bears this code. One whose check sign is wrong is a slip and no guess."""
    if code is None:
        problem = _(
            "This is not a card’s code: a sign is wrong, missing or too many. Please compare it "
            "with your card."
        )
        return _ask_card(request, study, typed, problem, status=422)
    if guesses.wrong(f"cards of {study.id}"):
        problem = _("No card of this inquiry bears this code. Please compare it with your card.")
        return _ask_card(request, study, typed, problem, status=403)
    problem = _(
        "Many wrong codes have been tried here, by you or by others. Please check yours and wait a "
        "minute. A right code works at any time."
    )
    response = _ask_card(request, study, typed, problem, status=429)
    response["Retry-After"] = str(guesses.retry_after)
    return response


def _ask_card(
    request: HttpRequest, study: Study, typed: str = "", problem: str = "", *, status: int = 200
) -> HttpResponse:
    today = visit_of(request, study.slug).today
    fielding = current_fielding(study, today, Mode.CARDS)
    door = door_of(fielding, today) if fielding else Door.UNPUBLISHED
    if fielding is None or door not in {Door.OPEN, Door.CLOSED}:
        return not_open(request, study.slug, door, fielding.opens if fielding else None)
    shown = {
        "study": study,
        "slug": study.slug,
        "way": fielding.mode,
        "relay": None,
        "closed": door is Door.CLOSED,
        "begun_kept_until": draft_expiry(today),
        "takes_files": questionnaire_for(fielding).takes_files,
        "field": card_field(typed, problem),
        "to_mend": [ToMend("code", problem)] if problem else [],
    }
    return render(request, "surveys/take/card.html", shown, status=status)

"""Why a finding holds or does not, in somebody's own words; to read them again and withdraw."""

from contextlib import suppress
from secrets import token_bytes
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.evidence.queries import Finding
from vecu.evidence.rules import FindingState
from vecu.replies.actions import (
    CardChanged,
    ReasonRefused,
    record_burst,
    store_reason,
    withdraw_reason,
)
from vecu.replies.models import Reason
from vecu.replies.page_tokens import FIELD, make_page_token, read_page_token
from vecu.replies.queries import find_card, find_reason
from vecu.replies.rules import MOST_WORDS
from vecu.replies.views.taking import bursts, can_reply
from vecu.surveys.consent.render import render_promise
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.forms.question_page import read_submitted_code
from vecu.surveys.guess_limits import make_guess_limiter
from vecu.surveys.queries import Study, get_public_inquiry
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.surveys.views.promise import PROMISE_FIELD, read_promise_number
from vecu.surveys.views.respondent_session import render_stop_page, respondents_page
from vecu.surveys.views.resume_and_receipt import judge_wrong_code
from vecu.ui.fields import ErrorSummaryItem, Field
from vecu.ui.question_forms import make_code_field
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

guesses = make_guess_limiter("reasons of replies")


@require_http_methods(READ_OR_WRITE)
@respondents_page
def write_reason(request: HttpRequest, slug: str, card: UUID) -> HttpResponse:
    """Ask why, below the promise of the inquiry; a POST stores the words and shows their code."""
    study = get_public_inquiry(slug)
    found = find_card(study, card)
    if found is None or not can_reply(study):
        message = _("Findings can be replied to as long as the inquiry is open.")
        return render_stop_page(request, slug, 404, _("Nothing here"), message)
    if request.method != "POST":
        return _render_form(request, study, found)
    return _take_reason(request, study, found)


def _take_reason(request: HttpRequest, study: Study, card: Finding) -> HttpResponse:
    """Store what was typed, or show it again with what is wrong."""
    typed, today = request.POST.get("words", ""), timezone.localdate()
    nonce = read_page_token(request.POST.get(FIELD, ""), card.pk)
    if nonce is None:
        problem = _("These words did not come from this page. Please send them again.")
        return _render_form(request, study, card, typed, problem)
    if not bursts.admit(study.id):
        record_burst(study, today)
        problem = _("Very many replies are arriving at this moment. Send it again in a minute.")
        return _render_form(request, study, card, typed, problem, status=429)
    language, promise = current_language(), read_promise_number(request)
    try:
        receipt = store_reason(
            card, typed, language=language, promise=promise, nonce=nonce, today=today
        )
    except ReasonRefused as refusal:
        return _render_form(request, study, card, typed, str(refusal))
    except CardChanged:
        card.refresh_from_db()
        return _render_form(request, study, card, typed, _describe_change(card), status=409)
    shown = {"study": study, "slug": study.slug, "receipt": receipt}
    return render(request, "replies/reason_sent.html", shown)


def _describe_change(card: Finding) -> str:
    if card.state == FindingState.SUPERSEDED:
        return _(
            "This finding has just been replaced with another version, so that your words are not"
            " stored. They are still here: copy them if you need them."
        )
    return _(
        "This finding has just been taken back, so that your words are not stored. They are still"
        " here: copy them if you need them."
    )


def _render_form(
    request: HttpRequest,
    study: Study,
    card: Finding,
    typed: str = "",
    problem: str = "",
    *,
    status: int = 0,
) -> HttpResponse:
    facts = get_promise_facts(study)
    field = Field(
        "words",
        "words",
        _("Why is it so, or not so, where you work?"),
        kind="text",
        value=typed,
        problem=problem,
        multiline=True,
        is_first_text=True,
        limit=MOST_WORDS,
    )
    shown = {
        "study": study,
        "slug": study.slug,
        "card": card,
        "field": field,
        "token": make_page_token(card.pk, token_bytes),
        "promise_field": PROMISE_FIELD,
        "promise": PROMISE_NUMBER,
        "blocks": render_promise(PromiseMedium.PAGE, facts, current_language()),
        "to_mend": _list_errors("words", problem),
    }
    return render(request, "replies/reason.html", shown, status=status or (422 if problem else 200))


@require_http_methods(READ_OR_WRITE)
@respondents_page
def show_reason(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code of a reason; show it; withdraw it once that is confirmed."""
    study = get_public_inquiry(slug)
    if request.method != "POST":
        return _render_code(request, study)
    typed, code = read_submitted_code(request.POST)
    reason = find_reason(code, study) if code else None
    if reason is None or code is None:
        problem, status = judge_wrong_code(guesses, str(study.id), code)
        return _render_code(request, study, typed, problem, status=status)
    if request.POST.get("withdraw") != "yes":
        return _render_reason(request, study, reason, code)
    with suppress(Reason.DoesNotExist):
        withdraw_reason(reason)
    message = _("What you had written is erased. Nobody can read it any more.")
    return render_stop_page(request, slug, 200, _("Your words are withdrawn"), message)


def _render_code(
    request: HttpRequest, study: Study, typed: str = "", problem: str = "", *, status: int = 200
) -> HttpResponse:
    shown = {
        "study": study,
        "slug": study.slug,
        "field": make_code_field(typed, problem),
        "to_mend": _list_errors("code", problem),
        "reason": None,
    }
    return render(request, "replies/mine.html", shown, status=status)


def _render_reason(request: HttpRequest, study: Study, reason: Reason, code: str) -> HttpResponse:
    shown = {
        "study": study,
        "slug": study.slug,
        "reason": reason,
        "code": code,
        "to_mend": [],
        "asking": request.POST.get("withdraw") == "ask",
    }
    return render(request, "replies/mine.html", shown)


def _list_errors(field: str, problem: str) -> list[ErrorSummaryItem]:
    return [ErrorSummaryItem(field, problem)] if problem else []

"""Pages for codes: put aside, resume, read and withdraw; and the quick exit."""

from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vecu.surveys.actions import (
    DraftNotFound,
    PageRefused,
    ReturnTo,
    UnknownCode,
    resume_draft,
    save_for_later_with_code,
    save_page,
    set_resume_code,
    withdraw_answer,
)
from vecu.surveys.actions import discard_drafts as drop_drafts
from vecu.surveys.forms.question_page import (
    read_submitted_code,
    submitted_values,
)
from vecu.surveys.guess_limits import CodeGuessLimiter, make_guess_limiter
from vecu.surveys.models import Answer, Draft, Study
from vecu.surveys.queries import (
    RespondentContext,
    find_answer,
    find_draft,
    find_drafts,
    get_fielding_questionnaire,
    get_public_inquiry,
)
from vecu.surveys.queries.answer_history import get_answer_history
from vecu.surveys.results.answer_summary import summarise_answers
from vecu.surveys.views.question_page import BUTTONS, render_with_errors
from vecu.surveys.views.respondent_session import (
    check_body_size,
    clear_tokens,
    get_respondent_context,
    read_files,
    read_tokens,
    redirect_to_page,
    remove_token,
    render_stop_page,
    respondents_page,
    store_token,
)
from vecu.ui.fields import ErrorSummaryItem
from vecu.ui.question_forms import make_code_field
from vecu.ui.requests import (
    get_requested_language,
    is_deliberate,
)

guesses = make_guess_limiter("codes of respondents")
"""The wrong codes sent to this process, for all studies."""


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def save_for_later(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the current page, and show the resume code of the draft."""
    check_body_size(request)
    visit = get_respondent_context(request, slug)
    draft = find_draft(visit)
    if draft is None:
        raise DraftNotFound
    if request.method != "POST":
        return redirect_to_page(visit, draft.page)
    if "forget" in request.POST and draft.resume:
        return _forgotten(request, visit, draft)
    typed = submitted_values(request.POST, besides=BUTTONS | {"forget"})
    if key := request.GET.get("page", ""):
        try:
            save_page(visit, key, typed, read_files(request), leniently=True)
        except PageRefused as error:
            return render_with_errors(request, visit, error, typed, then=ReturnTo.ON)
    code, draft = ("", save_for_later_with_code(visit)) if draft.card_id else set_resume_code(visit)
    shown = {"study": draft.fielding.study, "slug": slug, "code": code, "draft": draft}
    return render(request, "surveys/take/saved.html", shown)


def _forgotten(request: HttpRequest, visit: RespondentContext, draft: Draft) -> HttpResponse:
    title = _("This browser has forgotten you")
    if draft.card_id:
        message = _(
            "Your answers are waiting on the server. Your card takes you back to them, from any "
            "device."
        )
    else:
        message = _(
            "Your answers are waiting on the server. Your code takes you back to them, from any "
            "device."
        )
    others = [token for token in read_tokens(request) if token != visit.token]
    if find_drafts(others, visit.today):
        title = _("This browser has forgotten these answers")
        more = _(
            "It still leads to answers to another inquiry that you have not sent. “Leave at once” "
            "erases them, or only makes it forget those that you put aside."
        )
        message = f"{message} {more}"
    response = render_stop_page(request, visit.slug, 200, title, message)
    remove_token(request, response, visit.token, visit.today)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def resume_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a resume code; the right one leads back to the last page."""
    visit = get_respondent_context(request, slug)
    if request.method != "POST":
        return _ask_code(request, get_public_inquiry(slug), "resume")
    typed, code = read_submitted_code(request.POST)
    if language := get_requested_language(request):
        with override(language):
            return _ask_code(request, get_public_inquiry(slug), "resume", typed)
    try:
        token, draft = resume_draft(visit, code or "")
    except UnknownCode:
        return _wrong_code(request, slug, "resume", typed, code)
    response = redirect_to_page(visit, draft.page)
    store_token(request, response, token, draft, visit.today)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def show_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a receipt code; show the answers sent; withdraw them once that is confirmed."""
    if request.method != "POST":
        return _ask_code(request, get_public_inquiry(slug), "mine")
    with override(get_requested_language(request) or get_language()):
        return _show_receipt(request, slug)


def _show_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    typed, code = read_submitted_code(request.POST)
    if (
        get_requested_language(request) and "read" not in request.POST
    ):  # the code is still being typed
        return _ask_code(request, get_public_inquiry(slug), "mine", typed)
    answer = find_answer(code, slug) if code else None
    if answer is None or code is None:
        return _wrong_code(request, slug, "mine", typed, code)
    if request.POST.get("withdraw") != "yes":
        return _show_answer(request, answer, code)
    today = get_respondent_context(request, slug).today
    history = get_answer_history(answer, today)
    with suppress(UnknownCode):  # a second tap: the answer is withdrawn already
        withdraw_answer(code, slug)
    gone = {"study": answer.fielding.study, "slug": slug, "history": history}
    return render(request, "surveys/take/withdrawn.html", gone)


def _show_answer(request: HttpRequest, answer: Answer, code: str) -> HttpResponse:
    visit = get_respondent_context(request, answer.fielding.study.slug)
    questionnaire = get_fielding_questionnaire(answer.fielding)
    spoken = questionnaire.language_for(visit.language)
    shown = {
        "study": answer.fielding.study,
        "slug": visit.slug,
        "answer": answer,
        "history": get_answer_history(answer, visit.today),
        "code": code,
        "parts": summarise_answers(questionnaire, answer.values, visit.language, today=answer.day),
        "language": "" if spoken == visit.language else spoken,
        "asking": request.POST.get("withdraw") == "ask",
    }
    return render(request, "surveys/take/mine.html", shown)


@require_GET
@respondents_page
def quick_exit(request: HttpRequest, slug: str) -> HttpResponse:
    """Quick exit: delete unsaved drafts and the cookie, then redirect to a neutral site."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    if is_deliberate(request):
        drop_drafts(read_tokens(request))
        clear_tokens(response)
    return response


def _wrong_code(
    request: HttpRequest, slug: str, purpose: str, typed: str, code: str | None
) -> HttpResponse:
    """Say that a code leads nowhere, with the code still in its field."""
    study = get_public_inquiry(slug)
    problem, status = judge_wrong_code(guesses, str(study.id), code)
    response = _ask_code(request, study, purpose, typed, problem, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(guesses.retry_after)
    return response


def judge_wrong_code(
    limiter: CodeGuessLimiter, name: str, code: str | None
) -> tuple[str, HTTPStatus]:
    """Count a guess of a receipt or resume code; return what is wrong, and the status to answer.

    One that cannot be a code at all, None, does not count as a guess.
    """
    if code is None:
        problem = _(
            "A code has twelve letters and digits, such as KD7M-3XQP-TR9B. Please check it."
        )
        return problem, HTTPStatus.UNPROCESSABLE_ENTITY
    if limiter.record_failure(name):
        problem = _(
            "Nothing is kept under this code. Please check it, letter by letter. If it is right, "
            "what it led to has been deleted."
        )
        return problem, HTTPStatus.FORBIDDEN
    problem = _(
        "Many wrong codes have been tried here, by you or by others. Please check yours and wait a "
        "minute. A right code works at any time."
    )
    return problem, HTTPStatus.TOO_MANY_REQUESTS


def _ask_code(
    request: HttpRequest,
    study: Study,
    purpose: str,
    typed: str = "",
    problem: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "study": study,
        "slug": study.slug,
        "purpose": purpose,
        "field": make_code_field(typed, problem),
        "to_mend": [ErrorSummaryItem("code", problem)] if problem else [],
    }
    return render(request, "surveys/take/code.html", shown, status=status)

"""The diary: a worker's page on the phone, opened with a code, without account or session.

Nothing is stored but notes: neither that a code was used nor that figures were read. What happened
is in no log, and no page stays in a cache.
"""

import secrets
from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vecu.credentials import TokenBucket, parse_access_code, per_process_limit
from vecu.fieldlog.diary import DiarySuspended, remove_note, take_note
from vecu.fieldlog.diary_codes import derive_diary_token, find_diary_token
from vecu.fieldlog.diary_form import (
    DiaryForm,
    build_diary_form,
    read_diary_form,
    read_note_id,
)
from vecu.fieldlog.diary_notes import NoteNames, ProposalKind, list_proposal_kinds
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.month_figures import list_month_figures
from vecu.fieldlog.months import get_half_day
from vecu.fieldlog.queries import find_log, find_suspension, list_month_contents
from vecu.register.queries import System, find_system_by_slug
from vecu.surveys.forms.question_page import ErrorSummaryItem, code_field, read_submitted_card
from vecu.surveys.guess_limits import WRONG_CODES, CodeGuessLimiter
from vecu.surveys.views.respondent_session import (
    BETWEEN,
    MOST_TOKENS,
    SECONDS_A_DAY,
    get_requested_language,
    is_deliberate,
)
from vecu.ui.templatetags.ui import current_language

DAYS_ON_PHONE = 30
guesses = CodeGuessLimiter(TokenBucket(allowed=per_process_limit(WRONG_CODES, settings.PROCESSES)))
"""The wrong codes sent to this process, for each log."""

View = Callable[..., HttpResponse]


def _diary_page(view: View) -> View:
    """Find the system and its log, and let nothing of a page stay in a cache or search engine."""

    @wraps(view)
    def respond(request: HttpRequest, slug: str) -> HttpResponse:
        system = find_system_by_slug(slug)
        log = find_log(system.pk) if system else None
        if system is None or log is None:
            raise Http404
        with override(get_requested_language(request) or get_language()):
            response = view(request, system, log)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return respond


@require_http_methods(["GET", "HEAD", "POST"])
@_diary_page
def keep_diary(request: HttpRequest, system: System, log: FieldLog) -> HttpResponse:
    """Ask for the code, then for notes; keep each, show none."""
    if "code" in request.POST:
        return _enter(request, system, log)
    worker = find_diary_token(log, _read_tokens(request))
    if not worker:
        return _ask_code(request, system, log)
    if not log.diary_open:
        return _redirect("fieldlog:diary-figures", system)
    names = NoteNames(worker, read_note_id(request.POST) or secrets.token_hex(16))
    if "remove" in request.POST:
        remove_note(log, names)
        return _show_form(request, system, log, removed=True)
    if _is_suspended(log):
        return _show_suspended(request, system, log)
    if request.method != "POST":
        return _show_form(request, system, log)
    return _note(request, system, log, names)


def _note(request: HttpRequest, system: System, log: FieldLog, names: NoteNames) -> HttpResponse:
    asks_language = bool(get_requested_language(request))
    form = read_diary_form(request.POST, _list_kinds(log), checked=not asks_language)
    if form.note is None:
        status = HTTPStatus.OK if asks_language else HTTPStatus.UNPROCESSABLE_ENTITY
        return _show_form(request, system, log, form, note=names.note, status=status)
    try:
        take_note(log, form.note, names, now=timezone.now(), random_bytes=secrets.token_bytes)
    except DiarySuspended:  # between our question and the note
        return _show_suspended(request, system, log)
    return _show_form(request, system, log, noted=names.note)


def _show_form(
    request: HttpRequest,
    system: System,
    log: FieldLog,
    form: DiaryForm | None = None,
    *,
    note: str = "",
    noted: str = "",
    removed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show the page: a fresh one unless `form` is what was chosen."""
    kinds = _list_kinds(log)
    context = {
        "system": system,
        "log": log,
        "form": form or build_diary_form(kinds),
        "note": note or secrets.token_hex(16),
        "several": len(kinds) > 1,
        "more": bool(form and any(each.chosen for each in form.fields["explanation"].options)),
        "noted": noted,
        "removed": removed,
    }
    return render(request, "fieldlog/diary.html", context, status=status)


def _show_suspended(request: HttpRequest, system: System, log: FieldLog) -> HttpResponse:
    context = {
        "system": system,
        "log": log,
        "heading": _("The log is suspended"),
        "sentences": [
            _("Staff representatives have suspended it. Nothing can be noted now."),
            _("What is decided meanwhile is never kept: there is no need to note it later."),
        ],
        "closed": False,
    }
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "fieldlog/diary_stopped.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@_diary_page
def read_figures(request: HttpRequest, system: System, log: FieldLog) -> HttpResponse:
    """Show a worker the figures of all closed months, before others read them."""
    if not find_diary_token(log, _read_tokens(request)):
        return _redirect("fieldlog:diary", system)
    months = [
        {
            "first": date.fromisoformat(f"{month}-01"),
            "figures": list_month_figures([(month, content)], current_language()),
        }
        for month, content in reversed(list_month_contents(log))
    ]
    context = {"system": system, "log": log, "months": months}
    return render(request, "fieldlog/diary_figures.html", context)


@require_POST
@_diary_page
def close_diary(request: HttpRequest, system: System, log: FieldLog) -> HttpResponse:
    """Delete the cookie, and say what the phone still holds."""
    context = {
        "system": system,
        "log": log,
        "heading": _("The diary is closed on this phone"),
        "sentences": [
            _("The cookie that opened it is deleted; what you noted stays noted."),
            _("Your browser’s history still has the address of this page: you can delete it."),
        ],
        "closed": True,
    }
    response = render(request, "fieldlog/diary_stopped.html", context)
    _delete_cookie(response)
    return response


@require_GET
@_diary_page
def leave_diary(request: HttpRequest, _system: System, _log: FieldLog) -> HttpResponse:
    """Quick exit: delete the cookie, then redirect to a neutral site."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    if is_deliberate(request):
        _delete_cookie(response)
    return response


def _enter(request: HttpRequest, system: System, log: FieldLog) -> HttpResponse:
    """Open the diary with a right code. A wrong check digit is a typing error, not a guess."""
    typed = read_submitted_card(request.POST)
    if get_requested_language(request):
        return _ask_code(request, system, log, typed)
    code = parse_access_code(typed)
    if code is None:
        problem = _(
            "This is not a diary code: a sign is wrong, missing or too many. Please compare it "
            "with your paper. A code has no vowel and neither 0 nor 1."
        )
        return _ask_code(request, system, log, typed, problem, status=422)
    token = derive_diary_token(log, code)
    if find_diary_token(log, [token]):
        response = _redirect("fieldlog:diary", system)
        _set_cookie(request, response, token)
        return response
    if guesses.record_failure(f"diary {log.pk}"):
        problem = _(
            "This code opens nothing here. Please compare it with your paper. If it is right, all "
            "codes have been made void: ask for another one."
        )
        return _ask_code(request, system, log, typed, problem, status=403)
    problem = _(
        "Many wrong codes have been tried here, by you or by others. Please check yours and wait a "
        "minute. A right code works at any time."
    )
    response = _ask_code(request, system, log, typed, problem, status=429)
    response["Retry-After"] = str(guesses.retry_after)
    return response


def _ask_code(
    request: HttpRequest,
    system: System,
    log: FieldLog,
    typed: str = "",
    problem: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "system": system,
        "log": log,
        "field": code_field(typed, problem, _("The code that you drew")),
        "to_mend": [ErrorSummaryItem("code", problem)] if problem else [],
        "keep": "keep" in request.POST,
        "days": DAYS_ON_PHONE,
    }
    return render(request, "fieldlog/diary_code.html", context, status=status)


def _list_kinds(log: FieldLog) -> list[ProposalKind]:
    return list_proposal_kinds(log.proposal_kinds, current_language())


def _is_suspended(log: FieldLog) -> bool:
    half_day = get_half_day(timezone.now(), timezone.get_current_timezone())
    return find_suspension(log, half_day) is not None


def _read_tokens(request: HttpRequest) -> list[str]:
    """Return what the cookie holds, the newest first: one for each diary opened."""
    held = request.COOKIES.get(settings.DIARY_COOKIE_NAME, "").split(BETWEEN)
    return [token[:64] for token in held[:MOST_TOKENS] if token]


def _set_cookie(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Add a token to the cookie. It ends with the browser unless the worker wants it to stay."""
    others = [each for each in _read_tokens(request) if each != token]
    response.set_cookie(
        settings.DIARY_COOKIE_NAME,
        BETWEEN.join([token, *others][:MOST_TOKENS]),
        max_age=DAYS_ON_PHONE * SECONDS_A_DAY if "keep" in request.POST else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _delete_cookie(response: HttpResponse) -> None:
    response.delete_cookie(settings.DIARY_COOKIE_NAME, samesite="Lax")


def _redirect(name: str, system: System) -> HttpResponseRedirect:
    """Redirect to a page of this system with a GET (303)."""
    response = HttpResponseRedirect(reverse(name, args=(system.slug,)))
    response.status_code = HTTPStatus.SEE_OTHER
    return response

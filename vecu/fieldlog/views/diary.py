"""The diary: a worker's page on the phone, opened with a code, without account or session.

Nothing is stored but notes: neither that a code was used nor that figures were read.
"""

import secrets
from datetime import date
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vecu.fieldlog.diary import DiarySuspended, remove_note, take_note
from vecu.fieldlog.diary_form import DiaryForm, build_diary_form, read_diary_form, read_note_id
from vecu.fieldlog.diary_notes import NoteNames, ProposalKind, list_proposal_kinds
from vecu.fieldlog.log_overview import list_month_states
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.month_figures import list_month_figures
from vecu.fieldlog.months import get_half_day
from vecu.fieldlog.queries import (
    find_suspension,
    is_suspended,
    list_month_contents,
    waits_for_confirmation,
)
from vecu.fieldlog.views.diary_session import (
    DAYS_ON_PHONE,
    DiaryVisit,
    delete_diary_cookie,
    diary_page,
    enter_code,
)
from vecu.ui.fields import ErrorSummaryItem
from vecu.ui.question_forms import (
    make_code_field,
    read_typed_code,
)
from vecu.ui.requests import (
    get_requested_language,
    is_deliberate,
)
from vecu.ui.templatetags.ui import current_language


@require_http_methods(["GET", "HEAD", "POST"])
@diary_page
def keep_diary(visit: DiaryVisit) -> HttpResponse:
    """Ask for the code, then for notes; keep each, show none."""
    if "code" in visit.request.POST:
        return _enter(visit)
    worker = visit.find_worker()
    if not worker:
        return _ask_code(visit)
    if not visit.log.diary_open:
        return visit.redirect("diary-figures")
    return _open(visit, worker)


def _open(visit: DiaryVisit, worker: str) -> HttpResponse:
    post = visit.request.POST
    names = NoteNames(worker, read_note_id(post) or secrets.token_hex(16))
    if "remove" in post:
        remove_note(visit.log, names)
        return _show_form(visit, removed=True)
    if stopped := find_stop(visit):
        return stopped
    if visit.request.method != "POST":
        return _show_form(visit)
    return _note(visit, names)


def _note(visit: DiaryVisit, names: NoteNames) -> HttpResponse:
    asks_language = bool(get_requested_language(visit.request))
    form = read_diary_form(visit.request.POST, _list_kinds(visit.log), checked=not asks_language)
    if form.note is None:
        status = HTTPStatus.OK if asks_language else HTTPStatus.UNPROCESSABLE_ENTITY
        return _show_form(visit, form, note=names.note, status=status)
    try:
        take_note(visit.log, form.note, names, now=timezone.now(), random_bytes=secrets.token_bytes)
    except DiarySuspended:  # since the page was asked for
        return show_suspended(visit)
    return _show_form(visit, noted=names.note)


def _show_form(
    visit: DiaryVisit,
    form: DiaryForm | None = None,
    *,
    note: str = "",
    noted: str = "",
    removed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show the page: a fresh one unless `form` is what was chosen. `noted` was just noted."""
    kinds = _list_kinds(visit.log)
    return visit.render(
        "diary.html",
        status,
        form=form or build_diary_form(kinds),
        note=note or secrets.token_hex(16),
        several=len(kinds) > 1,
        more=form is not None and form.has_more,
        noted=noted,
        removed=removed,
    )


def find_stop(visit: DiaryVisit) -> HttpResponse | None:
    """Return the page that says why nothing can be noted now, None if it can."""
    if waits_for_confirmation(visit.log, timezone.localdate()):
        return _show_waiting(visit)
    return show_suspended(visit) if _is_suspended(visit.log) else None


def _show_waiting(visit: DiaryVisit) -> HttpResponse:
    """Say that no month has begun."""
    return visit.render(
        "diary_stopped.html",
        HTTPStatus.CONFLICT if visit.request.method == "POST" else HTTPStatus.OK,
        heading=_("Nothing can be noted yet"),
        sentences=[
            _(
                "No month begins before staff representatives have confirmed what the log needs."
                " They have not done so yet."
            ),
            _("What is decided meanwhile is never kept: there is no need to note it later."),
        ],
        closed=False,
    )


def show_suspended(visit: DiaryVisit) -> HttpResponse:
    """Say why nothing is noted now: also after the log was resumed, until the half-day is over."""
    resumed = not is_suspended(visit.log)
    return visit.render(
        "diary_stopped.html",
        HTTPStatus.CONFLICT if visit.request.method == "POST" else HTTPStatus.OK,
        heading=_("Nothing can be noted yet") if resumed else _("The log is suspended"),
        sentences=[
            _("The log has resumed. Decisions are recorded again from the next half-day.")
            if resumed
            else _("Staff representatives have suspended it. Nothing can be noted now."),
            _("What is decided meanwhile is never kept: there is no need to note it later."),
        ],
        closed=False,
    )


@require_http_methods(["GET", "HEAD"])
@diary_page
def read_figures(visit: DiaryVisit) -> HttpResponse:
    """Show a worker the figures of all closed months, before others read them."""
    if not visit.find_worker():
        return visit.redirect("diary")
    states = {each.closed.month: each for each in list_month_states(visit.system.pk)}
    months = [
        {
            "state": states.get(month),
            "first": date.fromisoformat(f"{month}-01"),
            "figures": list_month_figures([(month, content)], current_language()),
        }
        for month, content in reversed(list_month_contents(visit.log))
    ]
    return visit.render("diary_figures.html", months=months)


@require_POST
@diary_page
def close_diary(visit: DiaryVisit) -> HttpResponse:
    """Delete the cookie, and say what the phone still holds."""
    response = visit.render(
        "diary_stopped.html",
        heading=_("The diary is closed on this phone"),
        sentences=[
            _("The cookie that opened it is deleted; what you noted stays noted."),
            _("Your browser’s history still has the address of this page: you can delete it."),
        ],
        closed=True,
    )
    delete_diary_cookie(response)
    return response


@require_GET
@diary_page
def leave_diary(visit: DiaryVisit) -> HttpResponse:
    """Quick exit: delete the cookie, then redirect to a neutral site."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    if is_deliberate(visit.request):
        delete_diary_cookie(response)
    return response


def _enter(visit: DiaryVisit) -> HttpResponse:
    """Open the diary with a right code."""
    typed = read_typed_code(visit.request.POST)
    if get_requested_language(visit.request):
        return _ask_code(visit, typed)
    entry = enter_code(visit.log, typed)
    if entry.token:
        response = visit.redirect("diary")
        visit.hold_token(response, entry.token)
        return response
    response = _ask_code(visit, typed, entry.problem, status=entry.status)
    if entry.retry_after:
        response["Retry-After"] = str(entry.retry_after)
    return response


def _ask_code(
    visit: DiaryVisit, typed: str = "", problem: str = "", *, status: int = 200
) -> HttpResponse:
    return visit.render(
        "diary_code.html",
        status,
        field=make_code_field(typed, problem, _("The code that you drew")),
        to_mend=[ErrorSummaryItem("code", problem)] if problem else [],
        keep="keep" in visit.request.POST,
        days=DAYS_ON_PHONE,
    )


def _list_kinds(log: FieldLog) -> list[ProposalKind]:
    return list_proposal_kinds(log.proposal_kinds, current_language())


def _is_suspended(log: FieldLog) -> bool:
    half_day = get_half_day(timezone.now(), timezone.get_current_timezone())
    return find_suspension(log, half_day) is not None

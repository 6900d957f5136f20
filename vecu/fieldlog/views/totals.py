"""Totals typed with a diary code: of corrections in drafts, and of upkeep. None is shown again."""

import secrets
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vecu.fieldlog.diary import DiarySuspended, remove_note, take_totals
from vecu.fieldlog.diary_form import read_note_id
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.months import LogMonth, list_open_months
from vecu.fieldlog.queries import list_begun_months, list_ended_months, list_missing
from vecu.fieldlog.totals_form import TotalsForm, build_totals_form, read_totals_form
from vecu.fieldlog.views.diary import find_stop, show_suspended
from vecu.fieldlog.views.diary_session import DiaryVisit, diary_page
from vecu.fieldlog.vocabulary import TotalsSheet
from vecu.ui.requests import get_requested_language


@require_http_methods(["GET", "HEAD", "POST"])
@diary_page
def type_totals(visit: DiaryVisit) -> HttpResponse:
    """Ask for totals of the month; keep what is typed, show none of what was."""
    worker = visit.find_worker()
    if not worker:
        return visit.redirect("diary")
    post = visit.request.POST
    names = NoteNames(worker, read_note_id(post) or secrets.token_hex(16))
    if "remove" in post:
        remove_note(visit.log, names)
        return _show(visit, removed=True)
    months = _list_months(visit)
    stopped = find_stop(visit) or (None if months else show_suspended(visit))
    if stopped or visit.request.method != "POST":
        return stopped or _show(visit)
    sheet = next((each for each in TotalsSheet if each == post.get("sheet")), TotalsSheet.UPKEEP)
    asks_language = bool(get_requested_language(visit.request))
    form = read_totals_form(post, sheet, months, checked=not asks_language)
    if form.totals is None or form.month is None:
        status = HTTPStatus.OK if asks_language else HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(visit, form, note=names.note, status=status)
    try:
        take_totals(
            visit.log,
            form.totals,
            names,
            month=form.month,
            now=timezone.now(),
            random_bytes=secrets.token_bytes,
        )
    except DiarySuspended:  # since the page was asked for
        return show_suspended(visit)
    return _show(visit, noted=names.note)


def _list_months(visit: DiaryVisit) -> list[LogMonth]:
    """Return the open months that take totals: of a log that waits, those that have begun."""
    ended, begun = list_ended_months(visit.log), list_begun_months(visit.log)
    waiting = bool(list_missing(visit.log))
    open_months = list_open_months(timezone.localdate())
    return [
        each
        for each in open_months
        if str(each) not in ended and (not waiting or str(each) in begun)
    ]


def _show(
    visit: DiaryVisit,
    form: TotalsForm | None = None,
    *,
    note: str = "",
    noted: str = "",
    removed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show both sheets, fresh ones unless `form` is what was typed on one of them."""
    months = _list_months(visit) or list_open_months(timezone.localdate())
    sheets = {
        str(sheet): form if form and form.sheet is sheet else build_totals_form(sheet, months)
        for sheet in TotalsSheet
    }
    return visit.render(
        "diary_totals.html",
        status,
        **sheets,
        notes={
            str(sheet): note if form and form.sheet is sheet else secrets.token_hex(16)
            for sheet in TotalsSheet
        },
        problems=form.problems if form else (),
        noted=noted,
        removed=removed,
    )

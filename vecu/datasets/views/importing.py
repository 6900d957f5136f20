"""Bringing a file in, step by step: the file, its mapping, a dry run, then the report."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_bring_answers_in
from vecu.datasets import actions, forms, queries
from vecu.datasets.mapping import check_mapping, read_mapping
from vecu.datasets.models import Upload
from vecu.datasets.opening import Opened, open_file
from vecu.datasets.queries import ImportPlan, Wishes
from vecu.datasets.rules import MAX_UPLOAD_BYTES, check_width
from vecu.datasets.suggest import Suggestion, suggest
from vecu.surveys.queries import Study, get_study
from vecu.tables import FileRefused, Settings
from vecu.ui.fields import Field

_FORM_OVERHEAD = 10_000
_READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(_READ_OR_WRITE)
@require(can_bring_answers_in, get_study)
def upload(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Ask for a file, and hold it once it can be read as a table."""
    if _is_too_large(request):
        return _too_large(request)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _upload_page(request, study, "")
    if not form.is_valid():
        return _upload_page(request, study, _("Choose a file first."), 422)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        check_width(len(open_file(content).table.columns))
    except FileRefused as error:
        return _upload_page(request, study, error.say(_language()), 422)
    held = actions.keep_upload(
        study,
        content,
        file.name,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("datasets:mapping", study.slug, held.pk)


@require_http_methods(_READ_OR_WRITE)
@require(can_bring_answers_in, get_study)
def mapping(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Show how the file was read and which column answers what; keep what the person confirms."""
    held = _held(request, study, file)
    if request.method == "POST" and "read" in request.POST:
        return _read_again(request, study, held)
    opened = _opened(held)
    questionnaire = queries.questionnaire_for_import(study)
    suggestion = suggest(opened.table, questionnaire, opened.codes)
    if kept := held.settings.get("mapping"):
        suggestion = Suggestion(read_mapping(kept))
    if request.method != "POST":
        return _mapping_page(request, study, held, opened, suggestion)
    chosen = forms.read_columns(request.POST, opened.table, suggestion.mapping, questionnaire)
    try:
        check_mapping(chosen, opened.table.columns, questionnaire)
    except FileRefused as error:
        shown = Suggestion(chosen)
        return _mapping_page(request, study, held, opened, shown, error.say(_language()))
    actions.change_upload(held, mapping=chosen.to_json())
    return redirect("datasets:check", study.slug, held.pk)


@require_http_methods(_READ_OR_WRITE)
@require(can_bring_answers_in, get_study)
def check(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Show what would arrive; then keep it, when the person confirms."""
    held = _held(request, study, file)
    if not held.settings.get("mapping"):
        return redirect("datasets:mapping", study.slug, held.pk)
    try:
        plan = _plan(held, study)
    except FileRefused as error:
        messages.error(request, error.say(_language()))
        return redirect("datasets:mapping", study.slug, held.pk)
    if request.method == "POST" and "confirm" in request.POST:
        return _import(request, study, held, plan)
    report = queries.try_import(plan, study)
    rows = forms.value_rows(report, plan.mapping, plan.reader.questionnaire, _language())
    if request.method == "POST":
        chosen = forms.read_values(request.POST, rows, plan.mapping)
        actions.change_upload(held, mapping=chosen.to_json())
        return redirect("datasets:check", study.slug, held.pk)
    found = {"study": study, "file": held, "plan": plan, "report": report, "values": rows}
    return render(request, "datasets/check.html", found)


@require_POST
@require(can_bring_answers_in, get_study)
def cancel(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Delete the file and keep nothing of it."""
    actions.discard_upload(_held(request, study, file))
    messages.info(request, _("The file was deleted. Nothing was kept of it."))
    return redirect("datasets:upload", study.slug)


def _import(request: StaffRequest, study: Study, held: Upload, plan: ImportPlan) -> HttpResponse:
    actor = request.user.get_username()
    report = actions.import_file(plan, study, actor=actor, now=timezone.now())
    actions.discard_upload(held)
    return render(request, "datasets/report.html", {"study": study, "report": report})


def _read_again(request: StaffRequest, study: Study, held: Upload) -> HttpResponse:
    """Read the file with another delimiter or encoding; the mapping begins anew."""
    wanted = forms.read_settings(request.POST)
    try:
        check_width(len(open_file(bytes(held.content), wanted).table.columns))
    except FileRefused as error:
        before = _opened(held)
        questionnaire = queries.questionnaire_for_import(study)
        suggestion = suggest(before.table, questionnaire, before.codes)
        return _mapping_page(request, study, held, before, suggestion, error.say(_language()))
    actions.change_upload(held, delimiter=wanted.delimiter, encoding=wanted.encoding, mapping="")
    return redirect("datasets:mapping", study.slug, held.pk)


def _upload_page(
    request: StaffRequest, study: Study, problem: str, status: int = 200
) -> HttpResponse:
    field = Field(
        "file", "file", _("File (.csv, .xlsx, .sav or .dta)"), kind="file", problem=problem
    )
    found = {"study": study, "field": field, "most": MAX_UPLOAD_BYTES // 1_000_000}
    return render(request, "datasets/upload.html", found, status=status)


def _mapping_page(
    request: StaffRequest,
    study: Study,
    held: Upload,
    opened: Opened,
    suggestion: Suggestion,
    problem: str = "",
) -> HttpResponse:
    questionnaire, table = queries.questionnaire_for_import(study), opened.table
    found: dict[str, Any] = {
        "study": study,
        "file": held,
        "table": table,
        "text": opened.text,
        "preview": table.first_rows(5),
        "key": suggestion.mapping.key,
        "columns": forms.column_rows(opened, suggestion, questionnaire, _language()),
        "delimiters": forms.delimiter_options(table.delimiter),
        "encodings": forms.encoding_options(table.encoding),
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "datasets/mapping.html", found, status=status)


def _plan(held: Upload, study: Study) -> ImportPlan:
    wishes = Wishes(mapping=read_mapping(held.settings["mapping"]), language=_language())
    return queries.plan_import(study, _opened(held).table, wishes, today=timezone.localdate())


def _opened(held: Upload) -> Opened:
    how = Settings(held.settings.get("delimiter", ""), held.settings.get("encoding", ""))
    return open_file(bytes(held.content), how)


def _held(request: StaffRequest, study: Study, file: UUID) -> Upload:
    """Return the member's own file; a file that is gone or another's is not found."""
    held = queries.get_upload(file, study.id, request.user.pk)
    if held is None:
        raise Http404(_("This file is no longer here. Bring it again."))
    return held


def _is_too_large(request: StaffRequest) -> bool:
    """Return whether the body is beyond the bound, before anything of it is read."""
    announced = request.headers.get("Content-Length", "")
    return announced.isdecimal() and int(announced) > MAX_UPLOAD_BYTES + _FORM_OVERHEAD


def _too_large(request: StaffRequest) -> HttpResponse:
    message = _(
        "The file is larger than %(most)s MB. Ask whoever runs the laboratory to bring it in "
        "with the command “vecu import”."
    ) % {"most": MAX_UPLOAD_BYTES // 1_000_000}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    found = {"message": message, "status": int(status)}
    return render(request, "ui/explain.html", found, status=status)


def _language() -> str:
    return get_language() or "en"

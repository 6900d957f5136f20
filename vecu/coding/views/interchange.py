"""Pages: export coding as files, import files of other programs."""

from collections.abc import Sequence
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, TemporaryFile
from typing import cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import can_lead_coding, can_take_data_out
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.coding.actions.codebook import CodeChanged, CodeRefused
from vecu.coding.actions.export_coding import NothingToExport, write_coding_export
from vecu.coding.actions.import_project import CodingImportOptions
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.new_study_from_project import accepts_texts, import_into_study
from vecu.coding.actions.uploads import discard_upload, store_upload
from vecu.coding.code_tree import CodebookCycle
from vecu.coding.forms.interchange import MAX_UPLOAD_BYTES, CodingExportForm, parse_chosen_codes
from vecu.coding.interchange.new_study import fit_texts
from vecu.coding.interchange.read_file import REFUSALS, ImportFile, read_import_file
from vecu.coding.models import CodingUpload
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.presenters.import_messages import (
    build_plan_context,
    compare_with_existing,
    format_import_summary,
)
from vecu.coding.queries.export_coding import ExportScope, TextSelection, list_exported_texts
from vecu.coding.queries.import_project import find_upload, get_import_plan
from vecu.coding.refi import ProjectNotWritten
from vecu.coding.views.shared import CodingVisit, coding_page, get_workspace
from vecu.records.views import WRITE
from vecu.surveys.queries import Study
from vecu.tables import TableTooLarge
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

_FORM_OVERHEAD = 10_000


@coding_page(can_lead_coding)
def exchange(visit: CodingVisit) -> HttpResponse:
    """Show the possible exports, and the upload form for imports."""
    return _page(visit, CodingExportForm())


@coding_page(can_take_data_out, WRITE)
def take_out(visit: CodingVisit) -> HttpResponse:
    """Write and send the export, several files in an archive; nothing is stored here."""
    form = CodingExportForm(visit.request.POST)
    if not form.is_valid():
        return _page(visit, form)
    workspace = get_workspace(visit)
    ingest_verbatims(workspace.codebook)
    scope = _scope(visit.study, workspace, TextSelection(form.cleaned_data["which"]))
    require_fresh_sign_in(visit.request)
    try:
        return cast(HttpResponse, _download(visit.request, scope, form))  # for the decorators
    except NothingToExport as refusal:
        form.add_error("which", str(refusal))
    except (ProjectNotWritten, TableTooLarge) as refusal:
        form.add_error("form", refusal.say(current_language()))
    return _page(visit, form)


@coding_page(can_lead_coding, WRITE)
def bring(visit: CodingVisit) -> HttpResponse:
    """Store an uploaded file, if it can be read, and show what it would import."""
    if explained := too_large(visit.request):
        return explained
    workspace = get_workspace(visit)
    file = visit.request.FILES.get("file")
    if file is None:
        return _page(visit, CodingExportForm(), [_("Choose a file first.")])
    content = file.read()
    try:
        ours = [code for code, _depth in workspace.codes.lines]
        read_import_file(BytesIO(content), ours, file.name or "")
    except REFUSALS as refusal:
        return _page(visit, CodingExportForm(), refusal.say(current_language()).splitlines())
    held = store_upload(
        content,
        file.name or "",
        study=visit.study,
        owner=visit.request.user.pk,
        actor=visit.request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("coding:incoming", slug=visit.study.slug, file=held.pk)


@coding_page(can_lead_coding, READ_OR_WRITE)
def incoming(visit: CodingVisit, file: UUID) -> HttpResponse:
    """Show what a file would import; a POST imports it."""
    held = get_own_upload(visit.request, file, visit.study.id)
    workspace = get_workspace(visit)
    ingest_verbatims(workspace.codebook)
    try:
        read = read_import_file(held_file(held), [code for code, _depth in workspace.codes.lines])
    except REFUSALS as refusal:  # the name of a code that it uses as a parent has changed since
        return _page(visit, CodingExportForm(), refusal.say(current_language()).splitlines())
    if visit.sent is None:
        return _preview(visit, workspace, held, read)
    take = parse_chosen_codes(visit.request.POST.getlist("take"))
    wishes = CodingImportOptions(take=take, all_read="all_read" in visit.request.POST)
    act = workspace.act(timezone.now())
    try:
        arrived = import_into_study(
            visit.study, workspace.codebook, read.found, wishes, act, name=held.name
        )
    except CodebookCycle as circle:
        problem = _("A code cannot stand below itself: %(circle)s. Leave one of these as it is.")
        problem %= {"circle": str(circle)}
        return _preview(visit, workspace, held, read, problem)
    except (CodeRefused, CodeChanged) as refusal:
        return _preview(visit, workspace, held, read, str(refusal))
    discard_upload(held)
    return visit.go_on(format_import_summary(arrived), "coding:exchange")


@coding_page(can_lead_coding, WRITE)
def cancel(visit: CodingVisit, file: UUID) -> HttpResponse:
    """Delete an uploaded file; nothing of it is stored."""
    discard_upload(get_own_upload(visit.request, file, visit.study.id))
    messages.info(visit.request, _("The file was deleted. Nothing of it was kept."))
    return redirect("coding:exchange", slug=visit.study.slug)


def held_file(held: CodingUpload) -> BytesIO:
    """Return the content of an uploaded file."""
    return BytesIO(bytes(held.content))


def too_large(request: StaffRequest) -> HttpResponse | None:
    """Reject a body above the size limit before any of it is read."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) <= MAX_UPLOAD_BYTES + _FORM_OVERHEAD:
        return None
    message = _(
        "The file is larger than %(most)s MB. Ask the person who administers the "
        "server to import it with the command “vecu code import”."
    ) % {"most": MAX_UPLOAD_BYTES // 1_000_000}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    found = {"message": message, "status": int(status)}
    return render(request, "ui/explain.html", found, status=status)


def _scope(study: Study, workspace: CoderWorkspace, which: TextSelection) -> ExportScope:
    return ExportScope(study, workspace.codebook, workspace.codes, which, workspace.coder)


def _download(request: StaffRequest, scope: ExportScope, form: CodingExportForm) -> FileResponse:
    with TemporaryDirectory(prefix="vecu-") as folder:
        actor, wishes = request.user.get_username(), form.options
        files = write_coding_export(scope, Path(folder), wishes, actor=actor, now=timezone.now())
        sent = TemporaryFile()  # noqa: SIM115 - closed, and so deleted, by the response
        name = files[0].name
        if len(files) > 1:
            name = f"{scope.study.slug}-coding-{wishes.form}.zip"
            with ZipFile(sent, "w", ZIP_DEFLATED) as archive:
                for file in files:
                    archive.write(file, file.name)
        else:
            with files[0].open("rb") as made:
                copyfileobj(made, sent)
    sent.seek(0)
    return FileResponse(sent, as_attachment=True, filename=name)


def _page(visit: CodingVisit, form: CodingExportForm, problems: Sequence[str] = ()) -> HttpResponse:
    workspace = get_workspace(visit)
    context = {
        "form": form,
        "problems": problems,
        "most": MAX_UPLOAD_BYTES // 1_000_000,
        "codes": len(workspace.codes.offered),
        "finished": list_exported_texts(
            _scope(visit.study, workspace, TextSelection.FINISHED)
        ).count(),
        "texts": list_exported_texts(_scope(visit.study, workspace, TextSelection.ALL)).count(),
        "blind": workspace.codebook.blind,
    }
    wrong = bool(form.errors or problems)
    return visit.render("coding/exchange.html", context, status=422 if wrong else 200)


def _preview(
    visit: CodingVisit,
    workspace: CoderWorkspace,
    held: CodingUpload,
    read: ImportFile,
    problem: str = "",
) -> HttpResponse:
    plan = get_import_plan(workspace.codebook, workspace.codes, read.found)
    fitting = fit_texts(plan.matched.unknown) if accepts_texts(visit.study) else None
    context = build_plan_context(plan, current_language()) | {
        "file": held,
        "problem": problem,
        "codebook": workspace.codebook,
        "is_project": read.is_project,
        "differing": [
            compare_with_existing(met, workspace.codes, current_language())
            for met in plan.differing
        ],
        "new_texts": len(fitting.texts) if fitting else 0,
    }
    if fitting:
        context["left_out"] += [message.say(current_language()) for message in fitting.left_out]
    context["brings"] = plan.brings_something or context["new_texts"]
    return visit.render("coding/incoming.html", context, status=422 if problem else 200)


def get_own_upload(request: StaffRequest, file: UUID, study: UUID | None) -> CodingUpload:
    """Return the member's own file; 404 if it is gone or somebody else's."""
    held = find_upload(file, study, request.user.pk)
    if held is None:
        raise Http404(_("This file is no longer here. Upload it again."))
    return held

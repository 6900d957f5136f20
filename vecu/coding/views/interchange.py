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
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_lead_coding, can_take_data_out
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
from vecu.coding.views.shared import get_workspace, render_page
from vecu.surveys.queries import Study, get_study
from vecu.tables import TableTooLarge

_FORM_OVERHEAD = 10_000


@require_permission(can_lead_coding, get_study)
@require_safe
def exchange(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the possible exports, and the upload form for imports."""
    return _page(request, study, role, CodingExportForm())


@require_permission(can_take_data_out, get_study)
@require_POST
def take_out(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Write and send the export, several files in an archive; nothing is stored here."""
    form = CodingExportForm(request.POST)
    if not form.is_valid():
        return _page(request, study, role, form)
    workspace = get_workspace(request, study)
    ingest_verbatims(workspace.codebook)
    scope = _scope(study, workspace, TextSelection(form.cleaned_data["which"]))
    try:
        return cast(HttpResponse, _download(request, scope, form))  # for the decorators
    except NothingToExport as refusal:
        form.add_error("which", str(refusal))
    except (ProjectNotWritten, TableTooLarge) as refusal:
        form.add_error("form", refusal.say(_language()))
    return _page(request, study, role, form)


@require_permission(can_lead_coding, get_study)
@require_POST
def bring(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Store an uploaded file, if it can be read, and show what it would import."""
    if explained := too_large(request):
        return explained
    workspace = get_workspace(request, study)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, study, role, CodingExportForm(), [_("Choose a file first.")])
    content = file.read()
    try:
        ours = [code for code, _depth in workspace.codes.lines]
        read_import_file(BytesIO(content), ours, file.name or "")
    except REFUSALS as refusal:
        return _page(
            request, study, role, CodingExportForm(), refusal.say(_language()).splitlines()
        )
    held = store_upload(
        content,
        file.name or "",
        study=study,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("coding:incoming", slug=study.slug, file=held.pk)


@require_permission(can_lead_coding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def incoming(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Show what a file would import; a POST imports it."""
    held = _held(request, study, file)
    workspace = get_workspace(request, study)
    ingest_verbatims(workspace.codebook)
    try:
        read = read_import_file(held_file(held), [code for code, _depth in workspace.codes.lines])
    except REFUSALS as refusal:  # the name of a code that it uses as a parent has changed since
        return _page(
            request, study, role, CodingExportForm(), refusal.say(_language()).splitlines()
        )
    if request.method != "POST":
        return _preview(request, study, role, workspace, held, read)
    take = parse_chosen_codes(request.POST.getlist("take"))
    wishes = CodingImportOptions(take=take, all_read="all_read" in request.POST)
    act = workspace.act(timezone.now())
    try:
        arrived = import_into_study(
            study, workspace.codebook, read.found, wishes, act, name=held.name
        )
    except CodebookCycle as circle:
        problem = _("A code cannot stand below itself: %(circle)s. Leave one of these as it is.")
        problem %= {"circle": str(circle)}
        return _preview(request, study, role, workspace, held, read, problem)
    except (CodeRefused, CodeChanged) as refusal:
        return _preview(request, study, role, workspace, held, read, str(refusal))
    discard_upload(held)
    messages.success(request, format_import_summary(arrived))
    return redirect("coding:exchange", slug=study.slug)


@require_permission(can_lead_coding, get_study)
@require_POST
def cancel(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Delete an uploaded file; nothing of it is stored."""
    discard_upload(_held(request, study, file))
    messages.info(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("coding:exchange", slug=study.slug)


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


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    form: CodingExportForm,
    problems: Sequence[str] = (),
) -> HttpResponse:
    workspace = get_workspace(request, study)
    context = {
        "form": form,
        "problems": problems,
        "most": MAX_UPLOAD_BYTES // 1_000_000,
        "codes": len(workspace.codes.offered),
        "finished": list_exported_texts(_scope(study, workspace, TextSelection.FINISHED)).count(),
        "texts": list_exported_texts(_scope(study, workspace, TextSelection.ALL)).count(),
        "blind": workspace.codebook.blind,
    }
    wrong = bool(form.errors or problems)
    return render_page(request, "exchange", study, role, context, 422 if wrong else 200)


def _preview(
    request: StaffRequest,
    study: Study,
    role: Role,
    workspace: CoderWorkspace,
    held: CodingUpload,
    read: ImportFile,
    problem: str = "",
) -> HttpResponse:
    plan = get_import_plan(workspace.codebook, workspace.codes, read.found)
    fitting = fit_texts(plan.matched.unknown) if accepts_texts(study) else None
    context = build_plan_context(plan, _language()) | {
        "file": held,
        "problem": problem,
        "codebook": workspace.codebook,
        "is_project": read.is_project,
        "differing": [
            compare_with_existing(met, workspace.codes, _language()) for met in plan.differing
        ],
        "new_texts": len(fitting.texts) if fitting else 0,
    }
    if fitting:
        context["left_out"] += [message.say(_language()) for message in fitting.left_out]
    context["brings"] = plan.brings_something or context["new_texts"]
    return render_page(request, "incoming", study, role, context, 422 if problem else 200)


def _held(request: StaffRequest, study: Study, file: UUID) -> CodingUpload:
    """Return the member's own file; 404 if it is gone or somebody else's."""
    held = find_upload(file, study.id, request.user.pk)
    if held is None:
        raise Http404(_("This file is no longer here. Upload it again."))
    return held


def _language() -> str:
    return get_language() or "en"

"""Versions of a questionnaire: upload, check and publish the next one; download all."""

from collections.abc import Iterator
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any, cast
from zipfile import ZIP_STORED, ZipFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.questionnaires import LintResult
from vecu.surveys.actions import clear_staging_area, publish_next
from vecu.surveys.forms.authoring import WorkbookForm
from vecu.surveys.models import Study, Version
from vecu.surveys.queries import get_latest_version, get_questionnaire, get_study
from vecu.surveys.queries.attachments import find_attachment, list_attachments
from vecu.surveys.queries.staged_uploads import StagingArea, get_staging_area
from vecu.surveys.queries.studies import find_version, list_versions
from vecu.surveys.views.authoring import READ_OR_WRITE
from vecu.surveys.views.staged_uploads import (
    OFF,
    get_page_language,
    get_staged_workbook,
    inspect_workbook,
    list_file_items,
    list_next_version_files,
    make_attachment_item,
    reject_large_body,
    stage_form_upload,
)
from vecu.surveys.views.studies import render_study_page
from vecu.surveys.views.version_diff import build_version_diff
from vecu.surveys.workbook_writer import XLSX, convert_to_xlsx


@require_permission(allowed.can_write_questionnaire, get_study)
@require_http_methods(READ_OR_WRITE)
def questionnaire(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the versions; check an uploaded workbook, and publish it when confirmed.

    What is published is what was checked: the button has the fingerprint of the staging area.
    """
    if refusal := reject_large_body(request):
        return refusal
    if request.method != "POST":
        staging_area = get_staging_area(request.user.pk, study)
        return _page(request, study, role, WorkbookForm(), staging_area)
    form = WorkbookForm(request.POST, request.FILES)
    form.is_valid()
    staging_area = stage_form_upload(request, study, form)
    if staging_area.workbook is None or form.errors.get("file"):
        if not form.errors and OFF not in request.POST:
            form.add_error("file", _("Choose a workbook or paste its tables."))
        status = 422 if form.errors else 200
        return _page(request, study, role, form, staging_area, status=status)
    workbook = get_staged_workbook(staging_area.workbook)
    inspection = inspect_workbook(study, workbook.name, workbook.content, staging_area.files)
    if not inspection.publishable or form.errors:
        return _page(request, study, role, form, staging_area, inspection, status=422)
    if request.POST.get("publish") != staging_area.fingerprint:
        if "publish" in request.POST:
            messages.warning(request, _("Your files have changed since. Check them again."))
        return _page(request, study, role, WorkbookForm(), staging_area, inspection)
    by = request.user.get_username()
    version = publish_next(study, workbook, staging_area.files, by=by, now=timezone.now())
    clear_staging_area(request.user.pk, study)
    message = _("Version %(number)s is published. Open it when you are ready.")
    messages.success(request, message % {"number": version.number})
    return redirect("surveys:differences", study.slug, version.number)


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    form: WorkbookForm,
    staging_area: StagingArea,
    inspection: LintResult | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "inspection": inspection,
        "looked_at": staging_area.workbook.name if staging_area.workbook else "",
        "staged_files": list_file_items(staging_area, inspection),
        "versions": [
            (version, [make_attachment_item(file) for file in list_attachments(version)])
            for version in list_versions(study)
        ],
    }
    if inspection is not None and inspection.publishable and inspection.questionnaire is not None:
        before = get_questionnaire(get_latest_version(study))
        context["comparison"] = build_version_diff(
            before, inspection.questionnaire, get_page_language()
        )
        context["coming"] = list_next_version_files(study, staging_area, inspection)
        context["held"], context["mark"] = staging_area.workbook, staging_area.fingerprint
    return render_study_page(request, "questionnaire", study, role, context, status)


@require_permission(allowed.can_write_questionnaire, get_study)
@require_safe
def show_version_diff(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Show the changes of a version, and whose answers can be compared with the one before."""
    version, before = _version(study, number), find_version(study, number - 1)
    if before is None or number < 2:
        raise Http404
    comparison = build_version_diff(
        get_questionnaire(before), get_questionnaire(version), get_page_language()
    )
    context = {"version": version, "comparison": comparison}
    return render_study_page(request, "differences", study, role, context)


# --- Download the sources of a version ---


@require_permission(allowed.can_write_questionnaire, get_study)
@require_safe
def download_workbook(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Return a version's workbook as a spreadsheet, to write the next version from it."""
    version = _version(study, number)
    return make_xlsx_response(_as_spreadsheet(version), f"{study.slug}-{version.number}.xlsx")


@require_permission(allowed.can_write_questionnaire, get_study)
@require_safe
def download_attachment(
    request: StaffRequest, study: Study, role: Role, number: int, name: str
) -> HttpResponse:
    """Return one of the files of a version as a download."""
    found = find_attachment(_version(study, number), name)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_permission(allowed.can_write_questionnaire, get_study)
@require_safe
def download_bundle(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Return a version's workbook with all its files as a zip, in the folders that ODK uses."""
    version = _version(study, number)
    name = f"{study.slug}-{version.number}"
    archive = TemporaryFile()  # noqa: SIM115 - closed, and so deleted, by the response
    with ZipFile(archive, "w", ZIP_STORED) as packed:
        packed.writestr(f"{name}.xlsx", _as_spreadsheet(version))
        for file, content in _contents(version):
            packed.writestr(f"{name}-media/{PurePath(file).name}", content)
    archive.seek(0)
    response = FileResponse(archive, as_attachment=True, filename=f"{name}.zip")
    return cast(HttpResponse, response)  # decorators want one


def _contents(version: Version) -> Iterator[tuple[str, bytes]]:
    for file in list_attachments(version):
        yield file.name, bytes(file.content)


def _as_spreadsheet(version: Version) -> bytes:
    return convert_to_xlsx(bytes(version.workbook), version.workbook_name)


def make_xlsx_response(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a download."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{PurePath(name).name}"'
    return response


def _version(study: Study, number: int) -> Version:
    version = find_version(study, number)
    if version is None:
        raise Http404
    return version

"""Versions of a questionnaire: upload, check and publish the next one; download all."""

from collections.abc import Iterator
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any, cast
from zipfile import ZIP_STORED, ZipFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.questionnaires import LintResult
from vecu.surveys.actions import clear_staging_area, publish_next
from vecu.surveys.forms.authoring import WorkbookForm
from vecu.surveys.models import Study, Version
from vecu.surveys.queries import get_latest_version, get_questionnaire
from vecu.surveys.queries.attachments import find_attachment, list_attachments
from vecu.surveys.queries.staged_uploads import StagingArea, get_staging_area
from vecu.surveys.queries.studies import find_version, list_versions
from vecu.surveys.views.staged_uploads import (
    OFF,
    get_staged_workbook,
    inspect_workbook,
    list_file_items,
    list_next_version_files,
    make_attachment_item,
    reject_large_body,
    stage_form_upload,
)
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.surveys.views.version_diff import build_version_diff
from vecu.surveys.workbook_writer import XLSX, convert_to_xlsx
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language


@study_page(allowed.can_write_questionnaire, READ_OR_WRITE)
def questionnaire(visit: StudyVisit) -> HttpResponse:
    """List the versions; check an uploaded workbook, and publish it when confirmed.

    What is published is what was checked: the button has the fingerprint of the staging area.
    """
    if refusal := reject_large_body(visit.request):
        return refusal
    if visit.sent is None:
        staging_area = get_staging_area(visit.request.user.pk, visit.study)
        return _page(visit, WorkbookForm(), staging_area)
    form = WorkbookForm(visit.request.POST, visit.request.FILES)
    form.is_valid()
    staging_area = stage_form_upload(visit.request, visit.study, form)
    if staging_area.workbook is None or form.errors.get("file"):
        if not form.errors and OFF not in visit.request.POST:
            form.add_error("file", _("Choose a workbook or paste its tables."))
        status = 422 if form.errors else 200
        return _page(visit, form, staging_area, status=status)
    workbook = get_staged_workbook(staging_area.workbook)
    inspection = inspect_workbook(visit.study, workbook.name, workbook.content, staging_area.files)
    if not inspection.publishable or form.errors:
        return _page(visit, form, staging_area, inspection, status=422)
    if visit.request.POST.get("publish") != staging_area.fingerprint:
        if "publish" in visit.request.POST:
            messages.warning(visit.request, _("Your files have changed since. Check them again."))
        return _page(visit, WorkbookForm(), staging_area, inspection)
    version = publish_next(visit.study, workbook, staging_area.files, **visit.act)
    clear_staging_area(visit.request.user.pk, visit.study)
    message = _("Version %(number)s is published. Open it when you are ready.")
    return visit.go_on(message % {"number": version.number}, "surveys:differences", version.number)


def _page(
    visit: StudyVisit,
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
            for version in list_versions(visit.study)
        ],
    }
    if inspection is not None and inspection.publishable and inspection.questionnaire is not None:
        before = get_questionnaire(get_latest_version(visit.study))
        context["comparison"] = build_version_diff(
            before, inspection.questionnaire, current_language()
        )
        context["coming"] = list_next_version_files(visit.study, staging_area, inspection)
        context["held"], context["mark"] = staging_area.workbook, staging_area.fingerprint
    return visit.render("surveys/staff/questionnaire.html", context, status=status)


@study_page(allowed.can_write_questionnaire)
def show_version_diff(visit: StudyVisit, number: int) -> HttpResponse:
    """Show the changes of a version, and whose answers can be compared with the one before."""
    version, before = _version(visit.study, number), find_version(visit.study, number - 1)
    if before is None or number < 2:
        raise Http404
    comparison = build_version_diff(
        get_questionnaire(before), get_questionnaire(version), current_language()
    )
    context = {"version": version, "comparison": comparison}
    return visit.render("surveys/staff/differences.html", context)


# --- Download the sources of a version ---


@study_page(allowed.can_write_questionnaire)
def download_workbook(visit: StudyVisit, number: int) -> HttpResponse:
    """Return a version's workbook as a spreadsheet, to write the next version from it."""
    version = _version(visit.study, number)
    return make_xlsx_response(_as_spreadsheet(version), f"{visit.study.slug}-{version.number}.xlsx")


@study_page(allowed.can_write_questionnaire)
def download_attachment(visit: StudyVisit, number: int, name: str) -> HttpResponse:
    """Return one of the files of a version as a download."""
    found = find_attachment(_version(visit.study, number), name)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@study_page(allowed.can_write_questionnaire)
def download_bundle(visit: StudyVisit, number: int) -> HttpResponse:
    """Return a version's workbook with all its files as a zip, in the folders that ODK uses."""
    version = _version(visit.study, number)
    name = f"{visit.study.slug}-{version.number}"
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

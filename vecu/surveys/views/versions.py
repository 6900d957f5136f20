"""Versions of a questionnaire: the next one brought, looked at, published; all of them fetched."""

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
from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role
from vecu.questionnaires import Inspection
from vecu.surveys.actions import clear_desk, publish_next
from vecu.surveys.authoring_forms import WorkbookForm
from vecu.surveys.models import Study, Version
from vecu.surveys.queries import get_study, latest_version, questionnaire_of
from vecu.surveys.queries.attachments import find_attachment, list_attachments
from vecu.surveys.queries.desks import Desk, desk_of
from vecu.surveys.queries.inquiries import find_version, list_versions
from vecu.surveys.views.authoring import READ_OR_WRITE
from vecu.surveys.views.comparing import tell
from vecu.surveys.views.desks import OFF, coming, kept, lay, lines, look, reader, too_large, written
from vecu.surveys.views.studies import show
from vecu.surveys.workbooks import XLSX, as_spreadsheet


@require(allowed.can_write_questionnaire, get_study)
@require_http_methods(READ_OR_WRITE)
def questionnaire(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the versions; look at a workbook that is brought, and publish it when confirmed.

    What is published is what was looked at: the button says how the desk was then.
    """
    if refusal := too_large(request):
        return refusal
    if request.method != "POST":
        desk = desk_of(request.user.pk, study)
        return _page(request, study, role, WorkbookForm(), desk)
    form = WorkbookForm(request.POST, request.FILES)
    form.is_valid()
    desk = lay(request, study, form)
    if desk.workbook is None or form.errors.get("file"):
        if not form.errors and OFF not in request.POST:
            form.add_error("file", _("Choose a workbook or paste its tables."))
        status = 422 if form.errors else 200
        return _page(request, study, role, form, desk, status=status)
    workbook = written(desk.workbook)
    inspection = look(study, workbook.name, workbook.content, desk.files)
    if not inspection.publishable or form.errors:
        return _page(request, study, role, form, desk, inspection, status=422)
    if request.POST.get("publish") != desk.mark:
        if "publish" in request.POST:
            messages.warning(request, _("What you brought has changed since. Look at it again."))
        return _page(request, study, role, WorkbookForm(), desk, inspection)
    by = request.user.get_username()
    version = publish_next(study, workbook, desk.files, by=by, now=timezone.now())
    clear_desk(request.user.pk, study)
    message = _("Version %(number)s is published. Open it when you are ready.")
    messages.success(request, message % {"number": version.number})
    return redirect("surveys:differences", study.slug, version.number)


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    form: WorkbookForm,
    desk: Desk,
    inspection: Inspection | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "inspection": inspection,
        "looked_at": desk.workbook.name if desk.workbook else "",
        "desk": lines(desk, inspection),
        "versions": [
            (version, [kept(file) for file in list_attachments(version)])
            for version in list_versions(study)
        ],
    }
    if inspection is not None and inspection.publishable and inspection.questionnaire is not None:
        before = questionnaire_of(latest_version(study))
        context["comparison"] = tell(before, inspection.questionnaire, reader())
        context["coming"] = coming(study, desk, inspection)
        context["held"], context["mark"] = desk.workbook, desk.mark
    return show(request, "questionnaire", study, role, context, status)


@require(allowed.can_write_questionnaire, get_study)
@require_safe
def differences(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Show what a version changed, and whose answers can be read with those to the one before."""
    version, before = _version(study, number), find_version(study, number - 1)
    if before is None or number < 2:
        raise Http404
    comparison = tell(questionnaire_of(before), questionnaire_of(version), reader())
    context = {"version": version, "comparison": comparison}
    return show(request, "differences", study, role, context)


# --- Fetching what a version was made of ---


@require(allowed.can_write_questionnaire, get_study)
@require_safe
def workbook(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Give a version's workbook as a spreadsheet, to write the next version from."""
    version = _version(study, number)
    return spreadsheet(_as_spreadsheet(version), f"{study.slug}-{version.number}.xlsx")


@require(allowed.can_write_questionnaire, get_study)
@require_safe
def attachment(
    request: StaffRequest, study: Study, role: Role, number: int, name: str
) -> HttpResponse:
    """Give one of the files that came with a version's workbook, as a file to save."""
    found = find_attachment(_version(study, number), name)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require(allowed.can_write_questionnaire, get_study)
@require_safe
def bundle(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Give a version's workbook with all its files in one archive, in folders as ODK has them."""
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
    return as_spreadsheet(bytes(version.workbook), version.workbook_name)


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file to save."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{PurePath(name).name}"'
    return response


def _version(study: Study, number: int) -> Version:
    version = find_version(study, number)
    if version is None:
        raise Http404
    return version

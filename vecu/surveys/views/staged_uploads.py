"""Authors' uploads: taken from forms, checked, listed with what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.questionnaires import LintResult, lint_workbook
from vecu.surveys.actions import WorkbookBundle, WorkbookUpload, stage_upload, unstage_files
from vecu.surveys.actions.attachments import AttachableFile, collect_files, get_media_type
from vecu.surveys.forms.authoring import MAX_BODY_BYTES, MAX_WORKBOOK_BYTES, WorkbookForm
from vecu.surveys.models import Attachment, StagedUpload, Study
from vecu.surveys.queries.attachments import get_latest_attachments
from vecu.surveys.queries.staged_uploads import StagingArea, get_content_length, get_staging_area
from vecu.ui.templatetags.ui import current_language

OFF = "off"
"""The name of the button that removes a file from the staging area; its value is the file's id."""


@dataclass(frozen=True, slots=True)
class FileListItem:
    """A file in the list; `off` is the value of its button, `version` the version it comes from.

    `idle` means that the workbook, which was checked, does not name it.
    """

    name: str
    what: str
    size: int
    off: str = ""
    version: int = 0
    idle: bool = False


def reject_large_body(request: StaffRequest) -> HttpResponse | None:
    """Return an error page for a body beyond the limit, before any of it is read."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) <= MAX_BODY_BYTES:
        return None
    message = _(
        "What you sent is larger than %(most)s MB. Go back and upload the files "
        "in several goes: those uploaded before are still there. The workbook "
        "itself may have %(workbook)s MB."
    )
    limits = {
        "most": MAX_BODY_BYTES // 1_000_000,
        "workbook": MAX_WORKBOOK_BYTES // 1_000_000,
    }
    found = {"message": message % limits, "status": 413}
    return render(request, "ui/explain.html", found, status=413)


def stage_form_upload(
    request: StaffRequest,
    study: Study | None,
    form: WorkbookForm,
    picked: WorkbookUpload | None = None,
) -> StagingArea:
    """Stage the upload, or the questions selected in the library; report rejected files.

    The button that removes a file acts after that.
    """
    owner, today = request.user.pk, timezone.localdate()
    brought = form.upload
    if brought.workbook is None and picked is not None:
        brought = WorkbookBundle(picked, brought.files)
    for message in stage_upload(owner, study, brought, today=today):
        form.add_error("beside", message.say(current_language()))
    if off := _uuid(request.POST.get(OFF, "")):
        unstage_files(owner, study, {off})
    return get_staging_area(owner, study)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def inspect_workbook(
    study: Study | None, name: str, content: bytes, files: Iterable[AttachableFile]
) -> LintResult:
    """Check a workbook with its files and those of earlier versions."""
    return lint_workbook(
        content, name, language=current_language(), files=collect_files(study, files)
    )


def get_staged_workbook(file: StagedUpload) -> WorkbookUpload:
    """Return the staged workbook."""
    return WorkbookUpload(bytes(file.content), file.name)


def list_file_items(staging_area: StagingArea, inspection: LintResult | None) -> list[FileListItem]:
    """Return the staged files as list entries, the workbook first, with a button for each."""
    held = [*([staging_area.workbook] if staging_area.workbook else []), *staging_area.files]
    return [
        FileListItem(
            one.name,
            _("workbook") if one.workbook else describe_media_type(one.type),
            get_content_length(one),
            off=str(one.pk),
            idle=inspection is not None and not one.workbook and one.name not in inspection.named,
        )
        for one in held
    ]


def list_next_version_files(
    study: Study, staging_area: StagingArea, inspection: LintResult
) -> list[FileListItem]:
    """Return the files of the next version as list entries, those of earlier versions included."""
    new, before = {one.name: one for one in staging_area.files}, get_latest_attachments(study)
    found = []
    for name in sorted(inspection.named):
        if name in new:
            found.append(
                FileListItem(
                    name, describe_media_type(new[name].type), get_content_length(new[name])
                )
            )
        elif name in before:
            found.append(make_attachment_item(before[name]))
    return found


def make_attachment_item(file: Attachment) -> FileListItem:
    """Return a version's file as a list entry."""
    number, size = getattr(file, "number", 0), getattr(file, "size", 0)
    return FileListItem(file.name, describe_media_type(file.type), size, version=number)


def describe_media_type(type_: str) -> str:
    """Return the name of a media type."""
    words = {"image": _("picture"), "audio": _("sound"), "video": _("video")}
    kind = get_media_type(type_)
    return words[kind.value] if kind else _("list")

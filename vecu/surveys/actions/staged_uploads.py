"""What an author brings in the browser, kept between attempts until it is published."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from vecu.messages import (
    Message,
    printable,
)
from vecu.surveys.actions.attachments import (
    UploadedAttachment,
    sanitize_attachments,
)
from vecu.surveys.actions.authoring import WorkbookUpload
from vecu.surveys.models import (
    StagedUpload,
    Study,
)
from vecu.surveys.queries.staged_uploads import (
    get_content_length,
    get_staging_area,
    get_study_id,
    list_staged_files,
)
from vecu.translation import gettext_noop

MAX_DESK = 40_000_000
"""Bytes of all files on one desk, the workbook aside; publishing holds them in memory."""
MAX_FILES = 200
"""Files on one desk."""
STAGING_DAYS = 1
"""Days that what was brought is kept after the day it came."""
_WORKBOOK = "workbook"

_FULL = gettext_noop(
    "“%(file)s” was not taken: files together may have 40 MB and be 200. Take some off, or make"
    " pictures, sounds and films smaller."
)


@dataclass(frozen=True, slots=True)
class WorkbookBundle:
    """What one form sent: a workbook or none, and the contents of files by name."""

    workbook: WorkbookUpload | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


def stage_upload(
    owner: int, study: Study | None, brought: WorkbookBundle, *, today: date
) -> tuple[Message, ...]:
    """Keep what was brought, in place of what has the same name; return what is to be told.

    Pictures, sounds and films are cleaned first. What cannot be kept is told, the rest is there.
    """
    given, refused = sanitize_attachments(brought.files)  # before anything is locked
    with transaction.atomic():
        purge_staged_uploads(today)
        if brought.workbook is not None:
            list_staged_files(owner, study).filter(workbook=True).delete()
            name, content = brought.workbook.name[:200], brought.workbook.content
            _lay(owner, study, UploadedAttachment(name, content, _WORKBOOK), today, workbook=True)
        refused += _lay_files(owner, study, given, today)
    return tuple(refused)


def _lay_files(
    owner: int, study: Study | None, given: Sequence[UploadedAttachment], today: date
) -> Iterator[Message]:
    """Lay files on the desk; yield what is to be told of those for which there is no room."""
    held = {one.name: get_content_length(one) for one in get_staging_area(owner, study).files}
    for file in given:
        wanted = held | {file.name: len(file.content)}
        if sum(wanted.values()) > MAX_DESK or len(wanted) > MAX_FILES:
            yield Message(_FULL, file=printable(file.name))
            continue
        held = wanted
        list_staged_files(owner, study).filter(workbook=False, name=file.name).delete()
        _lay(owner, study, file, today, workbook=False)


def _lay(
    owner: int, study: Study | None, file: UploadedAttachment, today: date, *, workbook: bool
) -> None:
    StagedUpload.objects.create(
        owner=owner,
        study=get_study_id(study),
        name=file.name,
        content=file.content,
        type=file.type,
        workbook=workbook,
        day=today,
    )


def unstage_files(owner: int, study: Study | None, files: Collection[UUID]) -> None:
    """Take some of what was brought away again."""
    list_staged_files(owner, study).filter(pk__in=files).delete()


def clear_staging_area(owner: int, study: Study | None) -> None:
    """Take all away, as when it was published."""
    list_staged_files(owner, study).delete()


def purge_staged_uploads(today: date) -> int:
    """Delete what nobody published in time; return how many files these were."""
    past = StagedUpload.objects.filter(day__lt=today - timedelta(days=STAGING_DAYS))
    deleted, _by_table = past.delete()
    return deleted

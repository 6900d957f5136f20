"""An author's uploads, kept between attempts until they are published."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from vecu.messages import Message, printable
from vecu.surveys.actions.attachments import UploadedAttachment, sanitize_attachments
from vecu.surveys.actions.authoring import WorkbookUpload
from vecu.surveys.models import StagedUpload, Study
from vecu.surveys.queries.staged_uploads import (
    get_content_length,
    get_staging_area,
    get_study_id,
    list_staged_files,
)
from vecu.translation import gettext_noop

MAX_DESK = 40_000_000
"""Bytes of all files in a staging area, the workbook aside; publishing holds them in memory."""
MAX_FILES = 200
"""Maximum number of files in a staging area."""
STAGING_DAYS = 1
"""Days that an upload is kept after the day it came."""
_WORKBOOK = "workbook"

_FULL = gettext_noop(
    "“%(file)s” was not added: the limit is 200 files and 40 MB in all. "
    "Remove files, or make pictures, sounds and videos smaller."
)


@dataclass(frozen=True, slots=True)
class WorkbookBundle:
    """What one form sent: a workbook or None, and the contents of files by name."""

    workbook: WorkbookUpload | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


def stage_upload(
    owner: int, study: Study | None, brought: WorkbookBundle, *, today: date
) -> tuple[Message, ...]:
    """Store uploads, replacing those of the same name; return messages for the author.

    Media are sanitized first. A message names each rejected file; the others are stored.
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
    """Store files in the staging area; yield a message for each for which there is no room."""
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
    """Remove some files from the staging area."""
    list_staged_files(owner, study).filter(pk__in=files).delete()


def clear_staging_area(owner: int, study: Study | None) -> None:
    """Empty the staging area, as after publishing."""
    list_staged_files(owner, study).delete()


def purge_staged_uploads(today: date) -> int:
    """Delete uploads that were not published in time; return the number of files."""
    past = StagedUpload.objects.filter(day__lt=today - timedelta(days=STAGING_DAYS))
    deleted, _by_table = past.delete()
    return deleted

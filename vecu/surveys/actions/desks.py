"""What an author brings in the browser, kept between attempts until it is published."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from vecu.messages import Message, shown
from vecu.surveys.actions.attaching import Given, sort_files
from vecu.surveys.actions.authoring import Written
from vecu.surveys.models import DeskFile, Study
from vecu.surveys.queries.desks import desk_of, len_of, on_desk, study_id
from vecu.text import _

MAX_DESK = 40_000_000
"""Bytes of all files on one desk, the workbook aside; publishing holds them in memory."""
MAX_FILES = 200
"""Files on one desk."""
KEPT_DAYS = 1
"""Days that what was brought is kept after the day it came."""
_WORKBOOK = "workbook"

_FULL = _(
    "“%(file)s” was not taken: files together may have 40 MB and be 200. Take some off, or make"
    " pictures, sounds and films smaller."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one form sent: a workbook or none, and the contents of files by name."""

    workbook: Written | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


def lay_on_desk(
    owner: int, study: Study | None, brought: Brought, *, today: date
) -> tuple[Message, ...]:
    """Keep what was brought, in place of what has the same name; return what is to be told.

    Pictures, sounds and films are cleaned first. What cannot be kept is told, the rest is there.
    """
    given, refused = sort_files(brought.files)  # before anything is locked
    with transaction.atomic():
        purge_desks(today)
        if brought.workbook is not None:
            on_desk(owner, study).filter(workbook=True).delete()
            name, content = brought.workbook.name[:200], brought.workbook.content
            _lay(owner, study, Given(name, content, _WORKBOOK), today, workbook=True)
        refused += _lay_files(owner, study, given, today)
    return tuple(refused)


def _lay_files(
    owner: int, study: Study | None, given: Sequence[Given], today: date
) -> Iterator[Message]:
    """Lay files on the desk; yield what is to be told of those for which there is no room."""
    held = {one.name: len_of(one) for one in desk_of(owner, study).files}
    for file in given:
        wanted = held | {file.name: len(file.content)}
        if sum(wanted.values()) > MAX_DESK or len(wanted) > MAX_FILES:
            yield Message(_FULL, file=shown(file.name))
            continue
        held = wanted
        on_desk(owner, study).filter(workbook=False, name=file.name).delete()
        _lay(owner, study, file, today, workbook=False)


def _lay(owner: int, study: Study | None, file: Given, today: date, *, workbook: bool) -> None:
    DeskFile.objects.create(
        owner=owner,
        study=study_id(study),
        name=file.name,
        content=file.content,
        type=file.type,
        workbook=workbook,
        day=today,
    )


def take_off_desk(owner: int, study: Study | None, files: Collection[UUID]) -> None:
    """Take some of what was brought away again."""
    on_desk(owner, study).filter(pk__in=files).delete()


def clear_desk(owner: int, study: Study | None) -> None:
    """Take all away, as when it was published."""
    on_desk(owner, study).delete()


def purge_desks(today: date) -> int:
    """Delete what nobody published in time; return how many files these were."""
    past = DeskFile.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS))
    deleted, _by_table = past.delete()
    return deleted

"""Note what the machine proposed in a diary; remove a note just made."""

from datetime import datetime

from django.utils import timezone

from vecu.errors import VecuError
from vecu.fieldlog.diary_notes import DiaryNote, NoteNames, make_events
from vecu.fieldlog.event_intake import RandomBytes, remove_decision, take_events
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.months import get_half_day
from vecu.register.queries import get_version_in_use


class DiarySuspended(VecuError):
    """The log is suspended, or was a moment ago: nothing was noted."""


def take_note(
    log: FieldLog, note: DiaryNote, names: NoteNames, *, now: datetime, random_bytes: RandomBytes
) -> None:
    """Keep a note; the same page sent again counts once. Raise `DiarySuspended`.

    Nothing is written where it came from: neither with which code, nor that one was used.
    """
    half_day = get_half_day(now, timezone.get_current_timezone())
    version = get_version_in_use(log.system, half_day.day)
    events = make_events(note, names, half_day=half_day, system_version=version)
    receipt = take_events(log, events, now=now, random_bytes=random_bytes)
    if receipt.refusals and not (receipt.kept or receipt.repeated):
        raise DiarySuspended


def remove_note(log: FieldLog, names: NoteNames) -> bool:
    """Delete a note of an open month; return whether there was one.

    Its names are known to the page only that has just made it, so nobody else can.
    """
    return remove_decision(log, names.event, names.case)

"""Note what the machine proposed in a diary, or type totals; remove what was just noted."""

from datetime import datetime

from django.utils import timezone

from vecu.errors import VecuError
from vecu.fieldlog.diary_notes import DiaryNote, NoteNames, make_events
from vecu.fieldlog.event_intake import RandomBytes, remove_entry, take_events
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.months import LogMonth, get_half_day
from vecu.fieldlog.typed_totals import SheetTotals, TotalsEvent
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


def take_totals(
    log: FieldLog,
    totals: SheetTotals,
    names: NoteNames,
    *,
    month: LogMonth,
    now: datetime,
    random_bytes: RandomBytes,
) -> None:
    """Keep typed totals for an open month; the same page sent again counts once.

    Raise `DiarySuspended`. As with a note, nothing is written where they came from.
    """
    half_day = get_half_day(now, timezone.get_current_timezone())
    event = TotalsEvent(names.event, names.worker, half_day, month, totals)
    receipt = take_events(log, [event], now=now, random_bytes=random_bytes)
    if receipt.refusals:
        raise DiarySuspended


def remove_note(log: FieldLog, names: NoteNames) -> bool:
    """Delete a note or totals of an open month; return whether there was one.

    Its names are known to the page only that has just made it, so nobody else can.
    """
    return remove_entry(log, names.event, names.case)

"""A log that has a row in every table of the room, and a month that has closed."""

from datetime import datetime
from secrets import token_bytes
from typing import Any
from zoneinfo import ZoneInfo

from tests.fieldlog.factories import make_decision, make_log, make_truth, write
from tests.register.factories import make_confirmed
from vecu.fieldlog.actions import close_months, issue_token, resume_log, suspend_log
from vecu.fieldlog.diary import take_totals
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import ClosedMonth, DiaryCode, FieldLog, MonthAgreement
from vecu.fieldlog.months import LogMonth
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.typed_totals import SheetTotals
from vecu.fieldlog.vocabulary import TotalsSheet
from vecu.register.models import System

PARIS = ZoneInfo("Europe/Paris")
OCTOBER, NOVEMBER = "2026-10-12T00:00:00+02:00", "2026-11-12T00:00:00+01:00"


def at(day: int, month: int = 11, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


def make_month(time: str, decisions: int = 96, people: int = 6) -> list[dict[str, Any]]:
    """Decisions by several people, a truth of each case, own judgements and minutes."""
    events = []
    for number in range(decisions):
        case = f"{time} {number}"
        outcome = "accepted" if number % 2 else "modified"
        more = {"own_judgement": "accept", "active_minutes": 2.5, "outcome": outcome}
        events.append(make_decision(subject=case, worker=f"w{number % people}", time=time, **more))
        value, month = "reject" if number % 3 else "accept", time[:7]
        events.append(make_truth(case, value, time=time, decided_month=month))
    return events


def make_full_log(system: System) -> tuple[FieldLog, str]:
    """Make a log with a closed October, an open November and everything else; return its token."""
    make_confirmed(system)
    log = make_log(system)
    token = issue_token(log, by="lea", now=at(1, 10), random_bytes=token_bytes)
    take_batch(token, write(*make_month(OCTOBER)), now=at(20, 10), random_bytes=token_bytes)
    close_months(at(8))
    take_batch(token, write(*make_month(NOVEMBER)), now=at(20), random_bytes=token_bytes)
    totals = SheetTotals(TotalsSheet.UPKEEP, "office", {"data": 1.5})
    names, month = NoteNames("worker", "0" * 32), LogMonth(2026, 11)
    take_totals(log, totals, names, month=month, now=at(20), random_bytes=token_bytes)
    suspend_log(log, by="lea", now=at(20))
    resume_log(log, by="lea", now=at(20, hour=15))
    DiaryCode.objects.create(log=log, fingerprint="d" * 64)
    closed = ClosedMonth.objects.get(log=log)
    day = at(9).date()
    MonthAgreement.objects.create(
        month=closed, side=AgreementSide.STAFF, group="CST", by="lea", day=day
    )
    return log, token

"""The demonstration's log: six months of invented decisions, closed and agreed to one by one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from vecu.datasets.release_queries import list_released
from vecu.datasets.releases.log_months import split_log_item
from vecu.evidence.sources import Reference
from vecu.fieldlog.actions import agree_to_month, close_months, issue_token
from vecu.fieldlog.diary_codes import FEWEST_CODES, draw_codes, void_codes
from vecu.fieldlog.diary_settings import set_diary
from vecu.fieldlog.event_intake import RandomBytes, take_batch
from vecu.fieldlog.evidence_sources import LogFigures
from vecu.fieldlog.months import CLOSING_DAY, LogMonth, get_month
from vecu.fieldlog.papers import (
    LogPapers,
    get_papers_digest,
    note_papers,
    respond_to_papers,
)
from vecu.fieldlog.queries import FieldLog, list_closed_months
from vecu.fieldlog.rules import AgreementSide
from vecu.records.rules import ResponseVerb
from vecu.register.queries import System
from vecu.site.demo.days import find_first_month, get_day, get_moment
from vecu.site.demo.decisions import MONTHS, list_month_events, write_batch
from vecu.site.demo.system import read_system

Accounts = Mapping[AgreementSide, str]
AGREED_ON = {AgreementSide.STAFF: 10, AgreementSide.OWNER: 12}
"""The day of the next month on which each side agreed, but for the last month."""


def make_log(
    system: System,
    now: datetime,
    *,
    accounts: Accounts,
    random_bytes: RandomBytes,
) -> Iterator[LogMonth]:
    """Keep the log of the system for `MONTHS` months, closing each in its time; yield each.

    Everybody reads all of them but the last, which nobody has agreed to yet.
    """
    zone, first = timezone.get_current_timezone(), find_first_month(timezone.localtime(now).date())
    began, owner = get_moment(first, (0, 1)), accounts[AgreementSide.OWNER]
    data = read_system()["log"]
    log = prepare_log(system, data, first, accounts=accounts)
    token = issue_token(log, by=owner, now=began, random_bytes=random_bytes)
    for index in range(MONTHS):
        month = get_month(get_day(first, (index, 1)))
        events = write_batch(list_month_events(month, index, zone))
        sent = get_moment(first, (index + 1, 1))
        take_batch(token, events, now=sent, random_bytes=random_bytes)
        close_months(get_moment(first, (index + 1, CLOSING_DAY)))
        if index < MONTHS - 1:
            agree_to_latest(log, data["agreed"], first, index, accounts=accounts)
        yield month


def agree_to_latest(
    log: FieldLog,
    groups: Mapping[str, str],
    first: LogMonth,
    index: int,
    *,
    accounts: Accounts,
) -> None:
    """Let both sides agree to the month that closed last, of this place from the first."""
    closed = list_closed_months(log)[0]
    for side, day in AGREED_ON.items():
        agreed = get_moment(first, (index + 1, day))
        agree_to_month(closed, side, group=groups[side.value], by=accounts[side], now=agreed)


def find_log_figures(system: System) -> dict[tuple[int, str], Reference]:
    """Return the figures that everybody reads, by the place of their month from 0 and their key."""
    released = [(*split_log_item(each.item), each) for each in list_released(system.scope)]
    places = {name: index for index, name in enumerate(sorted({each[0] for each in released}))}
    return {
        (places[month], key): Reference(LogFigures.name, each.figure, each.edition)
        for month, key, each in released
    }


def renew_diary_code(log: FieldLog, *, by: str, now: datetime, random_bytes: RandomBytes) -> str:
    """Return a diary code of a pile drawn anew; those drawn before are void."""
    drawn: list[str] = []

    def keep_codes(codes: Sequence[str]) -> bytes:
        drawn.extend(codes)
        return b""

    void_codes(log, by=by, now=now)
    draw_codes(log, FEWEST_CODES, keep_codes, by=by, now=now, random_bytes=random_bytes)
    return drawn[0]


def prepare_log(
    system: System, data: Mapping[str, Any], first: LogMonth, *, accounts: Accounts
) -> FieldLog:
    """Note the papers of a log, which representatives confirm, and open its diary."""
    by, staff = accounts[AgreementSide.OWNER], accounts[AgreementSide.STAFF]
    papers = LogPapers(
        impact_assessment=data["impact_assessment"],
        charter=data["charter"],
        charter_day=get_day(first, data["charter_day"]),
        supplier_log=data["supplier_log"],
        baseline_minutes=data["baseline_minutes"],
        baseline_source=data["baseline_source"],
    )
    now = get_moment(first, (0, 1))
    log = note_papers(system, papers, digest=get_papers_digest(LogPapers()), by=by, now=now)
    log = respond_to_papers(log, ResponseVerb.CONFIRM, revision=log.revision, by=staff, now=now)
    set_diary(log, diary_open=True, kinds=data["kinds"], by=by, now=now)
    return log

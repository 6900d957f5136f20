"""A laboratory whose log has hand-made months: what each holds, as it was sent.

Names of workers, events and cases are such as suppliers send, and may stand on no page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from secrets import token_bytes, token_hex
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from tests.evidence.factories import make_published_finding
from tests.fieldlog.factories import draw_pile, make_decision, make_log, make_truth, write
from tests.register.factories import GAP, VERSION, make_confirmed, make_entry, make_public_system
from tests.surveys.factories import make_study
from vecu.datasets.release_queries import list_released
from vecu.evidence.models import Finding
from vecu.evidence.sources import Reference
from vecu.fieldlog.actions import (
    agree_to_month,
    close_months,
    issue_token,
    resume_log,
    suspend_log,
)
from vecu.fieldlog.diary import take_note
from vecu.fieldlog.diary_codes import derive_diary_token, get_code_fingerprint
from vecu.fieldlog.diary_notes import DiaryNote, NoteNames
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import (
    CaseTruth,
    ClosedMonth,
    DiaryCode,
    FieldLog,
    LogDecision,
    LogToken,
    OpenMonth,
)
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.vocabulary import Outcome
from vecu.register.models import System
from vecu.surveys.models import Study

PARIS = ZoneInfo("Europe/Paris")
SECRET = "zqx"
"""In every name that a supplier sends of a person, an event or a case; else in no text."""
WORKERS = [
    f"{name}.{SECRET}@seve.example" for name in ("ana", "jean", "ines", "omar", "zoe", "ali")
]
RARE_VERSION = f"1.0-zoe.{SECRET}"
ORDINARY, FOUR, DOMINATED, SUSPENDED = "2026-05", "2026-06", "2026-07", "2026-08"
CLOSED = (ORDINARY, FOUR, DOMINATED, SUSPENDED)
EMPTY = "2026-09"
"""A month in which nothing was sent."""
_numbers = count()


@dataclass(frozen=True, slots=True)
class SentDecision:
    """A decision as it was sent, and what became known of it."""

    worker: str
    data: dict[str, Any]
    truth: str

    @property
    def proposal_right(self) -> bool | None:
        """Whether the proposal was right, None if that never became known."""
        return self.truth == "reject" if self.truth else None


def decide(
    times: Sequence[int], outcome: Outcome = Outcome.ACCEPTED, truth: str = "", **data: Any
) -> list[SentDecision]:
    """Decisions of the workers, so many by each; minutes differ by person."""
    if "reason" in data:
        data["reason"] = {"code": data["reason"]}
    return [
        SentDecision(worker, {"outcome": outcome, "active_minutes": 1.0 + number, **data}, truth)
        for number, (worker, often) in enumerate(zip(WORKERS, times, strict=False))
        for _time in range(often)
    ]


def make_ordinary_month() -> list[SentDecision]:
    """Two versions and a rare one; some cells of one person, of few, of many."""
    right, wrong = "reject", "accept"
    month = decide([9, 8, 9, 7, 8, 9], truth=right, explanation="helped")
    month += decide([4, 5, 3, 4, 5, 4], truth=wrong, explanation="did_not_help")
    month += decide([2, 2, 3, 2, 2, 2], truth=wrong, explanation="helped")
    month += decide([3, 2, 3, 2, 2, 2], truth="", explanation="shown")
    month += decide(
        [4, 3, 4, 5, 3, 4], Outcome.MODIFIED, right, correction_kinds=["invented"], told_minutes=5
    )
    month += decide([3, 2, 3, 3, 2, 3], Outcome.MODIFIED, wrong, correction_kinds=["tone"])
    month += decide([4, 4, 3, 3, 4, 4], Outcome.OVERRIDDEN, wrong, reason="facts_wrong")
    month += decide([3, 3, 3, 4, 3, 2], Outcome.OVERRIDDEN, wrong, reason="no_time")
    month += decide([0, 9, 0, 0, 1, 1], Outcome.OVERRIDDEN, right, reason="not_trusted")
    month += decide([1, 0, 0, 0, 0, 0], Outcome.IGNORED)
    month += decide([6, 6, 6, 6, 6, 6], truth=right, system_version="2.2", explanation="shown")
    month += decide(
        [4, 3, 4, 4, 3, 4], Outcome.OVERRIDDEN, wrong, system_version="2.2", reason="no_time"
    )
    month += decide([0, 0, 0, 0, 5, 0], Outcome.DEFERRED, system_version=RARE_VERSION)
    return month


def make_month_of_four() -> list[SentDecision]:
    """Many decisions by a team of four."""
    month = decide([12, 11, 12, 10], truth="reject", explanation="helped")
    return month + decide([6, 6, 6, 6], Outcome.OVERRIDDEN, "accept", reason="facts_wrong")


def make_dominated_month() -> list[SentDecision]:
    """Most is by one person; without her it would be an ordinary one."""
    month = decide([90, 6, 6, 6, 6, 6], truth="reject")
    return month + decide([3, 3, 3, 3, 3, 3], Outcome.OVERRIDDEN, "accept", reason="no_time")


def make_suspended_month() -> list[SentDecision]:
    """What is decided outside the suspension; overrides are one person's for the most part."""
    month = decide([7, 7, 6, 7, 6, 7], truth="reject", explanation="helped")
    month += decide([5, 4, 5, 4, 5, 5], truth="accept", explanation="did_not_help")
    return month + decide(
        [14, 2, 2, 1, 1, 2],
        Outcome.OVERRIDDEN,
        "accept",
        reason="harm_feared",
        explanation="did_not_help",
    )


MADE = {
    ORDINARY: make_ordinary_month,
    FOUR: make_month_of_four,
    DOMINATED: make_dominated_month,
    SUSPENDED: make_suspended_month,
}


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A published system with a log, a study, and the stored names that nobody may read."""

    system: System
    study: Study
    log: FieldLog
    code: str
    fresh_code: str
    token: str
    secrets: frozenset[str]

    @property
    def months(self) -> list[ClosedMonth]:
        """The closed months."""
        return list(ClosedMonth.objects.order_by("month"))


def make_laboratory() -> Laboratory:
    """Send the months, close them, and note something in the open one."""
    system = make_public_system()
    make_confirmed(system)
    for entry in (VERSION, GAP):
        make_entry(system, entry)
    log, secrets = make_log(system), set[str]()
    code, fresh, *_others = draw_pile(log)
    token = issue_token(log, by="lea", now=at(ORDINARY, 1), random_bytes=token_bytes)
    for month, make_month in MADE.items():
        if month == SUSPENDED:
            suspend_log(log, by="ravi", now=at(month, 10))
            resume_log(log, by="ravi", now=at(month, 20))
            send(token, decide([9] * 6, Outcome.IGNORED), month, day=15, kept=False)
        send(token, make_month(), month, day=3)
    secrets |= list_stored_names()
    close_months(at(EMPTY, 8))
    today = timezone.localdate()
    send(token, make_month_of_four(), f"{today:%Y-%m}", day=today.day)
    worker, note = derive_diary_token(log, code), token_hex(16)
    noted = DiaryNote("alert", Outcome.OVERRIDDEN, told_minutes=5)
    names = NoteNames(worker, note)
    take_note(log, noted, names, now=timezone.now(), random_bytes=token_bytes)
    secrets |= list_stored_names() | {worker, get_code_fingerprint(log, worker)}
    return Laboratory(system, make_study(), log, code, fresh, token, frozenset(secrets))


def at(month: str, day: int) -> datetime:
    return datetime.combine(date.fromisoformat(f"{month}-{day:02d}"), datetime.min.time(), PARIS)


def send(
    token: str, decisions: Iterable[SentDecision], month: str, *, day: int, kept: bool = True
) -> None:
    """Send decisions of a month, and what was right in their cases."""
    time, now = at(month, day).isoformat(), at(month, day) + timedelta(hours=20)
    body = write(*make_events(decisions, month, time))
    receipt = take_batch(token, body, now=now, random_bytes=token_bytes)
    assert bool(receipt.kept) is kept


def make_events(
    decisions: Iterable[SentDecision], month: str, time: str
) -> Iterator[dict[str, Any]]:
    for each in decisions:
        number = next(_numbers)
        case = f"dossier-{number}-{SECRET}"
        yield make_decision(
            id=f"event-{number}-{SECRET}", subject=case, time=time, worker=each.worker, **each.data
        )
        if each.truth:
            yield make_truth(
                case, each.truth, id=f"truth-{number}-{SECRET}", time=time, decided_month=month
            )


def list_stored_names() -> set[str]:
    """Return all fingerprints of open months, and of codes and tokens."""
    names = {bytes(key).hex() for key in OpenMonth.objects.values_list("key", flat=True)}
    for model, columns in {
        LogDecision: ("pk", "event", "case", "worker", "proposal", "own_judgement"),
        CaseTruth: ("pk", "case", "value"),
        DiaryCode: ("pk", "fingerprint"),
        LogToken: ("fingerprint",),
    }.items():
        for row in model._default_manager.values_list(*columns):
            names |= set(map(str, row))
    return names - {""}


def agree(laboratory: Laboratory, side: AgreementSide) -> None:
    """Agree to all months that have figures, for one side."""
    for each in laboratory.months:
        if each.month in (ORDINARY, SUSPENDED):
            agree_to_month(each, side, group=f"Group of {side}", by=side, now=timezone.now())


def cite_figures(laboratory: Laboratory) -> Finding:
    """Publish a finding of the study that rests on each public figure of the log."""
    released = list_released(laboratory.system.scope)
    cited = [Reference("log-figure", each.figure, each.edition) for each in released]
    return make_published_finding(laboratory.study.scope, now=timezone.now(), references=cited)

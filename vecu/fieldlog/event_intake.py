"""Take batches of events: what is kept, what is known already, what is refused and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vecu.accounts.key_ring import get_key, list_fingerprints
from vecu.credentials import fingerprint
from vecu.errors import VecuError
from vecu.fieldlog.actions import name_token
from vecu.fieldlog.diary_marks import mark_diary
from vecu.fieldlog.event_fields import FieldProblem
from vecu.fieldlog.events import (
    DecisionEvent,
    EventRefusal,
    LogEvent,
    TruthEvent,
    parse_batch,
)
from vecu.fieldlog.models import (
    CaseTruth,
    FieldLog,
    LogDecision,
    LogSuspension,
    LogToken,
    OpenMonth,
    TypedTotals,
)
from vecu.fieldlog.months import LogMonth, TimeRefusal, find_time_refusal
from vecu.fieldlog.queries import list_begun_months, list_ended_months, list_missing
from vecu.fieldlog.typed_totals import TotalsEvent
from vecu.fieldlog.vocabulary import Outcome
from vecu.messages import Message, TranslatableError
from vecu.translation import gettext_noop

RandomBytes = Callable[[int], bytes]

_TIME_PROBLEMS: Mapping[TimeRefusal, tuple[Message, Message]] = {
    TimeRefusal.FUTURE: (
        Message(gettext_noop("must not be in the future.")),
        Message(gettext_noop("Set the clock of the sender.")),
    ),
    TimeRefusal.SUSPENDED: (
        Message(
            gettext_noop(
                "must be outside the time in which the staff’s representatives have suspended the"
                " log: what is decided meanwhile is never kept."
            )
        ),
        Message(gettext_noop("Delete the event; do not send it later.")),
    ),
    TimeRefusal.CLOSED: (
        Message(gettext_noop("must be in an open month: a month closes on the 8th of the next.")),
        Message(gettext_noop("Delete the event; send events within a week.")),
    ),
    TimeRefusal.UNCONFIRMED: (
        Message(
            gettext_noop(
                "must be in a month that has begun: none begins before staff representatives have"
                " confirmed what the log needs."
            )
        ),
        Message(gettext_noop("Delete the event; ask whoever answers for the system.")),
    ),
}
_CONFLICT = FieldProblem(
    "subject",
    Message(gettext_noop("must be new: something else was sent of this case before, which stays.")),
    "",
    Message(gettext_noop("Delete the event; give each case a subject of its own.")),
)


class LogTokenRefused(TranslatableError, VecuError):
    """No log has this token, or it was revoked: the words do not say which."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                gettext_noop(
                    "The token: must be that of a log, and not revoked. Ask whoever answers for the"
                    " system for another one; keep the events until then."
                )
            )
        )


@dataclass(slots=True)
class BatchReceipt:
    """What became of a batch: `repeated` were known already, which is no error."""

    kept: int = 0
    repeated: int = 0
    refusals: list[EventRefusal] = field(default_factory=list)

    def describe(self, language: str) -> dict[str, object]:
        """Return what the sender is answered, as JSON."""
        refused = [
            {
                "index": refusal.index,
                "id": refusal.id,
                "problems": [problem.describe(language) for problem in refusal.problems],
            }
            for refusal in sorted(self.refusals, key=lambda refusal: refusal.index)
        ]
        return {"kept": self.kept, "repeated": self.repeated, "refused": refused}


def take_batch(
    token: str, body: bytes, *, now: datetime, random_bytes: RandomBytes
) -> BatchReceipt:
    """Keep the events of a batch that are right, and say what is wrong with each other one.

    Raise `LogTokenRefused` and `EventBatchRefused`, which keep nothing. Batches of one log wait for
    each other, for its suspension and for its closing; who has no token, or is no batch, holds up
    nobody.
    """
    _find_token(token)
    parsed = parse_batch(body, timezone.get_current_timezone())
    receipt = BatchReceipt(refusals=list(parsed.refusals))
    with transaction.atomic():
        _store_events(_lock_log(token), parsed.events, receipt, now, random_bytes)
    return receipt


@transaction.atomic
def take_events(
    log: FieldLog, events: Sequence[LogEvent], *, now: datetime, random_bytes: RandomBytes
) -> BatchReceipt:
    """Keep events that were not sent but made here, of a diary; say what is wrong with the others.

    They go the way of a batch: the same rows, the same refusals.
    """
    locked = FieldLog.objects.select_for_update().get(pk=log.pk)
    receipt = BatchReceipt()
    _store_events(locked, dict(enumerate(events)), receipt, now, random_bytes)
    return receipt


def _store_events(
    log: FieldLog,
    by_index: Mapping[int, LogEvent],
    receipt: BatchReceipt,
    now: datetime,
    random_bytes: RandomBytes,
) -> None:
    """Store the events of a locked log that may be stored, and complete the receipt."""
    by_month = _sort_by_month(log, by_index, receipt, now)
    for month, events in by_month.items():
        opened, _new = OpenMonth.objects.get_or_create(
            log=log, month=str(month), defaults={"key": random_bytes(32)}
        )
        store = _MonthStore(opened, receipt)
        store.add_decisions({i: e for i, e in events.items() if isinstance(e, DecisionEvent)})
        store.add_truths({i: e for i, e in events.items() if isinstance(e, TruthEvent)})
        store.add_totals([e for e in events.values() if isinstance(e, TotalsEvent)])


@transaction.atomic
def remove_entry(log: FieldLog, event: str, subject: str) -> bool:
    """Delete the decision of an event with the truth of its case, or the totals; whether any was.

    Only of an open month, and only by who still knows both: nothing stored leads to them.
    """
    FieldLog.objects.select_for_update().get(pk=log.pk)
    removed = 0
    for month in OpenMonth.objects.filter(log=log):
        found = get_fingerprint(month, "event", event)
        count, _models = LogDecision.objects.filter(month=month, event=found).delete()
        if count:
            case = get_fingerprint(month, "case", subject)
            CaseTruth.objects.filter(month=month, case=case).delete()
        removed += count + TypedTotals.objects.filter(month=month, event=found).delete()[0]
    return removed > 0


def get_fingerprint(month: OpenMonth, kind: str, text: str) -> str:
    """Return what is stored of a name in an open month: it tells what is the same, nothing else."""
    key = get_key(month.log.key_number) + bytes(month.key)
    return fingerprint(f"{kind} {text}", key=key) if text else ""


def _find_token(token: str) -> LogToken:
    """Return a token that is not revoked."""
    valid = LogToken.objects.filter(revoked_day=None)
    stored = valid.filter(fingerprint__in=list_fingerprints(name_token(token))).first()
    if stored is None:
        raise LogTokenRefused
    return stored


def _lock_log(token: str) -> FieldLog:
    """Lock the log of a token, which may have been revoked, or have gone, while this waited."""
    log_id = _find_token(token).log_id
    log = FieldLog.objects.select_for_update().filter(pk=log_id).first()
    if log is None or _find_token(token).log_id != log_id:
        raise LogTokenRefused
    return log


def _sort_by_month(
    log: FieldLog, events: Mapping[int, LogEvent], receipt: BatchReceipt, now: datetime
) -> dict[LogMonth, dict[int, LogEvent]]:
    """Return the events of each month that takes them; tell of the others in the receipt."""
    today = timezone.localtime(now).date()
    spans = [each.span for each in LogSuspension.objects.filter(log=log)]
    closed = list_ended_months(log)
    begun = list_begun_months(log) if list_missing(log) else None
    by_month: dict[LogMonth, dict[int, LogEvent]] = {}
    for index, event in events.items():
        refusal = find_time_refusal(event.half_day, event.month, spans, today)
        if refusal is None and str(event.month) in closed:
            refusal = TimeRefusal.CLOSED
        if refusal is None and begun is not None and str(event.month) not in begun:
            refusal = TimeRefusal.UNCONFIRMED
        if refusal is None:
            by_month.setdefault(event.month, {})[index] = event
        else:
            rule, action = _TIME_PROBLEMS[refusal]
            of_month = refusal is not TimeRefusal.SUSPENDED and event.half_day.day <= today
            is_month = isinstance(event, TruthEvent) and of_month
            name = "data.decided_month" if is_month else "time"
            found = str(event.month) if is_month else str(event.half_day.day)
            problem = FieldProblem(name, rule, found, action)
            receipt.refusals.append(_refuse(index, event, problem))
    return by_month


def _refuse(index: int, event: LogEvent, problem: FieldProblem) -> EventRefusal:
    return EventRefusal(index, event.sent_id, [problem])


class _MonthStore:
    """Adds events to an open month, whatever their order: the same events give the same rows.

    A decision takes the place of a deferral by the same person; else what came first stays.
    """

    def __init__(self, month: OpenMonth, receipt: BatchReceipt) -> None:
        self.month, self.receipt = month, receipt

    def _get_fingerprint(self, kind: str, text: str) -> str:
        return get_fingerprint(self.month, kind, text)

    def add_decisions(self, events: Mapping[int, DecisionEvent]) -> None:
        """Add decisions by their index in the batch."""
        rows = {index: self._make_decision(event) for index, event in events.items()}
        cases = {row.case for row in rows.values()}
        stored = LogDecision.objects.filter(month=self.month)
        by_case = {(row.case, row.worker): row for row in stored.filter(case__in=cases)}
        known = set(
            stored.filter(event__in={row.event for row in rows.values()})
            .values_list("event", flat=True)
        )  # fmt: skip
        deferred, new = set[LogDecision](), set[LogDecision]()
        for index, row in rows.items():
            earlier = by_case.get((row.case, row.worker))
            if row.event in known:
                self.receipt.repeated += 1
            elif earlier is None or _can_replace(earlier, row):
                if earlier in new:
                    new.remove(earlier)
                elif earlier is not None:
                    deferred.add(earlier)
                new.add(row)
                by_case[row.case, row.worker] = row
                known.add(row.event)
                self.receipt.kept += 1
            elif row.outcome == Outcome.DEFERRED:
                self.receipt.repeated += 1
            else:
                self.receipt.refusals.append(_refuse(index, events[index], _CONFLICT))
        LogDecision.objects.filter(pk__in=[row.pk for row in deferred]).delete()
        LogDecision.objects.bulk_create(sorted(new, key=lambda row: row.pk))

    def _make_decision(self, event: DecisionEvent) -> LogDecision:
        worker = self._get_fingerprint("worker", event.worker)
        return LogDecision(
            month=self.month,
            event=self._get_fingerprint("event", event.id),
            case=self._get_fingerprint("case", event.subject),
            worker=mark_diary(worker) if event.from_diary else worker,
            outcome=event.outcome,
            system_version=event.system_version,
            proposal_kind=event.proposal_kind,
            proposal=self._get_fingerprint("value", event.proposal_value),
            own_judgement=self._get_fingerprint("value", event.own_judgement),
            reason=event.reason or "",
            explanation=event.explanation or "",
            told_minutes=event.told_minutes,
            active_minutes=event.active_minutes,
            told_saved_minutes=event.told_saved_minutes,
            correction_kinds=" ".join(sorted(event.correction_kinds)),
            arm=event.arm,
        )

    def add_truths(self, events: Mapping[int, TruthEvent]) -> None:
        """Add truths by their index in the batch; a truth of a case that differs is refused."""
        cases = {index: self._get_fingerprint("case", e.subject) for index, e in events.items()}
        stored = CaseTruth.objects.filter(month=self.month, case__in=set(cases.values()))
        by_case = {row.case: row for row in stored}
        new = []
        for index, event in events.items():
            value = self._get_fingerprint("value", event.value)
            earlier = by_case.get(cases[index])
            if earlier is not None and earlier.value == value:
                self.receipt.repeated += 1
            elif earlier is not None:
                self.receipt.refusals.append(_refuse(index, event, _CONFLICT))
            else:
                row = CaseTruth(
                    month=self.month,
                    case=cases[index],
                    value=value,
                )
                by_case[row.case] = row
                new.append(row)
                self.receipt.kept += 1
        CaseTruth.objects.bulk_create(sorted(new, key=lambda row: row.pk))

    def add_totals(self, events: Sequence[TotalsEvent]) -> None:
        """Add typed totals. The pseudonym is of one sheet alone: nothing leads to another."""
        for event in events:
            totals = event.totals
            worker = self._get_fingerprint(f"{totals.sheet} worker", event.worker)
            values = {
                "worker": mark_diary(worker),
                "sheet": totals.sheet,
                "word": totals.word,
                "amounts": dict(totals.amounts),
            }
            _row, new = TypedTotals.objects.get_or_create(
                month=self.month, event=self._get_fingerprint("event", event.id), defaults=values
            )
            if new:
                self.receipt.kept += 1
            else:
                self.receipt.repeated += 1


def _can_replace(earlier: LogDecision, row: LogDecision) -> bool:
    return earlier.outcome == Outcome.DEFERRED != row.outcome

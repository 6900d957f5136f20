"""Events as systems send them: CloudEvents 1.0 in JSON, alone or in a batch. Pure.

Two types. A *decision* says what one person did with one proposal; it is sent once the outcome is
known. A *truth* says later, or earlier, what was right in that case. Both name the case in
`subject`. They may come late and in any order; times are cut to half-days as they are read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from vecu.errors import VecuError
from vecu.fieldlog.event_fields import (
    ChoiceField,
    ChoicesField,
    FieldProblem,
    MinutesField,
    RecordField,
    TextField,
)
from vecu.fieldlog.months import HalfDay, LogMonth, get_half_day, get_month, read_month
from vecu.fieldlog.typed_totals import TotalsEvent
from vecu.fieldlog.vocabulary import (
    HL7_REASONS,
    CorrectionKind,
    ExplanationUse,
    Outcome,
    OverrideReason,
    SamplingArm,
)
from vecu.messages import Message, TranslatableError, printable
from vecu.translation import gettext_noop

DECISION, TRUTH = "org.vecu.fieldlog.decision.v1", "org.vecu.fieldlog.truth.v1"

MOST_EVENTS = 1_000
"""Events in a batch."""
MOST_BYTES = 4_000_000
"""Of a batch, so that one with an absurd text in one event is read, and the rest kept."""
MOST_MINUTES = 600

_NAME = TextField(
    40,
    gettext_noop("letters, digits, dots, dashes and underscores"),
    r"[A-Za-z0-9][A-Za-z0-9._-]*",
)
_ID = TextField(200, gettext_noop("printable ASCII characters"), r"[ -~]+")
_TIME = TextField(
    40,
    gettext_noop(
        "a date and time with an offset, such as 2026-11-03T12:00:00+01:00; it is cut to the"
        " half-day"
    ),
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])",
)
_MONTH = TextField(7, gettext_noop("a month, such as 2026-11"), r"[0-9]{4}-(0[1-9]|1[0-2])")

ENVELOPE = RecordField(
    {
        "specversion": ChoiceField(("1.0",)),
        "id": _ID,
        "source": _ID,
        "type": ChoiceField((DECISION, TRUTH)),
        "subject": _ID,
        "time": _TIME,
        "datacontenttype": ChoiceField(("application/json",)),
    },
    required=frozenset({"specversion", "id", "source", "type", "subject", "time", "data"}),
    open=True,  # other attributes are extensions of the standard; they are not kept
)

DATA: Mapping[str, RecordField] = {
    DECISION: RecordField(
        {
            "worker": _ID,
            "system_version": _NAME,
            "proposal": RecordField({"kind": _NAME, "value": _NAME}, frozenset({"kind"})),
            "own_judgement": _NAME,
            "outcome": ChoiceField(tuple(Outcome)),
            "reason": RecordField(
                {
                    "code": ChoiceField(tuple(OverrideReason)),
                    "hl7": ChoiceField(tuple(HL7_REASONS)),
                },
                exactly_one=True,
            ),
            "explanation": ChoiceField(tuple(ExplanationUse)),
            "told_minutes": MinutesField(MOST_MINUTES),
            "active_minutes": MinutesField(MOST_MINUTES),
            "told_saved_minutes": MinutesField(MOST_MINUTES),
            "correction_kinds": ChoicesField(tuple(CorrectionKind)),
            "arm": ChoiceField(tuple(SamplingArm)),
        },
        frozenset({"worker", "system_version", "proposal", "outcome"}),
    ),
    TRUTH: RecordField(
        {"decided_month": _MONTH, "value": _NAME}, frozenset({"decided_month", "value"})
    ),
}


class EventBatchRefused(TranslatableError, VecuError):
    """What was sent is not a batch of events, or is `too_large`; nothing of it is kept."""

    def __init__(self, message: Message, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class DecisionEvent:
    """What one person did with one proposal. `id` has its source too, `sent_id` has not.

    One `from_diary` was not sent by a system; its `worker` is another name for somebody who may
    have one there too.
    """

    id: str
    sent_id: str
    subject: str
    half_day: HalfDay
    worker: str
    system_version: str
    proposal_kind: str
    outcome: Outcome
    proposal_value: str = ""
    own_judgement: str = ""
    reason: OverrideReason | None = None
    explanation: ExplanationUse | None = None
    told_minutes: float | None = None
    active_minutes: float | None = None
    told_saved_minutes: float | None = None
    correction_kinds: frozenset[CorrectionKind] = frozenset()
    arm: SamplingArm = SamplingArm.PROPOSAL_FIRST
    from_diary: bool = False

    @property
    def month(self) -> LogMonth:
        """In which month's figures it counts."""
        return get_month(self.half_day.day)


@dataclass(frozen=True, slots=True)
class TruthEvent:
    """What was right in a case, known since `half_day`; `month` is that of the decision."""

    id: str
    sent_id: str
    subject: str
    half_day: HalfDay
    month: LogMonth
    value: str


LogEvent = DecisionEvent | TruthEvent | TotalsEvent


@dataclass(frozen=True, slots=True)
class EventRefusal:
    """An event that is not kept: its index in the batch, its id as sent, and what is wrong."""

    index: int
    id: str
    problems: Sequence[FieldProblem]


@dataclass(frozen=True, slots=True)
class ParsedBatch:
    """The events of a batch by index, and those that cannot be read."""

    events: Mapping[int, LogEvent]
    refusals: Sequence[EventRefusal]


def parse_batch(body: bytes, zone: tzinfo) -> ParsedBatch:
    """Parse one event, or a list of events; `zone` is where half-days begin.

    Raise `EventBatchRefused` for what is no JSON, too long, or neither of the two.
    """
    items = _read_items(body)
    events: dict[int, LogEvent] = {}
    refusals = []
    for index, item in enumerate(items):
        parsed = parse_event(item, zone)
        if isinstance(parsed, list):
            name = item.get("id") if isinstance(item, dict) else None
            refusals.append(EventRefusal(index, printable(name, 200) if name else "", parsed))
        else:
            events[index] = parsed
    return ParsedBatch(events, refusals)


def parse_event(item: object, zone: tzinfo) -> LogEvent | list[FieldProblem]:
    """Return the event in a decoded JSON value, or all that is wrong with it."""
    problems = list(ENVELOPE.check(item, ""))
    if not isinstance(item, dict):
        return problems
    kind = item.get("type")
    if isinstance(kind, str) and kind in DATA and "data" in item:
        problems += DATA[kind].check(item["data"], "data")
        problems += _check_reason(item["data"])
    if problems:
        return problems
    half_day = _read_half_day(item["time"], zone)
    if isinstance(half_day, FieldProblem):
        return [half_day]
    if kind == TRUTH:
        return _read_truth(item, half_day)
    return _read_decision(item, half_day)


def check_size(size: int) -> None:
    """Refuse a body of more bytes than a batch may have."""
    if size > MOST_BYTES:
        message = Message(
            gettext_noop(
                "The batch: must have %(most)s bytes at most. Found: more. Send it in parts."
            ),
            most=MOST_BYTES,
        )
        raise EventBatchRefused(message, too_large=True)


def decode_json(body: bytes) -> object:
    """Return the JSON value of a body."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        message = Message(
            gettext_noop(
                "The body: must be JSON in UTF-8. Found: %(found)s. Check how it is made."
            ),
            found=printable(str(error)),
        )
        raise EventBatchRefused(message) from error


def _read_items(body: bytes) -> list[object]:
    check_size(len(body))
    decoded = decode_json(body)
    items = decoded if isinstance(decoded, list) else [decoded]
    if not isinstance(decoded, list | dict):
        message = Message(
            gettext_noop(
                "The body: must be one event (an object) or a list of events. Found: %(found)s."
                " Send one of the two."
            ),
            found=printable(decoded) or "null",
        )
        raise EventBatchRefused(message)
    if len(items) > MOST_EVENTS:
        message = Message(
            gettext_noop(
                "The batch: must have %(most)s events at most. Found: %(found)s. Send it in parts."
            ),
            most=MOST_EVENTS,
            found=len(items),
        )
        raise EventBatchRefused(message, too_large=True)
    return items


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _check_reason(data: object) -> list[FieldProblem]:
    if isinstance(data, dict) and data.get("outcome") == Outcome.ACCEPTED and "reason" in data:
        rule = Message(
            gettext_noop(
                "must be absent where the outcome is accepted: it says why a proposal was not."
            )
        )
        action = Message(gettext_noop("Leave it out."))
        return [FieldProblem("data.reason", rule, printable(data["reason"]), action)]
    return []


def _read_half_day(text: str, zone: tzinfo) -> HalfDay | FieldProblem:
    try:
        return get_half_day(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        rule = Message(gettext_noop("must be a day that exists."))
        action = Message(gettext_noop("Correct the date."))
        return FieldProblem("time", rule, printable(text), action)


def _read_truth(item: Mapping[str, Any], half_day: HalfDay) -> TruthEvent | list[FieldProblem]:
    data = item["data"]
    try:
        month = read_month(data["decided_month"])
    except ValueError:  # the year 0
        rule = Message(gettext_noop("must be a month that exists."))
        found = printable(data["decided_month"])
        action = Message(gettext_noop("Correct the month."))
        return [FieldProblem("data.decided_month", rule, found, action)]
    return TruthEvent(_get_id(item), item["id"], item["subject"], half_day, month, data["value"])


def _read_decision(item: Mapping[str, Any], half_day: HalfDay) -> DecisionEvent:
    data, proposal = item["data"], item["data"]["proposal"]
    explanation = data.get("explanation")
    return DecisionEvent(
        id=_get_id(item),
        sent_id=item["id"],
        subject=item["subject"],
        half_day=half_day,
        worker=_read_worker(data["worker"]),
        system_version=data["system_version"],
        proposal_kind=proposal["kind"],
        outcome=Outcome(data["outcome"]),
        proposal_value=proposal.get("value", ""),
        own_judgement=data.get("own_judgement", ""),
        reason=_read_reason(data.get("reason")),
        explanation=ExplanationUse(explanation) if explanation else None,
        told_minutes=_read_minutes(data.get("told_minutes")),
        active_minutes=_read_minutes(data.get("active_minutes")),
        told_saved_minutes=_read_minutes(data.get("told_saved_minutes")),
        correction_kinds=frozenset(map(CorrectionKind, data.get("correction_kinds", []))),
        arm=SamplingArm(data.get("arm", SamplingArm.PROPOSAL_FIRST)),
    )


def _get_id(item: Mapping[str, Any]) -> str:
    """Return what identifies an event by the standard: source and id, kept apart."""
    return json.dumps([item["source"], item["id"]])


def _read_worker(name: str) -> str:
    """Return the name of a worker however it was typed: one person must not pass for two."""
    return " ".join(name.split()).casefold()


def _read_reason(reason: Mapping[str, str] | None) -> OverrideReason | None:
    if reason is None:
        return None
    return OverrideReason(reason["code"]) if "code" in reason else HL7_REASONS[reason["hl7"]]


def _read_minutes(minutes: float | None) -> float | None:
    """Return minutes to a tenth: no stopwatch."""
    return None if minutes is None else round(float(minutes), 1)

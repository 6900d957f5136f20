"""Events are read as CloudEvents 1.0; the parser and the published schema agree."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.fieldlog.factories import make_decision, make_truth, write
from vecu.fieldlog.events import (
    DATA,
    DECISION,
    MOST_EVENTS,
    TRUTH,
    EventBatchRefused,
    parse_batch,
    parse_event,
)
from vecu.fieldlog.months import HalfDay, LogMonth
from vecu.fieldlog.schema import build_event_schema
from vecu.fieldlog.vocabulary import CorrectionKind, Outcome, OverrideReason

PARIS = ZoneInfo("Europe/Paris")
VALIDATOR = Draft202012Validator(build_event_schema())


def find_problems(event: object) -> dict[str, str]:
    parsed = parse_event(event, PARIS)
    return {each.field: str(each) for each in parsed} if isinstance(parsed, list) else {}


def test_a_worker_whose_name_is_typed_differently_is_one_person():
    typed = ["Lea.Dupont", "lea.dupont ", " LEA.DUPONT"]
    events = parse_batch(write(*(make_decision(worker=each) for each in typed)), PARIS).events
    assert {each.worker for each in events.values()} == {"lea.dupont"}


def test_a_decision_is_read_whole():
    event = make_decision(
        id="7", subject="offer-1", time="2026-11-10T13:59:59.123+02:00", worker="w9",
        own_judgement="accept", outcome="overridden", reason={"code": "facts_wrong"},
        explanation="helped", told_minutes=3, active_minutes=4.26,
        correction_kinds=["invented"], arm="own_view_first",
    )  # fmt: skip
    read = parse_event(event, PARIS)
    assert read.half_day == HalfDay(date(2026, 11, 10), afternoon=True)  # 12:59 in Paris
    assert read.month == LogMonth(2026, 11)
    assert (read.outcome, read.reason) == (Outcome.OVERRIDDEN, OverrideReason.FACTS_WRONG)
    assert (read.told_minutes, read.active_minutes) == (3.0, 4.3)
    assert read.correction_kinds == {CorrectionKind.INVENTED}
    assert (read.proposal_value, read.own_judgement, read.worker) == ("reject", "accept", "w9")


def test_a_truth_names_the_month_of_its_decision():
    read = parse_event(make_truth("offer-1", "accept", decided_month="2026-10"), PARIS)
    assert (read.month, read.value, read.subject) == (LogMonth(2026, 10), "accept", "offer-1")


def test_half_days_begin_where_the_laboratory_is():
    late = parse_event(make_decision(time="2026-10-31T23:30:00Z"), PARIS)
    assert late.half_day == HalfDay(date(2026, 11, 1), afternoon=False)


def test_hl7_reasons_are_mapped_to_own_codes():
    read = parse_event(make_decision(outcome="overridden", reason={"hl7": "limited-time"}), PARIS)
    assert read.reason == OverrideReason.NO_TIME


@pytest.mark.parametrize(
    ("event", "field", "words"),
    [
        (make_decision(outcome="obeyed"), "data.outcome", "Found: obeyed."),
        (make_decision(reason={"code": "no_time"}), "data.reason", "Leave it out."),
        (make_decision(outcome="ignored", reason={}), "data.reason", "exactly one of: code, hl7"),
        (make_decision(active_minutes=-1), "data.active_minutes", "from 0 to 600"),
        (make_decision(active_minutes=True), "data.active_minutes", "Found: true."),
        (make_decision(explanation_text="x" * 1_000_000), "data", "Found: explanation_text."),
        (make_decision(correction_kinds=["tone", "tone"]), "data.correction_kinds", "twice"),
        (make_decision(worker="\ud800"), "data.worker", "ASCII"),
        (make_decision(proposal={"kind": "a b"}), "data.proposal.kind", "Found: a b."),
        (make_decision(time="2026-02-31T08:00:00Z"), "time", "a day that exists"),
        (make_decision(time="0001-01-01T00:00:00+14:00"), "time", "a day that exists"),
        (make_decision(time="2026-11-10T08:00:00"), "time", "with an offset"),
        (make_decision(specversion="0.3"), "specversion", "must be one of: 1.0."),
        (make_decision(type="com.example"), "type", "Send one of these."),
        (make_truth("a", "b", decided_month="0000-01"), "data.decided_month", "that exists"),
        ({**make_decision(), "data": None}, "data", "must be an object."),
        ([], "", "must be an object."),
    ],
)
def test_a_problem_names_field_rule_and_what_was_found(event, field, words):
    assert words in find_problems(event)[field]


def test_all_that_is_missing_is_named_at_once():
    assert list(find_problems({"data": {}})) == [
        "id",
        "source",
        "specversion",
        "subject",
        "time",
        "type",
    ]
    event = {**make_decision(), "data": {}}
    assert set(find_problems(event)) == {
        f"data.{name}" for name in ("outcome", "proposal", "system_version", "worker")
    }


def test_half_a_batch_wrong_leaves_the_rest():
    right, wrong = make_decision(), make_decision(id="seven", outcome="obeyed")
    parsed = parse_batch(write(right, wrong, 3, right), PARIS)
    assert list(parsed.events) == [0, 3]
    assert [(each.index, each.id) for each in parsed.refusals] == [(1, "seven"), (2, "")]


def test_one_event_is_a_batch_and_extensions_are_left_aside():
    event = {**make_decision(), "traceparent": "00-ab"}
    assert list(parse_batch(json.dumps(event).encode(), PARIS).events) == [0]


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"{", b"7", b"null", b"[NaN]", b"[" * 200_000, b'"' + b"x" * 4_000_000 + b'"',
     b"[" + b"9" * 5_000 + b"]", b"[" + b"1," * MOST_EVENTS + b"1]"],
)  # fmt: skip
def test_what_is_no_batch_is_refused_whole(body):
    with pytest.raises(EventBatchRefused, match="Found"):
        parse_batch(body, PARIS)


ODD = (
    None, True, False, -1, 0, 2.5, 600, 600.5, 1_000, {}, [], "", "a b", "é", "b\n", "_b", "b",
    "x" * 40, "x" * 41, "x" * 200, "x" * 201, ["b"], {"b": 1},
)  # fmt: skip
VALUES = {
    "proposal": ({"kind": "a"}, {"kind": "a", "value": "b"}, {"value": "b"}, {"kind": 1}),
    "outcome": (*Outcome, "obeyed"),
    "reason": (
        {"code": "no_time"}, {"hl7": "limited-time"}, {"code": "limited-time"}, {"code": "x"},
        {"code": "no_time", "hl7": "limited-time"}, {"code": "no_time", "text": "b"},
    ),
    "explanation": ("shown", "helped", "read"),
    "correction_kinds": (["tone"], ["tone", "tone"], ["tone", "other"], [1, 1], [["tone"]]),
    "arm": ("own_view_first", "mine"),
    "decided_month": ("2026-11", "2026-13", "2026-11-01", "2026-11\n"),
    "specversion": ("1.0", "0.3", 1.0),
    "type": (*DATA, "com.example"),
    "time": (
        "2026-11-10T08:00:00Z", "2026-11-10T08:00:00.5+01:00", "2026-11-10T08:00:00",
        "2026-11-10T24:00:00Z", "2026-13-01T00:00:00Z", "2026-11-10", "2026-11-10T08:00:00Z\n",
    ),
}  # fmt: skip
ENVELOPE = ("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data")
CHANGES = [
    (name, value)
    for name in dict.fromkeys([*ENVELOPE, *DATA[DECISION].fields, *DATA[TRUTH].fields, "comment"])
    for value in (*ODD, *VALUES.get(name, ()))
]
"""A field, and what it is to be; `ABSENT` is the field without a value."""
ABSENT = object()


def change(event: dict, name: str, value: object) -> None:
    target = event if name in ENVELOPE else event["data"]
    if not isinstance(target, dict):
        return
    if value is ABSENT:
        target.pop(name, None)
    else:
        target[name] = value


def check_agreement(event: object) -> None:
    sent = json.loads(json.dumps(event))
    problems = find_problems(sent)
    assert VALIDATOR.is_valid(sent) is not bool(problems), (sent, problems)


@pytest.mark.parametrize("make", [make_decision, lambda: make_truth("case1", "b")])
def test_parser_and_published_schema_agree_on_each_field(make):
    for name in dict.fromkeys(name for name, _value in CHANGES):
        for value in (ABSENT, *ODD, *VALUES.get(name, ())):
            for outcome in ("accepted", "overridden"):
                event = make()
                if "outcome" in event["data"]:
                    event["data"]["outcome"] = outcome
                change(event, name, value)
                check_agreement(event)


@given(st.booleans(), st.lists(st.sampled_from(CHANGES), min_size=2, max_size=4))
def test_parser_and_published_schema_agree_on_several_changes(decided, changes):
    event = make_decision() if decided else make_truth("case1", "b")
    for name, value in changes:
        change(event, name, value)
    check_agreement(event)


def test_the_published_schema_is_one():
    Draft202012Validator.check_schema(build_event_schema())
    assert VALIDATOR.is_valid(make_decision())
    assert VALIDATOR.is_valid(make_truth("a", "b"))

"""A log takes events in any order, refuses what may not be stored, and forgets closed months."""

from datetime import date, datetime
from itertools import permutations
from secrets import token_bytes
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, models

from tests.fieldlog.factories import make_decision, make_log, make_truth, write
from tests.register.factories import NOT_DUE, make_confirmed, make_system
from vecu.accounts.models import AuditEvent
from vecu.datasets.release_queries import get_extract
from vecu.fieldlog.actions import (
    LogNotReady,
    close_months,
    issue_token,
    resume_log,
    revoke_token,
    suspend_log,
)
from vecu.fieldlog.event_intake import BatchReceipt, LogTokenRefused, take_batch
from vecu.fieldlog.models import CaseTruth, ClosedMonth, FieldLog, LogDecision, LogToken, OpenMonth
from vecu.fieldlog.papers import respond_to_papers
from vecu.records.rules import ResponseVerb

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PARIS = ZoneInfo("Europe/Paris")


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


NOW = at(20)


@pytest.fixture
def log() -> FieldLog:
    system = make_system()
    make_confirmed(system)
    return make_log(system)


@pytest.fixture
def token(log) -> str:
    return issue_token(log, by="owner", now=at(1, month=10), random_bytes=token_bytes)


def send(token: str, *events, now: datetime = NOW) -> BatchReceipt:
    return take_batch(token, write(*events), now=now, random_bytes=token_bytes)


def get_content(log: FieldLog) -> dict:
    return get_extract(log.scope).counts["months"]["2026-11"]


def get_fields(receipt: BatchReceipt) -> list[tuple[int, str]]:
    return [(each.index, problem.field) for each in receipt.refusals for problem in each.problems]


def test_no_token_is_issued_before_the_papers_are_noted():
    system = make_system()
    bare = FieldLog.objects.create(system=system.pk, impact_assessment="AIPD 7")
    with pytest.raises(LogNotReady) as refused:
        issue_token(bare, by="owner", now=NOW, random_bytes=token_bytes)
    assert "consultation" in str(refused.value)
    assert "charter" in str(refused.value)
    assert "Note the reference of the impact" not in str(refused.value)

    make_confirmed(system, NOT_DUE)
    bare.charter, bare.charter_day = "Charter 2026-09", date(2026, 9, 10)
    bare.save()
    with pytest.raises(LogNotReady, match="confirm"):
        issue_token(bare, by="owner", now=NOW, random_bytes=token_bytes)
    bare = respond_to_papers(bare, ResponseVerb.CONFIRM, revision=1, by="rep", now=NOW)
    assert issue_token(bare, by="owner", now=NOW, random_bytes=token_bytes)


def test_a_token_that_is_unknown_or_revoked_is_refused(log, token):
    with pytest.raises(LogTokenRefused):
        send("f" * 64, make_decision())
    revoke_token(LogToken.objects.get(log=log), by="owner", now=NOW)
    with pytest.raises(LogTokenRefused):
        send(token, make_decision())
    assert not OpenMonth.objects.exists()


def test_events_sent_twice_are_counted_once(token):
    events = [make_decision(), make_decision(), make_truth("c", "reject")]
    assert send(token, *events, events[0]).kept == 3
    again = send(token, *events)
    assert (again.kept, again.repeated, again.refusals) == (0, 3, [])
    assert LogDecision.objects.count() == 2


def test_half_a_batch_wrong_keeps_the_rest_and_names_each(token):
    receipt = send(
        token,
        make_decision(),
        make_decision(outcome="obeyed"),
        make_decision(time="2026-11-21T00:00:00+01:00"),
        make_decision(time="2026-10-31T00:00:00+01:00"),
        make_truth("c", "reject", decided_month="2026-12"),
        make_truth("c", "reject", decided_month="2026-10"),
    )
    assert receipt.kept == 1
    months = [(4, "data.decided_month"), (5, "data.decided_month")]
    assert get_fields(receipt) == [(1, "data.outcome"), (2, "time"), (3, "time"), *months]
    described = receipt.describe("en")["refused"][0]
    assert described["index"] == 1
    assert set(described["problems"][0]) == {"field", "rule", "found", "do"}


def test_a_client_offline_for_a_week_loses_nothing(token):
    late = make_decision(time="2026-10-31T12:00:00+01:00")
    assert send(token, late, now=at(7, 23)).kept == 1
    assert send(token, make_decision(time=late["time"]), now=at(8, 0)).kept == 0


def list_rows() -> list[tuple]:
    return sorted(LogDecision.objects.values_list("outcome", "reason"))


def test_the_order_of_arrival_makes_no_difference(token):
    """Deferred, then decided, by one person; somebody else on the same case; the truth."""
    overridden = {"outcome": "overridden", "reason": {"code": "no_time"}}
    events = [
        make_decision(id="1", subject="c", worker="a", outcome="deferred"),
        make_decision(id="2", subject="c", worker="a", **overridden),
        make_decision(id="3", subject="c", worker="b", outcome="escalated"),
        make_truth("c", "accept"),
    ]  # fmt: skip
    for order in permutations(events):
        for batches in ([order], [[each] for each in order]):
            OpenMonth.objects.all().delete()
            receipts = [send(token, *batch) for batch in batches]
            assert [each.refusals for each in receipts] == [[]] * len(receipts)
            assert list_rows() == [("escalated", ""), ("overridden", "no_time")]
            assert CaseTruth.objects.count() == 1


def test_another_decision_or_truth_on_the_same_case_is_refused(token):
    send(token, make_decision(subject="c", outcome="accepted"), make_truth("c", "reject"))
    receipt = send(token, make_decision(subject="c", outcome="ignored"), make_truth("c", "accept"))
    assert get_fields(receipt) == [(0, "subject"), (1, "subject")]
    assert list_rows() == [("accepted", "")]


def test_what_is_decided_during_a_suspension_is_never_stored(log, token):
    suspend_log(log, by="rep", now=at(10, 10))
    suspend_log(log, by="rep", now=at(10, 11))
    meanwhile = make_decision(time="2026-11-11T00:00:00+01:00")
    before = make_decision(time="2026-11-09T00:00:00+01:00")
    refused = send(token, meanwhile, before, now=at(11))
    assert (refused.kept, get_fields(refused)) == (0, [(0, "time"), (1, "time")])
    assert "never kept" in refused.refusals[0].problems[0].rule
    resume_log(log, by="rep", now=at(12, 10))

    same_morning = make_decision(time="2026-11-12T00:00:00+01:00")
    afternoon = make_decision(time="2026-11-12T12:00:00+01:00")
    receipt = send(token, meanwhile, before, same_morning, afternoon)
    assert (receipt.kept, get_fields(receipt)) == (2, [(0, "time"), (2, "time")])
    acts = set(AuditEvent.objects.values_list("actor", "verb"))
    assert {("rep", "suspended field log"), ("rep", "resumed field log")} <= acts


def dump() -> str:
    """All that the room's tables hold."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("fieldlog").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_neither_person_nor_case_nor_id_nor_day_is_stored(token):
    event = make_decision(id="id-4711", subject="offer-4711", worker="marie", own_judgement="mine")
    send(token, event, make_truth("offer-4711", "theirs"))
    held = dump()
    for words in (
        "offer-4711",
        "id-4711",
        "marie",
        "mine",
        "theirs",
        "reject",
        token,
        "2026-11-10",
    ):
        assert words not in held


def test_the_same_person_has_another_pseudonym_in_each_month_and_log(log, token):
    system = make_system("theo")
    make_confirmed(system)
    other = make_log(system)
    second = issue_token(other, by="owner", now=NOW, random_bytes=token_bytes)
    november, october = "2026-11-03T00:00:00+01:00", "2026-10-31T00:00:00+01:00"
    for each in (token, second):
        send(each, make_decision(time=november), make_decision(time=october), now=at(4))
    assert len(set(LogDecision.objects.values_list("worker", flat=True))) == 4


def test_a_month_that_closes_leaves_figures_and_nothing_else(log, token):
    events = [
        make_decision(worker=f"w{number % 6}", outcome="accepted" if number % 2 else "modified")
        for number in range(96)
    ]
    send(token, *events)
    assert close_months(at(7, month=12)) == 0
    assert close_months(at(8, month=12)) == 1
    assert close_months(at(8, month=12)) == 0

    for model in (OpenMonth, LogDecision, CaseTruth):
        assert not model.objects.exists()
    closed = ClosedMonth.objects.get()
    [version] = get_content(log)["outcome"]["versions"]
    assert (closed.month, version["decisions"]) == ("2026-11", 95)
    late = send(token, events[0], now=at(8, month=12))
    assert get_fields(late) == [(0, "time")]
    turned_back = send(token, events[0], now=NOW)  # a clock that goes wrong opens nothing again
    assert get_fields(turned_back) == [(0, "time")]


def test_truth_is_compared_when_the_month_closes(log, token):
    events = []
    for number in range(120):
        case = f"c{number}"
        events.append(make_truth(case, "reject" if number % 2 else "accept"))
        events.append(make_decision(subject=case, worker=f"w{number // 2 % 6}"))
    send(token, *events)
    close_months(at(8, month=12))
    [truth] = get_content(log)["truth"]["versions"]
    assert truth["groups"] == [[["right"], 60], [["wrong"], 60]]


@pytest.mark.parametrize("model", list(apps.get_app_config("fieldlog").get_models()))
def test_no_table_shows_order_or_a_time(model):
    forbidden = (models.DateTimeField, models.TimeField, models.AutoField)
    assert not [each for each in model._meta.get_fields() if isinstance(each, forbidden)]
    assert model().pk.version == 4


def test_what_is_sent_has_no_day_at_all():
    dated = [
        field.name
        for model in (LogDecision, CaseTruth, OpenMonth, ClosedMonth)
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateField)
    ]
    assert dated == []

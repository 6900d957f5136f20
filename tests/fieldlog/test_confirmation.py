"""A log begins a month only once representatives have confirmed what it needs."""

from dataclasses import replace
from datetime import date
from secrets import token_bytes

import pytest

from tests.fieldlog.factories import make_decision, make_log, write
from tests.fieldlog.full_log import at
from tests.register.factories import CONSULTED, confirm_entry, make_confirmed, make_system
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import LogNotReady, close_months, issue_token
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import FieldLog, LogDecision, OpenMonth
from vecu.fieldlog.papers import (
    LogPapersRefused,
    get_papers,
    get_papers_digest,
    note_papers,
    respond_to_papers,
)
from vecu.fieldlog.queries import list_missing
from vecu.fieldlog.rules import LogCondition, LogConditions, list_missing_conditions
from vecu.records.actions import change_record, respond_to_record
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.rules import ResponseVerb, Side
from vecu.register.models import System

NOTED = LogConditions(
    consultation=True, impact_assessment="AIPD 7", charter="C", charter_day=date(2026, 9, 10)
)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, [LogCondition.CONFIRMATION]),
        ({"confirmed": True}, []),
        ({"no_body": True}, []),
        ({"confirmed": True, "charter": ""}, [LogCondition.CHARTER]),
    ],
)
def test_what_is_noted_suffices_only_once_it_is_confirmed_or_no_body_could(changed, missing):
    assert list_missing_conditions(replace(NOTED, **changed)) == missing


@pytest.fixture
def log(db) -> FieldLog:
    system = make_system()
    make_confirmed(system)
    return make_log(system)


def send(token: str, month: int, day: int):
    time = f"2026-{month:02}-{day:02}T00:00:00+01:00"
    event = make_decision(time=time)
    return take_batch(token, write(event), now=at(day, month), random_bytes=token_bytes)


def change_charter(log: FieldLog) -> None:
    papers = replace(get_papers(log), charter="Charter 2026-11")
    digest, system = get_papers_digest(get_papers(log)), get_system(log)
    note_papers(system, papers, digest=digest, by="lea", now=at(20))


def get_system(log: FieldLog) -> System:
    return System.objects.get(pk=log.system)


@pytest.mark.data
def test_a_log_whose_papers_changed_finishes_its_month_and_then_waits(log):
    token = issue_token(log, by="lea", now=at(2), random_bytes=token_bytes)
    assert send(token, 11, 3).kept == 1
    change_charter(log)
    log.refresh_from_db()
    assert list_missing(log)

    assert send(token, 11, 25).kept == 1  # its month goes on
    waiting = send(token, 12, 2)
    [problem] = waiting.refusals[0].problems
    assert "none begins before staff representatives have confirmed" in str(problem.describe("en"))
    assert {each.month for each in OpenMonth.objects.all()} == {"2026-11"}
    assert close_months(at(8, 12)) == 1

    respond_to_papers(log, ResponseVerb.CONFIRM, revision=log.revision, by="rep", now=at(9, 12))
    assert send(token, 12, 10).kept == 1
    assert LogDecision.objects.count() == 1


@pytest.mark.data
def test_a_consultation_that_is_changed_or_contested_is_to_be_confirmed_again(log):
    row = get_system(log).consultations.get()
    changed = change_record(
        row, replace(CONSULTED, reference="PV 3"), revision=1, by="lea", now=at(3)
    )
    with pytest.raises(LogNotReady, match="own account"):
        issue_token(log, by="lea", now=at(3), random_bytes=token_bytes)
    confirm_entry(changed)
    assert list_missing(log) == []

    act = {"side": Side.STAFF, "by": "rep", "now": at(4), "revision": changed.revision}
    respond_to_record(changed, ResponseVerb.CONTEST, reason={"fr": "Non."}, **act)
    assert len(list_missing(log)) == 1


@pytest.mark.data
def test_where_no_body_is_the_owner_says_why_until_a_representative_has_an_account(db):
    system = make_system()
    log = FieldLog.objects.create(
        system=system.pk, impact_assessment="A", charter="C", charter_day=date(2026, 9, 10)
    )
    why = replace(get_papers(log), no_body={"fr": "Moins de onze agents."})
    digest = get_papers_digest(get_papers(log))
    log = note_papers(system, why, digest=digest, by="lea", now=at(3))
    make_confirmed(system)
    assert list_missing(log) == []

    make_member("rosa", system, Role.REPRESENTATIVE)
    assert len(list_missing(log)) == 1
    with pytest.raises(LogPapersRefused, match="confirm these documents themselves"):
        note_papers(system, why, digest=get_papers_digest(why), by="lea", now=at(3))


@pytest.mark.data
def test_papers_are_confirmed_as_they_were_read_and_once_they_are_noted(log):
    with pytest.raises(RecordChanged):
        respond_to_papers(log, ResponseVerb.CONFIRM, revision=7, by="rep", now=at(3))
    FieldLog.objects.update(charter="")
    with pytest.raises(RecordRefused, match="not noted yet"):
        respond_to_papers(log, ResponseVerb.CONFIRM, revision=1, by="rep", now=at(3))


@pytest.mark.data
def test_why_there_is_no_body_stays_public_once_a_month_began_on_it(db):
    """An owner would else say it for the minute in which the month begins."""
    system = make_system()
    make_confirmed(system)
    log = FieldLog.objects.create(
        system=system.pk,
        impact_assessment="A",
        charter="C",
        charter_day=date(2026, 9, 10),
        no_body={"fr": "Moins de onze agents."},
    )
    assert send(issue_token(log, by="lea", now=at(2), random_bytes=token_bytes), 11, 3).kept == 1

    def clear() -> FieldLog:
        noted = get_papers(FieldLog.objects.get())
        digest = get_papers_digest(noted)
        return note_papers(system, replace(noted, no_body={}), digest=digest, by="lea", now=at(4))

    with pytest.raises(LogPapersRefused, match="begun for this reason"):
        clear()
    make_member("rosa", system, Role.REPRESENTATIVE)
    with pytest.raises(LogPapersRefused, match="begun for this reason"):
        clear()
    change_charter(log)  # what was said stays beside it

    log.refresh_from_db()
    respond_to_papers(log, ResponseVerb.CONFIRM, revision=log.revision, by="rosa", now=at(4))
    assert clear().no_body == {}


@pytest.mark.data
def test_an_account_that_noted_papers_does_not_confirm_them_on_the_other_side(log):
    change_charter(log)
    log.refresh_from_db()
    with pytest.raises(RecordRefused, match="somebody else must confirm"):
        respond_to_papers(log, ResponseVerb.CONFIRM, revision=log.revision, by="lea", now=at(21))

"""Clauses fire by themselves: once for each cause, onto the agenda, with their evidence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from secrets import token_bytes

import pytest
from django.utils import translation

from tests.dialogue.factories import (
    ACT,
    CLAUSE,
    SYSTEM,
    WITHDRAWN,
    note,
)
from tests.fieldlog.factories import make_decision, make_log, write
from tests.fieldlog.full_log import at, make_full_log
from tests.records.undo import undo_latest
from tests.register.factories import make_confirmed, make_system
from tests.surveys.actions.test_storage_traces import purged
from vecu.datasets.release_queries import list_released
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.models import AgendaItem
from vecu.dialogue.presenters.overview import describe_dialogue
from vecu.dialogue.queries import find_dialogue, get_dialogue_detail
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.dialogue.rules import Ending, WatchedFigure
from vecu.dialogue.sentences import describe_cause, describe_watch
from vecu.evidence.sources import Audience, EvidenceState
from vecu.fieldlog.actions import agree_to_month, close_months, issue_token, take_agreement_back
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import ClosedMonth
from vecu.fieldlog.rules import AgreementSide
from vecu.records.actions import change_record, remove_record
from vecu.records.errors import RecordRefused
from vecu.records.queries import Act
from vecu.site.commands.worker import DailyClosing

pytestmark = [pytest.mark.django_db, pytest.mark.data]
OCTOBER = {"day": date(2026, 10, 1)}
MINUTES = {**OCTOBER, "watched": WatchedFigure.MINUTES, "most": None}
REVIEW = {**OCTOBER, "watched": WatchedFigure.DATE, "most": None, "due": date(2026, 11, 12)}


@pytest.fixture
def system():
    """One whose October has closed; its staff has agreed. Nobody overrode."""
    system = make_system()
    make_full_log(system)
    return system


def release(system) -> ClosedMonth:
    """Publish October, which the staff has agreed to."""
    month = ClosedMonth.objects.get()
    agree_to_month(month, AgreementSide.OWNER, group="Management", by="tom", now=at(12))
    return month


def list_agenda(system):
    return get_dialogue_detail(system.scope, Audience.EVERYBODY, date(2026, 12, 20)).agenda


def list_causes() -> list[tuple[str, str]]:
    return list(AgendaItem.objects.values_list("cause", "month").order_by("month", "cause"))


def test_what_is_missing_after_thirty_days_is_put_on_the_agenda_once(system):
    note(system, CLAUSE, **OCTOBER)
    assert fire_clauses(at(7, 12)) == 0
    assert fire_clauses(at(8, 12)) == 1
    assert fire_clauses(at(9, 12)) == 0

    [detail] = list_agenda(system)
    assert (list_causes(), detail.evidence, detail.is_open) == ([("missing", "2026-10")], [], True)
    with translation.override("en"):
        assert describe_cause(detail.item) == (
            "October 2026: no figure was public 30 days after the month had closed."
        )


def test_what_is_hidden_says_so(system):
    """Nobody overrode, and no minutes saved are there to compare: neither can be shown."""
    note(system, CLAUSE, **OCTOBER)
    note(system, CLAUSE, **MINUTES)
    release(system)
    fire_clauses(at(8, 12))

    assert list_causes() == [("hidden", "2026-10"), ("hidden", "2026-10")]


def make_month_of_overrides(system) -> ClosedMonth:
    """Close an October in which six people overrode 42 of 120 proposals, 35 %, and publish it."""
    make_confirmed(system)
    token = issue_token(make_log(system), by="lea", now=at(1, 10), random_bytes=token_bytes)
    decided = [{}] * 60 + [{"outcome": "modified"}] * 18
    for reason, times in (("facts_wrong", 24), ("not_applicable", 18)):
        decided += [{"outcome": "overridden", "reason": {"code": reason}}] * times
    events = [
        make_decision(worker=f"w{number % 6}", time="2026-10-12T00:00:00+02:00", **each)
        for number, each in enumerate(decided)
    ]
    take_batch(token, write(*events), now=at(20, 10), random_bytes=token_bytes)
    close_months(at(8))
    month = ClosedMonth.objects.get()
    agree_to_month(month, AgreementSide.STAFF, group="CST", by="rep", now=at(9))
    return release(system)


def test_a_figure_above_comes_with_its_evidence_and_goes_with_it():
    system = make_system()
    month = make_month_of_overrides(system)
    figures = {each.item: each for each in list_released(system.scope)}
    figure = figures["2026-10/outcome"]
    note(system, CLAUSE, **OCTOBER)
    note(system, CLAUSE, **OCTOBER | {"most": 35})

    assert fire_clauses(at(12)) == 1
    [detail] = get_dialogue_detail(system.scope, Audience.MEMBERS, date(2026, 11, 20)).agenda
    assert [each.reference.id for each in detail.evidence] == [figure.figure]
    assert [each.state for each in detail.evidence] == [EvidenceState.STANDING]
    with translation.override("en"):
        assert describe_cause(detail.item) == (
            "In October 2026 people overrode more than 30% of its proposals."
        )

    take_agreement_back(month, AgreementSide.STAFF, by="rep", now=at(13))
    detail = get_dialogue_detail(system.scope, Audience.MEMBERS, date(2026, 11, 20))
    assert [each.state for each in detail.agenda[0].evidence] == [EvidenceState.GONE]
    with translation.override("en"):
        assert describe_dialogue(detail).agenda[0].sentence == (
            "A figure of October 2026 put this on the agenda; it is no longer public."
        )
    fire_clauses(at(8, 12))
    assert list_causes() == [("above", "2026-10")] + 2 * [("missing", "2026-10")]


def test_a_date_fires_once_and_an_ended_clause_never(system):
    clause = note(system, CLAUSE, **REVIEW)
    ended = note(system, CLAUSE, **REVIEW)
    content = replace(WITHDRAWN, ended=Ending.ENDED, ended_day=date(2026, 11, 2))
    end_dialogue_entry(ended, content, revision=1, **ACT)

    assert [fire_clauses(at(day)) for day in (11, 12, 13)] == [0, 1, 0]
    assert AgendaItem.objects.get().clause == clause


def test_a_clause_does_nothing_but_put_an_item_on_the_agenda(system):
    note(system, CLAUSE, **REVIEW)
    before = Act.objects.count()
    fire_clauses(at(12))

    act = Act.objects.filter(ledger="dialogue").first()
    assert Act.objects.count() == before + 1
    assert (act.by, act.side, act.verb) == ("", "", "fire")


def test_what_a_clause_found_is_answered_and_never_removed_nor_undone(system):
    clause = note(system, CLAUSE, **REVIEW)
    fire_clauses(at(12))
    item = AgendaItem.objects.get()

    for row in (item, clause):
        with pytest.raises(RecordRefused):
            remove_record(row, revision=1, **ACT)
    dialogue = find_dialogue(system.scope)
    with pytest.raises(RecordRefused, match="has been triggered"):
        undo_latest(dialogue, DIALOGUE, **ACT)
    later = replace(CLAUSE, **(REVIEW | {"due": date(2027, 1, 1)}))
    with pytest.raises(RecordRefused, match="what it watches cannot change"):
        change_record(clause, later, revision=1, **ACT)
    renamed = replace(CLAUSE, **REVIEW, subject={"en": "Another name"})
    change_record(clause, renamed, revision=1, **ACT)

    answered = replace(WITHDRAWN, ended=Ending.ANSWERED)
    end_dialogue_entry(item, answered, revision=1, **ACT)
    assert not list_agenda(system)[0].is_open
    assert fire_clauses(at(13)) == 0


def test_of_a_triggered_clause_its_end_is_undone_and_no_change_from_before(system):
    """What a clause watched when it was triggered stays; that it ended is no part of it."""
    clause = note(system, CLAUSE, **REVIEW)
    renamed = replace(CLAUSE, **REVIEW, subject={"en": "Another name"})
    clause = change_record(clause, renamed, revision=1, **ACT)
    fire_clauses(at(12))
    ended = replace(WITHDRAWN, ended=Ending.ENDED, ended_day=date(2026, 11, 12))
    end_dialogue_entry(clause, ended, revision=2, **ACT)
    dialogue = find_dialogue(system.scope)

    undo_latest(dialogue, DIALOGUE, **ACT)
    clause.refresh_from_db()
    assert (clause.ended, clause.subject) == ("", {"en": "Another name"})
    with pytest.raises(RecordRefused, match="has been triggered"):
        undo_latest(dialogue, DIALOGUE, **ACT)


def test_a_clause_on_a_system_without_a_log_misses_its_figure():
    system = make_system()
    note(system, CLAUSE, day=date(2026, 6, 1))

    assert fire_clauses(datetime(2026, 11, 28, 9, tzinfo=UTC)) == 1
    assert list_causes() == [("missing", "2026-06")]
    assert AgendaItem.objects.get().side != SYSTEM


def test_one_dialogue_that_fails_does_not_keep_the_others_from_it(monkeypatch):
    for owner in ("lea", "tom"):
        note(make_system(owner), CLAUSE, **REVIEW)
    calls = []

    def fail_once(scope):
        calls.append(scope)
        if len(calls) == 1:
            raise RuntimeError("marker")
        return []

    monkeypatch.setattr("vecu.dialogue.clause_monitor.list_released", fail_once)
    with pytest.raises(ExceptionGroup, match="could not be looked at"):
        fire_clauses(at(12))
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (OCTOBER, "more than 30% of what the machine proposes"),
        (MINUTES, "more minutes than it saves"),
        (REVIEW, "on 12 November 2026"),
    ],
)
def test_a_clause_says_when_it_comes_back(changed, words):
    with translation.override("en"):
        assert words in describe_watch(note(make_system(), CLAUSE, **changed))


@pytest.mark.django_db(transaction=True)
def test_a_purge_has_clauses_fire_and_says_so():
    past = {"day": date(2026, 1, 1), "due": date(2026, 1, 2)}  # by any clock
    note(make_system(), CLAUSE, **REVIEW | past)

    assert "Review clauses put 1 item on the agenda" in purged()
    assert "Review clauses" not in purged()


def test_the_worker_has_them_fire_once_a_day_even_if_months_cannot_be_closed(monkeypatch, caplog):
    note(make_system(), CLAUSE, **REVIEW)

    def fail(_now):
        raise RuntimeError("marker")

    monkeypatch.setattr("vecu.site.commands.worker.close_months", fail)
    DailyClosing().run(at(12))

    assert "Months could not be closed" in caplog.text
    assert list_causes() == [("date", "")]

"""A diary takes notes as a log takes events, and its codes leave no trace of who uses which."""

import json
from datetime import date, datetime
from secrets import token_bytes, token_hex
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from tests.fieldlog.factories import draw_pile, list_all_rows, make_log
from tests.register.factories import VERSION, make_confirmed, make_entry, make_system
from vecu.accounts.models import AuditEvent
from vecu.fieldlog.actions import LogNotReady, close_months, resume_log, suspend_log
from vecu.fieldlog.diary import DiarySuspended, remove_note, take_note
from vecu.fieldlog.diary_codes import (
    DiaryCodesRefused,
    derive_diary_token,
    find_diary_token,
    void_codes,
)
from vecu.fieldlog.diary_marks import get_pile
from vecu.fieldlog.diary_notes import (
    DiaryNote,
    NoteNames,
    get_version_name,
    list_proposal_kinds,
    make_events,
)
from vecu.fieldlog.events import DecisionEvent
from vecu.fieldlog.models import CaseTruth, DiaryCode, FieldLog, LogDecision
from vecu.fieldlog.months import HalfDay
from vecu.fieldlog.vocabulary import ExplanationUse, Outcome, OverrideReason

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PARIS = ZoneInfo("Europe/Paris")
FALSE_ALARM = DiaryNote(
    "alert",
    Outcome.OVERRIDDEN,
    reason=OverrideReason.FACTS_WRONG,
    was_right=False,
    told_minutes=5,
    explanation=ExplanationUse.DID_NOT_HELP,
)


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


NOW = at(20)


@pytest.fixture
def log() -> FieldLog:
    system = make_system()
    make_confirmed(system)
    return make_log(system)


def make_names(log: FieldLog, code: str) -> NoteNames:
    return NoteNames(derive_diary_token(log, code), token_hex(16))


def note(log: FieldLog, names: NoteNames, written: DiaryNote = FALSE_ALARM, *, now=NOW) -> None:
    take_note(log, written, names, now=now, random_bytes=token_bytes)


def test_no_code_is_drawn_before_the_papers_are_noted():
    bare = FieldLog.objects.create(system=make_system().pk)

    with pytest.raises(LogNotReady, match="consultation"):
        draw_pile(bare)
    assert not DiaryCode.objects.exists()


@pytest.mark.parametrize("count", [19, 1_001])
def test_a_pile_is_larger_than_a_small_team(log, count):
    with pytest.raises(DiaryCodesRefused, match="20 to 1000"):
        draw_pile(log, count)


def test_only_fingerprints_of_codes_are_stored_in_an_order_that_says_nothing(log):
    codes = draw_pile(log)

    stored = list(DiaryCode.objects.order_by("fingerprint"))
    assert len(set(codes)) == len(stored) == 20
    rows = json.dumps(list_all_rows(), default=str)
    assert not [code for code in codes if code in rows or derive_diary_token(log, code) in rows]
    assert AuditEvent.objects.get(verb="drew diary codes").detail == {"codes": 20}


def test_a_code_that_was_used_and_a_fresh_one_look_alike(log):
    used, fresh = draw_pile(log)[:2]
    before = list_all_rows()

    for _again in range(3):
        assert find_diary_token(log, [derive_diary_token(log, used)])
    assert list_all_rows() == before

    note(log, make_names(log, used))
    after = list_all_rows()
    changed = {table for table, rows in after.items() if rows != before[table]}
    assert changed == {"fieldlog_openmonth", "fieldlog_logdecision", "fieldlog_casetruth"}
    tokens = [derive_diary_token(log, code) for code in (used, fresh)]
    assert [find_diary_token(log, [token]) for token in tokens] == tokens
    shapes = {tuple(map(type, row)) for row in DiaryCode.objects.values_list()}
    assert len(shapes) == 1


def test_a_code_opens_the_diary_of_its_own_log_only(log):
    code = draw_pile(log)[0]
    second = make_system("max")
    make_confirmed(second)
    other = make_log(second)

    own = derive_diary_token(log, code)
    assert find_diary_token(log, ["f" * 64, own]) == own
    assert find_diary_token(other, [own, derive_diary_token(other, code)]) == ""


def test_voiding_makes_all_codes_useless_and_is_audited(log):
    token = derive_diary_token(log, draw_pile(log)[0])

    assert void_codes(log, by="lea", now=NOW) == 20
    assert find_diary_token(log, [token]) == ""
    assert void_codes(log, by="lea", now=NOW) == 0
    assert AuditEvent.objects.get(verb="made diary codes void").detail == {"codes": 20}


def test_notes_with_void_codes_have_another_mark_than_those_with_the_next(log):
    for _time in range(3):
        note(log, make_names(log, draw_pile(log)[0]))
        void_codes(log, by="lea", now=NOW)
    note(log, make_names(log, draw_pile(log)[0]))
    stored = LogDecision.objects.values_list("worker", flat=True)
    assert sorted(each[0] for each in stored) == ["+", "-", "=", "~"]
    assert {len(each) for each in stored} == {64}
    assert {get_pile(each) for each in stored} == {"+", "-", "=", "~"}


def test_a_note_becomes_a_decision_and_a_truth_of_a_case_of_its_own(log):
    system_version = make_entry(log_system(log), VERSION)
    names = make_names(log, draw_pile(log)[0])

    note(log, names)
    note(log, NoteNames(names.worker, token_hex(16)))

    first, second = LogDecision.objects.all()
    assert {first.outcome, second.outcome} == {"overridden"}
    assert (first.reason, first.told_minutes) == ("facts_wrong", 5.0)
    assert (first.explanation, first.system_version) == ("did_not_help", system_version.name)
    assert first.worker == second.worker
    assert first.worker.startswith("-")  # no fingerprint does: never counted with sent ones
    assert len(first.worker) == 64
    assert len(json.loads(names.event)) == len(json.loads(names.case)) == 3  # a system sends two
    assert first.case != second.case
    truths = {each.case: each.value for each in CaseTruth.objects.all()}
    assert truths.keys() == {first.case, second.case}
    assert first.proposal not in truths.values()  # a false alarm


def log_system(log: FieldLog):
    return apps.get_model("register", "System").objects.get(pk=log.system)


def test_a_page_that_is_sent_twice_counts_once(log):
    names = make_names(log, draw_pile(log)[0])

    note(log, names)
    note(log, names)
    note(log, names, DiaryNote("alert", Outcome.ACCEPTED))

    assert LogDecision.objects.get().outcome == "overridden"
    assert CaseTruth.objects.count() == 1


def test_who_notes_has_another_pseudonym_each_month_and_none_once_it_closed(log):
    names = make_names(log, draw_pile(log)[0])
    note(log, names, now=at(30))
    november = LogDecision.objects.get().worker

    note(log, NoteNames(names.worker, token_hex(16)), now=at(1, month=12))
    workers = set(LogDecision.objects.values_list("worker", flat=True))
    assert len(workers) == 2

    close_months(at(8, month=12))
    assert set(LogDecision.objects.values_list("worker", flat=True)) == workers - {november}
    assert november not in json.dumps(list_all_rows(), default=str)


def test_nothing_is_noted_while_the_log_is_suspended_nor_in_the_half_day_it_is_resumed(log):
    names = make_names(log, draw_pile(log)[0])
    suspend_log(log, by="rep", now=NOW)
    with pytest.raises(DiarySuspended):
        note(log, names)

    resume_log(log, by="rep", now=at(20, 10))
    with pytest.raises(DiarySuspended):
        note(log, names, now=at(20, 11))
    note(log, names, now=at(20, 12))
    assert LogDecision.objects.count() == 1


def test_a_note_just_made_can_be_removed_by_the_page_that_made_it_only(log):
    names = make_names(log, draw_pile(log)[0])
    other = NoteNames(names.worker, token_hex(16))
    note(log, names)
    note(log, other)

    assert not remove_note(log, NoteNames("f" * 64, names.note))
    assert remove_note(log, names)
    assert not remove_note(log, names)
    assert LogDecision.objects.count() == CaseTruth.objects.count() == 1


def test_a_reason_beside_what_was_accepted_is_dropped(log):
    accepted = DiaryNote("alert", Outcome.ACCEPTED, reason=OverrideReason.NO_TIME)
    events = make_events(
        accepted,
        NoteNames("w", "n"),
        half_day=HalfDay(date(2026, 11, 20), True),
        system_version="2",
    )

    (decision,) = events
    assert isinstance(decision, DecisionEvent)
    assert decision.reason is None


@pytest.mark.parametrize(
    ("noted", "sent"),
    [("2.1", "2.1"), ("Version 3 (été)", "Version-3-t"), ("", "unknown"), ("…", "unknown")],
)
def test_the_name_of_a_version_is_one_that_a_system_could_send(noted, sent):
    assert get_version_name(noted) == sent


def test_the_kinds_of_proposal_are_those_of_the_log_else_the_usual_ones():
    named = [{"key": "offre", "label": {"fr": "Une offre signalée"}}]

    assert [each.label for each in list_proposal_kinds(named, "en")] == ["Une offre signalée"]
    assert [each.key for each in list_proposal_kinds([], "en")] == [
        "proposal",
        "alert",
        "text",
        "ranking",
    ]

"""A decision goes to the log as a note of the diary does, and nothing else is kept of it."""

from datetime import datetime
from secrets import token_bytes, token_hex
from zoneinfo import ZoneInfo

import pytest

from tests.fieldlog.factories import draw_pile, list_all_rows
from tests.pilots.factories import NURSE, make_pilot_log, make_pilot_system
from vecu.fieldlog.actions import resume_log, suspend_log
from vecu.fieldlog.diary import DiarySuspended
from vecu.fieldlog.diary_codes import derive_diary_token
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.event_intake import get_fingerprint
from vecu.fieldlog.models import CaseTruth, FieldLog, LogDecision, OpenMonth
from vecu.fieldlog.vocabulary import Outcome
from vecu.pilots.actions import note_decision, take_decision_back
from vecu.pilots.decisions import PilotDecision, decide
from vecu.pilots.job_offers import load_job_offer_pilot

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))
VEHICLE, RESIDENCE = load_job_offer_pilot().propose(NURSE, "1", 3)
KEPT = decide(VEHICLE, Outcome.OVERRIDDEN, "rural-no-transport")


@pytest.fixture
def log() -> FieldLog:
    return make_pilot_log(make_pilot_system())


@pytest.fixture
def worker(log) -> str:
    return derive_diary_token(log, draw_pile(log)[0])


def note(log: FieldLog, decision: PilotDecision, names: NoteNames) -> None:
    note_decision(log, decision, "2", names, now=NOW, random_bytes=token_bytes)


def test_a_decision_is_what_a_system_would_send_with_the_pseudonym_of_the_diary(log, worker):
    note(log, KEPT, NoteNames(worker, token_hex(16)))

    stored = LogDecision.objects.get()
    month = OpenMonth.objects.get()
    assert (stored.proposal_kind, stored.outcome, stored.reason) == (
        "vehicle",
        "overridden",
        "not_applicable",
    )
    assert (stored.system_version, stored.explanation) == ("2", "shown")
    assert stored.proposal == get_fingerprint(month, "value", "possibly-indirect")
    assert stored.worker.startswith("-")
    assert stored.told_minutes is stored.active_minutes is None
    assert not CaseTruth.objects.exists()


def test_nothing_is_stored_but_the_row_of_the_log(log, worker):
    before = list_all_rows()
    note(log, KEPT, NoteNames(worker, token_hex(16)))
    after = list_all_rows()

    changed = {table for table, rows in after.items() if rows != before[table]}
    assert changed == {"fieldlog_openmonth", "fieldlog_logdecision"}
    assert "rural-no-transport" not in repr(after)


def test_two_agents_on_one_offer_both_count_and_a_page_sent_twice_once(log, worker):
    other = derive_diary_token(log, draw_pile(log)[1])
    page = token_hex(16)
    for names in (NoteNames(worker, page), NoteNames(worker, page), NoteNames(other, page)):
        note(log, KEPT, names)

    assert LogDecision.objects.count() == 2
    assert LogDecision.objects.values("worker").distinct().count() == 2
    assert LogDecision.objects.values("case").distinct().count() == 2


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(each, "") for each in Outcome if each is not Outcome.OVERRIDDEN]
    + [(Outcome.OVERRIDDEN, "other-meaning")],
)
def test_every_outcome_can_be_noted(log, worker, outcome, reason):
    note(log, decide(RESIDENCE, outcome, reason), NoteNames(worker, token_hex(16)))

    assert LogDecision.objects.get().outcome == outcome


def test_a_mistake_is_taken_back_by_its_page_alone(log, worker):
    names = NoteNames(worker, token_hex(16))
    note(log, KEPT, names)

    assert not take_decision_back(log, NoteNames("f" * 64, names.note))
    assert take_decision_back(log, names)
    assert not LogDecision.objects.exists()


def test_nothing_is_noted_while_the_log_is_suspended(log, worker):
    suspend_log(log, by="rep", now=NOW)
    with pytest.raises(DiarySuspended):
        note(log, KEPT, NoteNames(worker, token_hex(16)))
    resume_log(log, by="rep", now=NOW)
    with pytest.raises(DiarySuspended):
        note(log, KEPT, NoteNames(worker, token_hex(16)))
    assert not LogDecision.objects.exists()

"""A second look from its paper to its answer; what is left of it; what late ones do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.dialogue.factories import CLAUSE, note
from tests.records.undo import undo_latest
from tests.register.factories import make_system
from tests.safeguards.second_looks.factories import (
    WEDNESDAY,
    make_code,
    make_look,
    make_look_office,
)
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.models import AgendaItem
from vecu.dialogue.rules import WatchedFigure
from vecu.dialogue.sentences import describe_cause
from vecu.records.actions import remove_record
from vecu.records.errors import RecordRefused
from vecu.safeguards.models import PersonCode
from vecu.safeguards.record_kinds import SAFEGUARDS
from vecu.safeguards.rules import ContactChannel, PersonCodeState
from vecu.safeguards.second_looks.actions import (
    LookRefused,
    answer_look,
    delete_old_looks,
)
from vecu.safeguards.second_looks.presenters import list_look_quarters
from vecu.safeguards.second_looks.queries import count_late_looks, find_look, list_looks
from vecu.safeguards.second_looks.rules import LookCondition, LookRow

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ACT = {"by": "lea", "now": datetime(2026, 12, 2, 9, tzinfo=UTC)}
DUE = date(2026, 12, 16)
SINCE = {"day": date(2026, 10, 1), "watched": WatchedFigure.LATE_LOOKS, "most": 0}


def close(look: PersonCode, day: date, state=PersonCodeState.UPHELD) -> PersonCode:
    return answer_look(look, state, LookCondition, today=day)


def test_closing_a_request_leaves_its_week_and_no_deadline_unless_it_was_missed():
    look = make_look(make_look_office())
    assert (look.day, look.deadline) == (WEDNESDAY, DUE)

    closed = close(look, DUE)
    assert (closed.day, closed.deadline) == (date(2026, 11, 30), None)
    assert closed.state == PersonCodeState.UPHELD


def test_of_a_late_answer_the_week_in_which_it_was_due_is_left():
    closed = close(make_look(make_look_office()), date(2026, 12, 17), PersonCodeState.CHANGED)

    assert (closed.day, closed.deadline) == (date(2026, 11, 30), date(2026, 12, 14))


def test_nobody_has_looked_unless_all_three_are_true_and_what_is_closed_stays():
    look = make_look(make_look_office())
    with pytest.raises(LookRefused, match="could change it"):
        answer_look(
            look,
            PersonCodeState.UPHELD,
            [LookCondition.NO_PART, LookCondition.READ],
            today=WEDNESDAY,
        )
    look.refresh_from_db()
    assert look.state == PersonCodeState.RECEIVED

    close(look, WEDNESDAY)
    with pytest.raises(LookRefused, match="cannot become that"):
        close(look, WEDNESDAY, PersonCodeState.CHANGED)


def test_a_paper_noted_twice_is_one_request_and_later_it_is_refused():
    office, code = make_look_office(), make_code()
    first = make_look(office, code=code)
    assert make_look(office, code=code.lower().replace("-", " ")) == first

    with pytest.raises(LookRefused, match="noted already"):
        make_look(office, date(2026, 12, 3), code=code)
    assert PersonCode.objects.count() == 1


def test_a_request_after_its_time_is_closed_and_no_look():
    look = make_look(make_look_office(), channel=ContactChannel.TELEPHONE, in_time=False)

    assert look.state == PersonCodeState.OUT_OF_TIME
    assert (look.day, look.deadline) == (date(2026, 11, 30), None)


def test_a_code_opens_the_request_of_its_own_system_only():
    office, code = make_look_office(), make_code()
    look = make_look(office, code=code)

    assert find_look(office.system, code) == look
    assert find_look(office.system, make_code()) is None
    assert find_look(make_system("tom"), code) is None
    assert code not in str(PersonCode.objects.values().get())


def test_an_old_quarter_goes_whole_and_never_week_by_week():
    office = make_look_office()
    for day in (date(2026, 10, 7), WEDNESDAY, date(2026, 12, 30)):
        close(make_look(office, day), day)

    days = [date(2028, 10, 1) + timedelta(days=each) for each in range(200)]
    deleted = {day: found for day in days if (found := delete_old_looks(day))}
    assert deleted == {date(2029, 1, 4): 3}  # 731 days after 4 January 2027, the next Monday


def test_while_somebody_waits_the_office_cannot_be_removed_nor_undone():
    office = make_look_office()
    look = make_look(office)
    with pytest.raises(RecordRefused, match="Somebody waits"):
        remove_record(office, revision=1, **ACT)
    with pytest.raises(RecordRefused, match="Somebody waits"):
        undo_latest(office.system, SAFEGUARDS, **ACT)

    close(look, WEDNESDAY)
    remove_record(office, revision=1, **ACT)


def test_late_answers_fire_a_clause_once_the_week_is_over_and_once_a_month():
    office = make_look_office()
    first, second = make_look(office), make_look(office)
    note(office.system, CLAUSE, **SINCE)

    assert fire_clauses(datetime(2026, 12, 17, 9, tzinfo=UTC)) == 0  # would tell the day it was due
    assert fire_clauses(datetime(2026, 12, 21, 9, tzinfo=UTC)) == 1
    close(first, date(2026, 12, 22))
    close(second, date(2026, 12, 22), PersonCodeState.CHANGED)
    assert count_late_looks(office.system.scope, date(2026, 12, 22)) == {"2026-12": 2}
    assert fire_clauses(datetime(2026, 12, 29, 9, tzinfo=UTC)) == 0
    item = AgendaItem.objects.get()
    assert (item.cause, item.month) == ("late", "2026-12")
    assert describe_cause(item) == (
        "December 2026: a second look was answered late, or not at all."
    )


def test_answers_in_time_fire_nothing():
    office = make_look_office()
    note(office.system, CLAUSE, **SINCE)
    close(make_look(office), DUE)

    assert fire_clauses(datetime(2026, 12, 29, 9, tzinfo=UTC)) == 0


def make_rows(upheld: int, changed: int, late: int) -> list[LookRow]:
    week = date(2026, 7, 6)
    return [
        *[LookRow(week, None, PersonCodeState.UPHELD)] * upheld,
        *[LookRow(week, None, PersonCodeState.CHANGED)] * changed,
        *[LookRow(week, date(2026, 7, 20), PersonCodeState.UPHELD)] * late,
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        # binom.test(12, 60): .1078 to .3233
        (make_rows(36, 12, 12), "Asked: 60. Answered in time: 48. Changed: 12, which is 11 to 32%"),
        (make_rows(37, 11, 10), "one of the numbers, or what it leaves, is below 11"),
        (make_rows(60, 0, 12), "one of the numbers, or what it leaves, is below 11"),
        (
            [*make_rows(36, 12, 12), LookRow(date(2026, 9, 28), DUE, PersonCodeState.RECEIVED)],
            "still owes an answer",
        ),
    ],
)
def test_a_quarter_is_public_whole_or_not_at_all(rows, sentence):
    [quarter] = list_look_quarters(rows, date(2026, 11, 1))

    assert quarter.label == "July to September 2026"
    assert sentence in quarter.sentence
    assert quarter.is_public == sentence.startswith("Asked")
    assert list_look_quarters(rows, date(2026, 10, 31)) == []


def test_what_is_stored_of_all_requests_is_days_and_how_far_they_came():
    office = make_look_office()
    close(make_look(office), DUE)

    assert list_looks(office.system) == [LookRow(date(2026, 11, 30), None, PersonCodeState.UPHELD)]

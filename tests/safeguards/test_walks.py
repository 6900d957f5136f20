"""Walked paths: agreed before, signed by two sides, told to the staff, and of no agent."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.register.factories import make_public_system
from tests.safeguards.factories import ACT, SERIES, STAFF_ACT, TASKS, agree, make_walk
from vecu.records.actions import add_record, change_record, respond_to_record
from vecu.records.errors import RecordRefused
from vecu.records.rules import ResponseVerb
from vecu.register.models import System
from vecu.safeguards.models import Walk, WalkSeries
from vecu.safeguards.walk_rules import NonTakeUp, ToolAnswer, WalkDoor, WalkEnd, WalkTask
from vecu.safeguards.walks.presenters import describe_found, list_lines
from vecu.safeguards.walks.queries import list_series

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def walk(series: WalkSeries, door: WalkDoor, answer: ToolAnswer, **changed: Any) -> Walk:
    """Note a walk of a series."""
    content = make_walk(quarter=series.quarter, door=door, answer=answer, **changed)
    row: Walk = add_record(series.system, content, **ACT)
    return row


def inform(series: WalkSeries) -> None:
    """Note that the staff were told."""
    series.refresh_from_db()
    content = replace(SERIES, informed=date(2026, 10, 2))
    change_record(series, content, revision=series.revision, **ACT)


def sign(series: WalkSeries) -> None:
    """Sign for the staff representatives."""
    series.refresh_from_db()
    respond_to_record(series, ResponseVerb.CONFIRM, revision=series.revision, **STAFF_ACT)


def read(system: System, client: Client) -> str:
    """Return what everybody reads."""
    return client.get(f"/en/at-work/{system.slug}/walks/").content.decode()


def test_nothing_is_public_before_both_signed_the_staff_know_and_the_quarter_is_over(client):
    system = make_public_system()
    series = agree(system)
    walk(series, WalkDoor.COUNTER, ToolAnswer.YES)
    assert "Appointment given" not in read(system, client)
    sign(series)
    assert "Appointment given" not in read(system, client), "the staff were not told"
    inform(series)
    assert "Appointment given" not in read(system, client), "it was signed before it changed"
    sign(series)
    assert "Appointment given" in read(system, client)
    series.refresh_from_db()
    assert not series.is_public(date(2026, 9, 30))


def test_who_signed_signs_again_when_a_walk_is_added(client):
    system = make_public_system()
    series = agree(system)
    walk(series, WalkDoor.COUNTER, ToolAnswer.YES)
    inform(series)
    sign(series)

    walk(series, WalkDoor.BOT, ToolAnswer.YES, end=WalkEnd.STOPPED, reached=False)

    assert "Appointment given" not in read(system, client)


def test_a_walk_that_moves_to_another_quarter_leaves_no_series_signed(client):
    """Else one side alone takes out of what both signed the walk that it dislikes."""
    system = make_public_system()
    series = agree(system)
    walk(series, WalkDoor.COUNTER, ToolAnswer.YES)
    stopped = walk(series, WalkDoor.BOT, ToolAnswer.YES, end=WalkEnd.STOPPED, reached=False)
    add_record(system, replace(SERIES, quarter="2026-Q2", informed=None), **ACT)
    inform(series)
    sign(series)
    assert "Appointment given" in read(system, client)

    elsewhere = make_walk(quarter="2026-Q2", door=WalkDoor.BOT, answer=ToolAnswer.YES)
    change_record(stopped, elsewhere, revision=stopped.revision, **ACT)

    assert "Appointment given" not in read(system, client)


def test_a_no_that_ends_otherwise_than_a_yes_is_marked():
    series = agree(make_public_system())
    for answer in (ToolAnswer.YES, ToolAnswer.NO):
        walk(series, WalkDoor.COUNTER, answer, minutes=25 if answer is ToolAnswer.YES else 60)
    walk(series, WalkDoor.TELEPHONE, ToolAnswer.YES)
    walk(series, WalkDoor.TELEPHONE, ToolAnswer.NO, end=WalkEnd.PROMISED)
    (detail,) = list_series(series.system)

    yes, no = list_lines(detail, None)

    assert [cell.other for cell in yes.cells] == [False, False, False, False]
    assert [cell.other for cell in no.cells] == [False, True, False, False]
    with translation.override("en"):
        assert describe_found(detail) == (
            "4 walks: a person always answered at the counter and by telephone"
        )


def test_each_walk_stands_beside_that_of_the_series_before():
    system = make_public_system()
    past = agree(system, quarter="2026-Q2")
    walk(past, WalkDoor.COUNTER, ToolAnswer.YES, end=WalkEnd.SENT_ON, minutes=40)
    walk(agree(system), WalkDoor.COUNTER, ToolAnswer.YES, non_take_up=NonTakeUp.UNOFFERED)
    now, before = list_series(system)

    (line,) = list_lines(now, before)

    assert (now.series.quarter, line.cells[0].before) == ("2026-Q3", "Sent elsewhere, 40 min")
    assert line.cells[0].lost.startswith("Not offered")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tasks": TASKS[:2]}, "Choose three tasks"),
        ({"paid": False}, "is paid for its walks"),
        ({"group": ""}, "Say which association"),
        ({"informed": date(2026, 10, 1)}, "No walk is noted yet"),
        ({"agreed": date(2027, 1, 1)}, "to come"),
    ],
)
def test_a_series_that_cannot_stand_says_why(changed, said):
    with pytest.raises(RecordRefused, match=said):
        agree(make_public_system(), **changed)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"minutes": 27}, "in fives"),
        ({"task": WalkTask.APPEAL}, "not one of the three"),
        ({"place": {}}, "Say where it ended"),
        ({"place": {"en": "x" * 81}}, "80"),
        ({"door": WalkDoor.BOT}, "walked by this way in already"),
    ],
)
def test_a_walk_that_cannot_stand_says_why(changed, said):
    series = agree(make_public_system())
    walk(series, WalkDoor.BOT, ToolAnswer.YES)
    with pytest.raises(RecordRefused, match=said):
        walk(series, changed.pop("door", WalkDoor.COUNTER), ToolAnswer.YES, **changed)


def test_no_row_says_when_a_path_was_walked_or_who_was_there():
    names = {each.name for each in Walk._meta.concrete_fields}
    assert not names & {"day", "hour", "agent", "walker", "by", "site"}

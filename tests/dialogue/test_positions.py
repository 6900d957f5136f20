"""Positions on writings: whose they are, when they are in force, how a limit moves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.dialogue.factories import ACT, POSITION, STAFF_ACT, WORKSHOP, note, respond
from tests.register.factories import make_public_system, make_system
from vecu.dialogue.models import WritingPosition
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.dialogue.rules import PositionHolder
from vecu.records.actions import change_record, remove_record, undo_move
from vecu.records.errors import RecordRefused
from vecu.records.queries import list_undoable_acts
from vecu.records.rules import ResponseVerb, Standing
from vecu.writings import (
    PartLimit,
    WritingSort,
    find_writing_kind,
    judge_part,
    list_limits,
    list_objections,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TODAY = date(2026, 12, 3)
DISPUTED = PartLimit(WritingSort.DISPUTED, {"en": "It pleads: we are asked each time."})
NOT_SO = {"en": "Nobody asked us."}
OWN = {"holder": PositionHolder.SERVICE, "organisation": "Social service of the Val-de-Sève"}
NEVER = {
    "writing": "guardianship",
    "parts": {},
    "never": {"en": "Case by case, between the court and the person."},
}


def list_in_force(system: Any, writing: str = "financial_aid", today: date = TODAY) -> Any:
    return list_limits(system.pk, writing, today)


def move(system: Any, first: Any, debate: Any, **changed: Any) -> Any:
    """Note version 2 by the representatives: the opinion becomes disputed."""
    moved = {**POSITION.parts, "opinion": DISPUTED}
    return note(
        system,
        POSITION,
        act=STAFF_ACT,
        **{
            "day": date(2026, 9, 3),
            "parts": moved,
            "previous": first.pk,
            "debate": debate.pk if debate else None,
            "in_favour": 11,
            "against": 7,
        }
        | changed,
    )


def test_a_limit_moves_after_its_debate_and_the_next_form_follows():
    system = make_system()
    first = note(system, POSITION, act=STAFF_ACT)
    respond(first, act=ACT)
    [before] = list_in_force(system)
    assert judge_part("opinion", [before]) is WritingSort.COLD

    debate = note(system, WORKSHOP, day=date(2026, 6, 18))
    second = move(system, first, debate)
    # Until the other side confirms it, forms stay with the first.
    assert [each.version for each in list_in_force(system)] == [1]
    respond(second, act=ACT)

    [after] = list_in_force(system)
    assert (after.version, judge_part("opinion", [after])) == (2, WritingSort.DISPUTED)
    first.refresh_from_db()
    assert (first.day, second.day) == (date(2026, 3, 12), date(2026, 9, 3))
    # It is in force since it was confirmed, on 28 November, whatever day the vote had.
    assert list_in_force(system, today=date(2026, 11, 27)) == []


@pytest.mark.parametrize(
    ("day", "changed", "field"),
    [
        (None, {}, "debate"),
        (date(2026, 3, 12), {}, "debate"),
        (date(2026, 9, 4), {}, "debate"),
        (date(2026, 6, 18), {"previous": None}, ""),
        (date(2026, 6, 18), {"holder": PositionHolder.STAFF}, "organisation"),
    ],
    ids=["no debate", "debate too early", "debate later", "no version before", "another holder"],
)
def test_a_limit_moves_in_no_other_way(day, changed, field):
    system = make_system()
    first = respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    debate = note(system, WORKSHOP, day=day) if day else None
    with pytest.raises(RecordRefused) as refusal:
        move(system, first, debate, **changed)
    assert field in refusal.value.problems


def test_what_is_in_force_is_neither_corrected_nor_removed_undone_or_contested():
    system = make_system()
    row = respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    with pytest.raises(RecordRefused, match="moves by a new version"):
        change_record(row, replace(POSITION, in_favour=12), revision=1, **STAFF_ACT)
    with pytest.raises(RecordRefused, match="stays, with its answer"):
        remove_record(row, revision=1, **STAFF_ACT)
    [added] = list_undoable_acts(system.scope, DIALOGUE)
    with pytest.raises(RecordRefused, match="stays, with its answer"):
        undo_move(row.dialogue, DIALOGUE, added.move, **STAFF_ACT)
    with pytest.raises(RecordRefused, match="moves by a new version"):
        respond(row, ResponseVerb.CONTEST, reason=NOT_SO, act=ACT)
    assert len(list_in_force(system)) == 1


@pytest.mark.parametrize("holder", [PositionHolder.ACCOMPANIED, PositionHolder.PROFESSIONALS])
@pytest.mark.parametrize(("act", "other"), [(ACT, STAFF_ACT), (STAFF_ACT, ACT)])
def test_no_side_alone_speaks_in_the_name_of_an_association(holder, act, other):
    system = make_system()
    row = note(system, POSITION, act=act, holder=holder)
    assert (row.standing, list_in_force(system)) == (Standing.CLAIMED, [])
    with pytest.raises(RecordRefused, match="Your side noted this"):
        respond(row, act=act)
    respond(row, act=other)
    assert len(list_in_force(system)) == 1


def test_the_service_speaks_for_itself_and_in_no_name_of_another():
    system = make_system()
    note(system, POSITION, **OWN)
    assert [each.organisation for each in list_in_force(system)] == [OWN["organisation"]]
    own = WritingPosition.objects.get()
    with pytest.raises(RecordRefused, match="moves by a new version"):
        remove_record(own, revision=1, **ACT)
    note(system, POSITION, act=STAFF_ACT)
    with pytest.raises(RecordRefused) as refusal:
        note(system, POSITION, holder=PositionHolder.SERVICE)
    assert "organisation" in refusal.value.problems


def test_a_contest_of_one_position_leaves_those_of_others():
    system = make_system()
    respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    other = note(system, POSITION, organisation="Parole et Toit", holder=PositionHolder.ACCOMPANIED)
    respond(other, ResponseVerb.CONTEST, reason=NOT_SO)
    assert [each.organisation for each in list_in_force(system)] == [POSITION.organisation]


def test_two_versions_after_one_do_not_both_come_into_force():
    system = make_system()
    first = respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    debate = note(system, WORKSHOP, day=date(2026, 6, 18))
    one, two = (move(system, first, debate) for _each in range(2))
    respond(one, act=ACT)
    with pytest.raises(RecordRefused, match="Another version has come into force"):
        respond(two, act=ACT)


def test_a_never_is_lifted_by_no_side_alone():
    system, kind = make_system(), find_writing_kind("guardianship")
    assert kind is not None
    assert list_objections(kind, list_in_force(system, kind.key)) == [kind.never]
    lifting = {"writing": kind.key, "parts": {}, "lifts": {"en": "Account lines only."}}
    with pytest.raises(RecordRefused, match="No side lifts a never alone"):
        note(system, POSITION, **OWN, **lifting)

    row = note(system, POSITION, act=STAFF_ACT, **lifting)
    assert list_objections(kind, list_in_force(system, kind.key)) == [kind.never]
    respond(row, act=ACT)
    assert list_objections(kind, list_in_force(system, kind.key)) == []

    # Another organisation that objects is enough, whatever the first lifted.
    note(system, POSITION, **OWN, **NEVER)
    assert list_objections(kind, list_in_force(system, kind.key)) == [NEVER["never"]]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"dissent": {}}, "dissent_fr"),
        ({"dissent": {"en": "No."}}, "dissent_en"),
        ({"in_favour": 8}, "in_favour"),
        ({"mandate": {}}, "mandate_fr"),
        ({"parts": {"opinion": PartLimit(WritingSort.COLD, {"en": "A form."})}}, "source_opinion"),
        ({"parts": {"opinion": PartLimit(WritingSort.WARM, {})}}, "argument_opinion_fr"),
        ({"parts": {}}, ""),
        ({"parts": {"recipe": DISPUTED}}, ""),
    ],
    ids=["dissent", "short", "votes", "mandate", "source", "argument", "parts", "other"],
)
def test_a_position_has_its_mandate_its_dissent_in_equal_space_and_an_argument_for_each_part(
    changed, field
):
    with pytest.raises(RecordRefused) as refusal:
        note(make_system(), POSITION, **changed)
    assert field in refusal.value.problems


def test_everybody_reads_who_confirmed_a_position_and_who_opened_that_account(client):
    system = make_public_system()
    row = respond(note(system, POSITION))
    page = client.get(f"/en/writings/financial_aid/{row.pk}/").content.decode()
    assert "Noted by those who answer for the system" in page
    assert "Confirmed by staff representatives on 28 November 2026." in page
    claimed = note(system, POSITION, organisation="Parole et Toit")
    page = client.get(f"/en/writings/financial_aid/{claimed.pk}/").content.decode()
    assert "claimed by management" in page
    assert client.get(f"/en/writings/home_visit/{row.pk}/").status_code == 404


def test_a_debate_stays_and_keeps_its_place_between_the_versions():
    system = make_system()
    first = respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    debate = note(system, WORKSHOP, day=date(2026, 6, 18))
    move(system, first, debate)
    with pytest.raises(RecordRefused, match="the workshop stays"):
        remove_record(debate, revision=1, **ACT)
    for day in (date(2026, 3, 1), date(2026, 10, 1)):
        with pytest.raises(RecordRefused) as refusal:
            change_record(debate, replace(WORKSHOP, day=day), revision=1, **ACT)
        assert "day" in refusal.value.problems

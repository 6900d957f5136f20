"""The calendar among the staff's pages: steps, notes read back, nothing typed is lost."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tests.evidence.factories import make_published_finding
from tests.groups.factories import ACT, STEP
from vecu.accounts.rules import Scope, ScopeKind
from vecu.groups.actions import agree_notes
from vecu.groups.content import NotesAgreement
from vecu.groups.models import GroupStep
from vecu.groups.rules import judge_step
from vecu.groups.vocabulary import StepState
from vecu.records.actions import add_record, change_record, remove_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]

CALENDAR = "/en/groups/val-de-seve/calendar/"
SENT = {"kind": "training", "day": "2026-10-06", "subject_en": "What a language model does"}


def address_of_step(step: GroupStep, page: str = "") -> str:
    return f"{CALENDAR}{step.pk}/{page}"


@pytest.fixture
def step(group) -> GroupStep:
    return add_record(group, STEP, **ACT)


@pytest.mark.parametrize(
    ("day", "has_notes", "is_agreed", "state"),
    [
        (date(2026, 11, 3), False, False, StepState.TO_COME),
        (date(2026, 11, 2), False, False, StepState.TODAY),
        (date(2026, 11, 1), False, False, StepState.WITHOUT_NOTES),
        (date(2026, 11, 2), True, False, StepState.TO_READ_BACK),
        (date(2026, 11, 1), True, True, StepState.AGREED),
    ],
)
def test_a_step_waits_for_its_day_its_notes_and_those_who_were_there(
    day, has_notes, is_agreed, state
):
    found = judge_step(day, date(2026, 11, 2), has_notes=has_notes, is_agreed=is_agreed)
    assert found is state


def test_an_empty_calendar_says_how_to_begin(lea, noor):
    assert "Nothing is planned yet." in lea.get(CALENDAR).text
    assert f'href="{CALENDAR}new/"' in lea.get(CALENDAR).text
    assert f'href="{CALENDAR}new/"' not in noor.get(CALENDAR).text


def test_a_step_is_added_and_stands_in_the_calendar(lea):
    added = lea.post(f"{CALENDAR}new/", SENT | {"day": "2030-10-06"})

    assert added.url == address_of_step(GroupStep.objects.get())
    page = lea.get(CALENDAR).text
    assert "Training of 6 October 2030" in page
    assert "To come" in page
    assert "Formation du 6 octobre 2030" in lea.get(CALENDAR.replace("/en/", "/fr/")).text


def test_a_session_leads_to_the_cards_that_were_chosen_for_it(lea):
    """In the order of the form; one that is taken back meanwhile is named nowhere any more."""
    findings = [make_published_finding(Scope(ScopeKind.STUDY, uuid4())) for _number in range(3)]
    chosen = sorted(str(each.pk) for each in findings[:2])
    row = lea.post(f"{CALENDAR}new/", SENT | {"cards": chosen})
    page = lea.get(row.url).text

    assert GroupStep.objects.get().cards == chosen
    assert f'href="/en/projector/?only={".".join(chosen)}"' in page
    form = lea.get(f"{row.url}change/").text
    assert form.count("checked") == 2
    refused = lea.post(f"{CALENDAR}new/", SENT | {"cards": [str(uuid4())]})
    assert "One of these findings was taken back or replaced." in refused.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": ""}, "Choose a kind of step."),
        ({"kind": "party"}, "Select a valid choice."),
        ({"day": ""}, "Give the day, such as 02/03/2026."),
        ({"day": "1949-12-31"}, "Check the year."),
        ({"subject_en": ""}, "Say what this step is about, in at least one language."),
    ],
)
def test_a_step_that_cannot_stand_keeps_what_was_typed(lea, changed, message):
    refused = lea.post(f"{CALENDAR}new/", SENT | {"material_fr": "ELIZA, 1966"} | changed)

    assert refused.status_code == 422
    assert message in refused.text
    assert "ELIZA, 1966" in refused.text
    assert not GroupStep.objects.exists()


def test_two_who_change_a_step_at_once_both_see_what_the_other_wrote(lea, step):
    change_record(step, replace(STEP, notes={"en": "Their notes"}), revision=1, **ACT)

    beside = lea.post(
        address_of_step(step, "change/"), SENT | {"revision": "1", "notes_en": "My notes"}
    )

    assert beside.status_code == 422
    assert "Their notes" in beside.text
    assert "My notes" in beside.text


def test_what_was_typed_about_a_step_that_is_gone_can_be_added_again(lea, step):
    where = address_of_step(step, "change/")
    remove_record(step, revision=1, **ACT)

    again = lea.post(where, SENT | {"revision": "1", "notes_en": "My notes"})

    assert again.status_code == 422
    assert "Somebody else has removed this in the meantime." in again.text
    assert "My notes" in again.text
    assert lea.get(where).status_code == 404


def test_notes_are_read_back_and_then_stay(lea, noor, step):
    where = address_of_step(step)
    assert f'href="{where}notes/"' in lea.get(where).text
    assert f'href="{where}notes/"' not in noor.get(where).text
    assert "We laughed, then we did not." in lea.get(f"{where}notes/").text

    sent = {"revision": "1", "present": "14", "agreed": "12"}
    refused = lea.post(f"{where}notes/", sent)
    assert refused.status_code == 422
    assert "Not all who were there agreed to these notes." in refused.text
    lea.post(f"{where}notes/", sent | {"objection_en": "Two of us did not laugh."})

    page = noor.get(where).text
    assert "Read back: 12 of 14 who were there agreed to these notes." in page
    assert "Two of us did not laugh." in page
    form = lea.get(f"{where}change/").text
    assert form.count("readonly") == 2
    kept = lea.post(f"{where}change/", SENT | {"revision": "2", "notes_en": "Other"})
    assert "Those who were there agreed to these notes." in kept.text


@pytest.mark.parametrize("sent", [{}, {"present": "many", "agreed": "1"}, {"present": "-3"}])
def test_numbers_of_people_are_whole_numbers(lea, step, sent):
    refused = lea.post(address_of_step(step, "notes/"), sent | {"revision": "1"})

    assert refused.status_code == 422
    assert "Write a whole number, such as 12." in refused.text


def test_nobody_agrees_to_notes_that_were_not_read_back(lea, step):
    change_record(step, replace(STEP, notes={"en": "Their notes"}), revision=1, **ACT)
    sent = {"revision": "1", "present": "9", "agreed": "9"}

    again = lea.post(address_of_step(step, "notes/"), sent)

    assert again.status_code == 422
    assert "Its notes stand below as they are now" in again.text
    assert "Their notes" in again.text
    assert 'value="9"' in again.text
    step.refresh_from_db()
    agree_notes(step, NotesAgreement(8, 8), revision=2, **ACT)
    beside = lea.post(address_of_step(step, "notes/"), sent | {"revision": "2"})
    assert "Other version:" in beside.text


def test_a_step_is_removed_and_a_stale_page_removes_nothing(lea, step):
    stale = lea.post(address_of_step(step, "remove/"), {"revision": "7"})
    assert stale.status_code == 422
    assert "Somebody else has changed this in the meantime." in stale.text

    assert lea.post(address_of_step(step, "remove/"), {"revision": "1"}).url == CALENDAR
    assert not GroupStep.objects.exists()
    assert lea.post(address_of_step(step, "remove/"), {"revision": "1"}).status_code == 404

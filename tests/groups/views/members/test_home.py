"""The first page of a member: one next step, the mandate, who sits there; and the calendar."""

from dataclasses import replace
from datetime import date

import pytest

from tests.groups.factories import ACT, STEP, open_on, take
from vecu.groups.actions import agree_notes
from vecu.groups.content import NotesAgreement
from vecu.groups.round_actions import close_round
from vecu.groups.vocabulary import HypothesisStance
from vecu.records.actions import add_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/en/my-group/"
CALENDAR = f"{HOME}calendar/"


def read_next_step(phone) -> str:
    """Return what stands in the one place for what is next."""
    return phone.get(HOME).text.partition('class="next"')[2].partition("</div>")[0]


def agree(step, agreed=8, objection=None):
    step.refresh_from_db()
    content = NotesAgreement(9, agreed, objection or {})
    return agree_notes(step, content, revision=step.revision, **ACT)


def test_one_step_is_next_and_a_position_to_take_goes_first(phone, members, group, today):
    assert "There is nothing to do just now." in phone.get(HOME).text
    step = add_record(group, STEP, **ACT)
    agree(step, objection={"en": "Some laughed on."})
    assert "Notes to read" in read_next_step(phone)
    sealed = open_on(group, 1, 2)
    assert "2 of 2 hypotheses wait for your position." in read_next_step(phone)
    for place in (1, 2):
        take(members[0], sealed, HypothesisStance.AGREE, place=place)
    assert "You have taken position on everything." in read_next_step(phone)
    close_round(sealed, by="lea", now=today)
    assert "First round: the results are in." in read_next_step(phone)
    assert phone.get(HOME).text.count('class="next"') == 1


def test_the_mandate_says_who_asks_who_answers_and_what_it_does_not_say(phone):
    page = phone.get(HOME).text

    assert "The department’s council" in page
    assert "31 March 2027" in page
    assert "The mandate sheet does not say:" in page
    assert "The group represents only itself." in page


def test_members_see_who_sits_with_them(phone):
    page = phone.get(HOME).text

    assert "Member 14 (researchers)" in page
    assert "Member 2 (accompanied people)" in page


def test_notes_are_read_once_they_were_agreed_to(phone, group, today):
    step = add_record(group, STEP, **ACT)
    add_record(
        group, replace(STEP, day=date(2026, 12, 1), subject={"fr": "Le scribe"}, notes={}), **ACT
    )
    page = phone.get(CALENDAR).text
    assert "We laughed" not in page
    assert "Written, not read back yet." in page
    assert page.index("To come") < page.index("Le scribe") < page.index("What took place")
    agree(step, objection={"en": "Some laughed on."})
    page = phone.get(CALENDAR).text

    assert "We laughed, then we did not." in page
    assert "8 of 9" in page
    assert "Some laughed on." in page
    assert f'id="step-{step.pk}"' in page

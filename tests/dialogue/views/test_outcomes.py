"""An avis is noted, what holds on ends; the register's form opens filled in, and only that."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    AVIS,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    NOW,
    STAFF_ACT,
    WITHDRAWN,
    WORKSHOP,
    note,
    note_now,
    note_point,
)
from tests.dialogue.views.addresses import DIALOGUE, address_of_row
from vecu.dialogue.actions import end_dialogue_entry, note_avis
from vecu.dialogue.models import AgendaItem, StaffConsultation
from vecu.dialogue.rules import (
    ENDINGS,
    Avis,
    ClauseCause,
    Ending,
    StaffBody,
)
from vecu.dialogue.sentences import describe_cause
from vecu.records.rules import Side
from vecu.register.models import Consultation

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SENT_AVIS = {
    "avis": "unfavourable",
    "avis_day": "2026-02-20",
    "avis_reference": "Minutes 2026-02, item 4",
    "avis_reasons_en": "No training is foreseen.",
    "revision": "1",
}
SENT_END = {
    "ended_day": "2026-11-20",
    "ended_by": "Direction of the service",
    "ended_reason_en": "It was replaced.",
    "revision": "1",
}
LASTING = [
    (content, ending)
    for kind, content in (
        ("agreement", AGREEMENT),
        ("commitment", COMMITMENT),
        ("clause", CLAUSE),
        ("agenda item", AGENDA),
    )
    for ending in ENDINGS[kind]
]


@pytest.mark.parametrize(("content", "ending"), LASTING)
def test_what_holds_ends_with_who_says_so_and_why(lea, system, content, ending):
    row = note(system, content)
    form = lea.get(address_of_row(row, "end/"))
    assert form.status_code == 200
    assert f'value="{ending}"' in form.text

    ended = lea.post(address_of_row(row, "end/"), SENT_END | {"ended": ending})

    assert ended.status_code == 302, ended.text
    row.refresh_from_db()
    assert (row.ending, row.ended_by) == (ending, "Direction of the service")
    page = lea.get(ended.url).text
    for text in ("20 November 2026", "Direction of the service", "It was replaced."):
        assert text in page
    assert "This has ended." in page
    again = lea.get(address_of_row(row, "end/"))
    assert again.status_code == 422
    assert "This has ended. Undo its end first, or note another one." in again.text
    assert lea.get(address_of_row(row, "change/")).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"ended": ""}, "ended", "Say how it ended."),
        ({"ended": "answered"}, "ended", "Select a valid choice"),
        ({"ended_day": ""}, "ended_day", "Give the day"),
        ({"ended_day": "2026-09-01"}, "ended_day", "It began on 15 September 2026"),
        ({"ended_by": ""}, "ended_by", "Say on behalf of which group or function."),
        ({"ended_by": "LEA"}, "ended_by", "is one member. Name the function or the group."),
        ({"ended_reason_en": " "}, "ended_reason_fr", "Say why, or what came of it."),
    ],
)
def test_an_end_that_lacks_something_keeps_the_rest(lea, system, changed, field, message):
    row = note(system, AGREEMENT)

    refused = lea.post(address_of_row(row, "end/"), SENT_END | {"ended": "withdrawn"} | changed)

    assert refused.status_code == 422
    assert f'href="#id_{field}' in refused.text
    assert message in refused.text
    row.refresh_from_db()
    assert row.ending is None


def test_two_people_who_end_the_same_at_once_both_see_it(lea, system):
    row = note(system, AGREEMENT)
    end_dialogue_entry(row, WITHDRAWN, revision=1, **ACT)

    refused = lea.post(address_of_row(row, "end/"), SENT_END | {"ended": "denounced"})

    assert refused.status_code == 422
    assert "Withdrawn by those who signed it" in refused.text


def test_what_is_a_fact_of_its_day_does_not_end(lea, system):
    for content in (WORKSHOP, CONSULTATION):
        assert lea.get(address_of_row(note(system, content), "end/")).status_code == 404
    assert lea.get(address_of_row(note(system, AGREEMENT), "avis/")).status_code == 404


def test_either_side_answers_an_item_of_a_clause_and_nobody_removes_it(lea, rosa, system):
    clause = note(system, CLAUSE)
    item = AgendaItem.objects.create(
        dialogue=clause.dialogue,
        day=NOW.date(),
        clause=clause,
        cause=ClauseCause.HIDDEN,
        month="2026-09",
    )
    page = lea.get(address_of_row(item)).text
    assert describe_cause(item) in page
    assert "Put here by a review clause, not by a member" in page
    assert "A review clause put this on the agenda: answer it, it stays." in page
    assert describe_cause(item) in lea.get(address_of_row(clause)).text
    removed = lea.post(address_of_row(item, "remove/"), {"revision": "1"})
    assert removed.status_code == 422

    sent = SENT_END | {"ended": Ending.ANSWERED, "ended_day": str(NOW.date())}
    assert rosa.post(address_of_row(item, "end/"), sent).status_code == 302
    item.refresh_from_db()
    assert item.ending is Ending.ANSWERED


def test_what_one_side_answered_neither_change(lea, rosa, system):
    item = note(system, AGENDA)
    sent = SENT_END | {"ended": Ending.ANSWERED}
    assert rosa.post(address_of_row(item, "end/"), sent).status_code == 302
    assert lea.get(address_of_row(item, "change/")).status_code == 422


# --- Avis


def test_an_avis_is_noted_and_corrected_by_who_noted_it(lea, system):
    row = note(system, CONSULTATION)
    assert "Note the opinion" in lea.get(address_of_row(row)).text

    noted = lea.post(address_of_row(row, "avis/"), SENT_AVIS)

    assert noted.status_code == 302, noted.text
    page = lea.get(noted.url).text
    for text in ("Unfavourable opinion", "Minutes 2026-02, item 4", "No training is foreseen."):
        assert text in page
    assert "Correct the opinion" in page
    form = lea.get(address_of_row(row, "avis/")).text
    assert re.search('value="unfavourable"[^>]*checked', form)
    sent = SENT_AVIS | {"avis": "favourable", "revision": "2"}
    assert lea.post(address_of_row(row, "avis/"), sent).status_code == 302
    assert StaffConsultation.objects.get().avis == Avis.FAVOURABLE


def test_only_a_cst_can_have_equal_votes(lea, system):
    cse = note(system, CONSULTATION)
    cst = note(system, CONSULTATION, body_kind=StaffBody.CST)

    assert "Votes were equal" not in lea.get(address_of_row(cse, "avis/")).text
    assert "Votes were equal" in lea.get(address_of_row(cst, "avis/")).text
    sent = SENT_AVIS | {"avis": "equal vote"}
    assert lea.post(address_of_row(cse, "avis/"), sent).status_code == 422
    assert lea.post(address_of_row(cst, "avis/"), sent).status_code == 302


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"avis": ""}, "avis", "Say what the opinion was."),
        ({"avis_day": "2026-01-30"}, "avis_day", "handed over on 31 January 2026"),
        ({"avis_reference": ""}, "avis_reference", "Say where the opinion can be read"),
    ],
)
def test_an_avis_that_lacks_something_keeps_the_rest(lea, system, changed, field, message):
    row = note(system, CONSULTATION)

    refused = lea.post(address_of_row(row, "avis/"), SENT_AVIS | changed)

    assert refused.status_code == 422
    assert f'href="#id_{field}' in refused.text
    assert message in refused.text
    assert "No training is foreseen." in refused.text


def test_an_avis_that_representatives_noted_nobody_else_corrects(lea, rosa, system):
    row = note(system, CONSULTATION)
    assert rosa.post(address_of_row(row, "avis/"), SENT_AVIS).status_code == 302

    page = lea.get(address_of_row(row)).text
    assert "Correct the opinion" not in page
    for refused in (
        lea.get(address_of_row(row, "avis/")),
        lea.post(address_of_row(row, "avis/"), SENT_AVIS | {"revision": "2"}),
    ):
        assert refused.status_code == 422
        assert "Staff representatives noted this opinion: only they can correct it." in refused.text
    assert rosa.get(address_of_row(row, "avis/")).status_code == 200
    assert StaffConsultation.objects.get().avis_side == Side.STAFF


def test_two_people_who_note_an_avis_at_once_both_see_it(lea, system):
    row = note(system, CONSULTATION)
    note_avis(row, replace(AVIS, avis=Avis.FAVOURABLE), revision=1, **ACT)

    refused = lea.post(address_of_row(row, "avis/"), SENT_AVIS)

    assert refused.status_code == 422
    assert "Somebody else has changed this in the meantime." in refused.text
    assert "Other version:" in refused.text
    assert "Favourable" in refused.text


# --- The register


def read_offer(browser: Client, row) -> dict[str, str]:
    """Return the hidden fields of the form that opens that of the register."""
    page = browser.get(address_of_row(row)).text
    form = page.partition('systems/job-offers/consultation/new/"')[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_a_settled_consultation_opens_the_form_of_the_register_filled_in(lea, system):
    row = note(system, CONSULTATION)
    note_avis(row, AVIS, revision=1, **STAFF_ACT)

    offer = read_offer(lea, row)

    assert offer == {
        "kind": "held",
        "day": "2026-02-20",
        "body": "CSE of the employment service",
        "reference": "Minutes 2026-02, item 4",
        "outcome": "unfavourable",
    }
    form = lea.post("/en/systems/job-offers/consultation/new/", offer | {"find": "yes"})
    assert form.status_code == 200
    for value in offer.values():
        assert f'value="{value}"' in form.text
    assert not Consultation.objects.exists()

    assert lea.post("/en/systems/job-offers/consultation/new/", offer).status_code == 302
    assert Consultation.objects.get().body == offer["body"]
    assert read_offer(lea, row) == {}


def test_silence_is_offered_with_the_last_day_and_what_waits_is_not(lea, system):
    note(system, CONSULTATION)
    waiting = note_now(system, CONSULTATION, day=localdate() - timedelta(days=8))

    assert read_offer(lea, StaffConsultation.objects.first())["day"] == "2026-02-28"
    assert read_offer(lea, waiting) == {}


def test_representatives_write_nothing_in_the_register(rosa, system):
    row = note(system, CONSULTATION)

    assert read_offer(rosa, row) == {}
    assert "No opinion in time" in rosa.get(f"{DIALOGUE}consultations/{row.pk}/").text


def find_primary(page: str) -> list[str]:
    """Return the words of the buttons that stand out."""
    return re.findall(r'class="btn"[^>]*>([^<]*)<', page)


def test_what_an_entry_waits_for_stands_out_and_nothing_else(lea, rosa, system):
    yesterday = localdate() - timedelta(days=1)
    consultation, item = note_now(system, CONSULTATION, day=yesterday), note(system, AGENDA)
    assert find_primary(lea.get(address_of_row(consultation)).text) == ["Note the opinion"]
    assert find_primary(lea.get(address_of_row(item)).text) == ["Add a workshop"]
    assert find_primary(rosa.get(address_of_row(item)).text) == ["Answer it"]

    workshop = note(system, WORKSHOP)
    avis, act = replace(AVIS, avis_day=localdate()), ACT | {"now": now()}
    note_avis(consultation, avis, revision=1, **act)
    assert find_primary(lea.get(address_of_row(item)).text) == [
        "Take it up with a point of the latest workshop"
    ]
    note_point(system, workshop, answers=item.pk)
    assert find_primary(lea.get(address_of_row(item)).text) == ["Answer it"]
    assert find_primary(lea.get(address_of_row(workshop)).text) == ["Add a point"]
    assert find_primary(lea.get(address_of_row(consultation)).text) == [
        "Open the form of the register"
    ]
    assert find_primary(lea.get(address_of_row(note(system, AGREEMENT))).text) == []

"""Points stand on what people tell inquiries, as far as everybody may read it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.coding.factories import LONG_AGO, Room, make_room
from tests.dialogue.factories import (
    ACT,
    AGENDA,
    NOW,
    WITHDRAWN,
    WORKSHOP,
    note,
    note_point,
)
from tests.register.factories import make_system
from vecu.accounts.queries import get_member
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.queries import get_dialogue_detail
from vecu.dialogue.rules import Ending
from vecu.evidence.choice import format_reference
from vecu.evidence.sources import Audience, EvidenceState, Reference
from vecu.records.actions import change_record
from vecu.records.errors import RecordRefused
from vecu.register.models import System
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, EARLIER = "It flags a car where no bus runs.", "I check all of it."


@pytest.fixture
def system() -> System:
    return make_system()


@pytest.fixture
def room() -> Room:
    """Two people's words are released; the second read a promise from before words were public."""
    room = make_room(
        *({"limit": words} for words in (WORDS, EARLIER)), promise=3, released=LONG_AGO
    )
    for words in (WORDS, EARLIER):
        room.codes("ana", words)
    Answer.objects.filter(pk=room.text(EARLIER).answer_id).update(promise=2)
    return room


def cite(room: Room, words: str) -> Reference:
    quotation = room.release(words)
    return Reference("quotation", quotation.id, quotation.revision)


def read_evidence(system: System) -> list[tuple[EvidenceState, str]]:
    (workshop,) = get_dialogue_detail(system.scope, Audience.EVERYBODY, NOW.date()).workshops
    return [(one.state, one.quotation) for point in workshop.points for one in point.evidence]


def test_a_point_stands_on_words_that_everybody_may_read_until_their_author_withdraws(system, room):
    note_point(system, note(system, WORKSHOP), references=[cite(room, WORDS)])

    assert read_evidence(system) == [(EvidenceState.STANDING, WORDS)]
    room.withdraw(WORDS)
    assert read_evidence(system) == [(EvidenceState.GONE, "")]


def test_an_answer_repeats_no_words_that_its_item_stands_on(system, room):
    """They go with their author; in the answer they would stay."""
    item = note(system, AGENDA, references=[cite(room, WORDS)])
    repeated = {"en": f"Somebody wrote: “{WORDS}” We ask first."}
    answer = replace(WITHDRAWN, ended=Ending.ANSWERED, ended_reason=repeated)

    with pytest.raises(RecordRefused) as refused:
        end_dialogue_entry(item, answer, revision=1, **ACT)
    assert list(refused.value.problems) == ["ended_reason_en"]


def test_words_for_members_of_an_inquiry_only_cannot_carry_a_point(system, room):
    with pytest.raises(RecordRefused) as refused:
        note_point(system, note(system, WORKSHOP), references=[cite(room, EARLIER)])
    assert list(refused.value.problems) == ["evidence"]


def test_the_form_of_a_point_offers_words_that_everybody_may_read(client, system, room):
    public, reserved = cite(room, WORDS), cite(room, EARLIER)
    workshop = note(system, WORKSHOP)
    client.force_login(get_member("lea"))
    address = f"/en/systems/job-offers/dialogue/points/new/?workshop={workshop.pk}"
    page = client.get(address).text
    assert WORDS in page
    assert format_reference(reserved) not in page

    point = {
        "workshop": workshop.pk,
        "statement_en": "Ask first",
        "position_users": "shared",
        "position_management": "shared",
        "evidence": format_reference(public),
    }
    added = client.post(address, point)
    assert added.status_code == 302, added.text
    assert read_evidence(system) == [(EvidenceState.STANDING, WORDS)]


def test_no_point_cites_words_that_were_published_after_its_workshop(system, room):
    """The words are of 1 March 2026: a workshop of the day before cannot have read them."""
    early = note(system, WORKSHOP, day=date(2026, 2, 28))
    cited = cite(room, WORDS)
    with pytest.raises(RecordRefused) as refused:
        note_point(system, early, references=[cited])
    assert "dates from 1 March 2026" in refused.value.problems["evidence"]

    workshop = note(system, WORKSHOP)
    note_point(system, workshop, references=[cited])
    with pytest.raises(RecordRefused) as refused:
        change_record(workshop, replace(WORKSHOP, day=date(2026, 2, 28)), revision=1, **ACT)
    assert "dates from 1 March 2026" in refused.value.problems["day"]

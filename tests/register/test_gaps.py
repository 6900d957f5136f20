"""What a system prescribes, and the real situations in which people do otherwise."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from tests.coding.factories import LONG_AGO, Room, make_room
from tests.register.factories import GAP, VERSION, make_entry, make_system
from vecu.accounts.queries import get_member
from vecu.evidence.choice import format_reference
from vecu.evidence.sources import Audience, EvidenceState, Reference
from vecu.records.actions import change_record
from vecu.records.errors import RecordRefused
from vecu.records.models import Act
from vecu.register.models import System, SystemGap
from vecu.register.queries import get_system_detail
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, EARLIER = "I explain it each time and it forgets.", "I check all of it."
ACT = {"by": "lea", "now": datetime(2026, 11, 28, tzinfo=UTC)}


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


def refuse(system: System, **changed) -> dict[str, str]:
    with pytest.raises(RecordRefused) as refused:
        make_entry(system, GAP, **changed)
    return dict(refused.value.problems)


def test_a_situation_stands_beside_public_words_which_are_not_stored_with_it(system, room):
    make_entry(system, GAP, references=[cite(room, WORDS)])
    (shown,) = get_system_detail(system, Audience.EVERYBODY).gaps

    assert [each.quotation for each in shown.evidence] == [WORDS]
    assert "forgets" not in repr(list(Act.objects.values_list("after", flat=True)))


def test_words_that_their_author_takes_back_are_gone_from_it(system, room):
    gap = make_entry(system, GAP, references=[cite(room, WORDS)])
    room.withdraw(WORDS)
    (shown,) = get_system_detail(system, Audience.EVERYBODY).gaps
    change_record(gap, GAP, revision=1, **ACT)

    assert [(each.state, each.quotation) for each in shown.evidence] == [(EvidenceState.GONE, "")]
    assert get_system_detail(system, Audience.EVERYBODY).gaps[0].evidence == []


def test_words_for_members_only_and_anything_of_the_log_cannot_stand_there(system, room):
    for reference in (cite(room, EARLIER), Reference("log_figure", uuid4(), 1)):
        problems = refuse(system, references=[reference])
        assert problems == {"evidence": "Something that you ticked is not public, or is gone."}


def test_a_situation_does_not_repeat_the_words_that_stand_beside_it(system, room):
    own = {"en": "Agents explain it each time and nothing comes of it."}
    problems = refuse(system, practice=own, references=[cite(room, WORDS)])

    assert list(problems) == ["practice_en"]
    assert "“explain it each time and”" in problems["practice_en"]


def test_a_situation_has_a_rule_and_a_group_that_is_nobody_alone(system):
    assert refuse(system, rule={}, situation={}, group="").keys() == {
        "rule_fr",
        "situation_fr",
        "group",
    }
    assert "is one member" in refuse(system, group="lea")["group"]


# --- On the page of its staff


ADDRESS = "/en/systems/job-offers/situations/"
POSTED = {
    "rule_en": "“Car required” may discriminate.",
    "situation_en": "The first bus comes at 9:40, work starts at 6.",
    "day": "2026-10-02",
    "group": "Six agents",
}


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner, who has no role in the inquiry."""
    client.force_login(get_member("lea"))
    return client


def test_who_describes_a_situation_ticks_words_that_everybody_may_read(lea, room):
    reserved, public = cite(room, EARLIER), cite(room, WORDS)
    page = lea.get(ADDRESS)
    assert WORDS in page.text
    assert EARLIER not in page.text

    lea.post(f"{ADDRESS}new/", POSTED | {"evidence": format_reference(public)})
    assert SystemGap.objects.get().cited == [public]
    assert WORDS in lea.get(ADDRESS).text

    refused = lea.post(f"{ADDRESS}new/", POSTED | {"evidence": format_reference(reserved)})
    assert refused.status_code == 422
    assert "is not public, or is gone" in refused.text


def test_looking_for_words_keeps_what_is_typed_and_what_is_ticked(lea, room):
    public = cite(room, WORDS)
    sent = POSTED | {"evidence": format_reference(public), "words": "forgets", "find": "yes"}
    page = lea.post(f"{ADDRESS}new/", sent)

    assert not SystemGap.objects.exists()
    assert "The first bus comes at 9:40" in page.text
    assert f'value="{format_reference(public)}" checked' in page.text


def test_words_withdrawn_meanwhile_can_be_unticked_and_nothing_of_them_is_there(lea, system, room):
    gap = make_entry(system, GAP, references=[cite(room, WORDS)])
    room.withdraw(WORDS)
    page = lea.get(f"{ADDRESS}{gap.pk}/")

    assert WORDS not in page.text
    assert "Evidence no longer available." in page.text or "no longer" in page.text

    lea.post(f"{ADDRESS}{gap.pk}/", POSTED | {"revision": "1"})
    gap.refresh_from_db()
    assert gap.references == []


def test_an_inquiry_without_public_words_names_nothing(lea):
    assert "No inquiry has published any words yet." in lea.get(ADDRESS).text


def test_the_history_says_what_was_done_to_a_situation(lea, system):
    lea.post(f"{ADDRESS}new/", POSTED)
    page = lea.get("/en/systems/job-offers/history/").text

    assert "added a real situation" in page


def test_a_situation_or_a_version_cites_no_words_that_were_published_after_its_day(
    lea, system, room
):
    cited = cite(room, WORDS)
    for content in (GAP, VERSION):
        with pytest.raises(RecordRefused) as refused:
            make_entry(system, content, day=date(2026, 2, 28), references=[cited])
        assert "dates from 1 March 2026" in refused.value.problems["evidence"]

    sent = POSTED | {"day": "2026-02-28", "evidence": format_reference(cited)}
    page = lea.post(f"{ADDRESS}new/", sent)
    assert page.status_code == 422
    assert "this is dated 28 February 2026" in page.text
    assert f'value="{format_reference(cited)}" checked' in page.text
    assert POSTED["situation_en"] in page.text

"""A version of a system cites words that everybody reads, and repeats none of them."""

import pytest

from tests.coding.factories import LONG_AGO, make_room
from tests.register.factories import VERSION, make_entry, make_system
from vecu.accounts.queries import get_member
from vecu.evidence.choice import format_reference
from vecu.evidence.sources import Audience, Reference
from vecu.records.errors import RecordRefused
from vecu.register.queries import get_system_detail
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS = "I explain it each time and it forgets."


@pytest.fixture
def cited() -> Reference:
    room = make_room({"limit": WORDS}, promise=3, released=LONG_AGO)
    room.codes("ana", WORDS)
    quotation = room.release(WORDS)
    return Reference("quotation", quotation.id, quotation.revision)


def test_its_form_offers_words_that_everybody_reads_and_the_version_stands_on_them(client, cited):
    system = make_system()
    client.force_login(get_member("lea"))
    page = client.get("/en/systems/job-offers/versions/").content.decode()
    assert format_reference(cited) in page

    make_entry(system, VERSION, references=[cited])
    [detail] = get_system_detail(system, Audience.EVERYBODY).versions
    assert [each.quotation for each in detail.evidence] == [WORDS]


def test_words_for_members_only_and_words_repeated_in_its_text_are_refused(cited):
    system = make_system()
    with pytest.raises(RecordRefused) as refused:
        make_entry(system, VERSION, references=[cited], changes={"en": f"Some say: {WORDS}"})
    assert "words of a quotation" in refused.value.problems["changes_en"]

    Answer.objects.update(promise=2)
    with pytest.raises(RecordRefused) as refused:
        make_entry(system, VERSION, references=[cited])
    assert list(refused.value.problems) == ["evidence"]

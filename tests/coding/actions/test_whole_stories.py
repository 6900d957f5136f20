"""Whole stories: only where their author says so, checked by name, down at one press, erased."""

import pytest
from django.test import Client

from tests.coding.factories import RECEIPT, Room, make_room
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.models import WholeStory
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LIMIT, STRATEGY, PRIVATE = "It invents laws.", "I check all of it.", "I keep this for the team."
PAGE, CHECK = "/en/findings/stories/stories/", "/en/studies/stories/coding/whole-stories/"


@pytest.fixture
def room() -> Room:
    """One lets everybody read a story, one does not, one answered before promise 6."""
    room = make_room(
        {"limit": LIMIT, "strategy": STRATEGY, "whole": "yes"},
        {"limit": PRIVATE, "whole": "no"},
        {"limit": "Too long.", "whole": "yes"},
        promise=6,
    )
    Answer.objects.filter(pk=room.text("Too long.").answer_id).update(promise=5)
    room.users["lea"] = make_member("lea", room.study, Role.RESEARCHER)
    return room


@pytest.fixture
def lead(room) -> Client:
    lead = Client()
    lead.force_login(room.users["lea"])
    return lead


def decide(room: Room, lead: Client, **sent: str):
    text = room.text(LIMIT)
    return lead.post(CHECK, {"story": f"{text.answer_id}/{text.story}", **sent})


def publish(room: Room, lead: Client) -> WholeStory:
    assert decide(room, lead, do="publish", checked="yes").status_code == 302
    return WholeStory.objects.get()


def test_only_a_story_that_its_author_permits_under_the_promise_is_offered(room, lead):
    page = lead.get(CHECK).content.decode()
    assert LIMIT in page
    assert PRIVATE not in page
    assert "Too long." not in page
    for told, words in (("no", PRIVATE), ("earlier promise", "Too long.")):
        text = room.text(words)
        sent = {"story": f"{text.answer_id}/{text.story}", "do": "publish", "checked": "yes"}
        assert lead.post(CHECK, sent).status_code == 410, told
    assert not WholeStory.objects.exists()


def test_it_is_published_once_a_named_member_has_ticked(room, lead, client):
    refused = decide(room, lead, do="publish")
    assert refused.status_code == 422
    assert "tick that nobody who is accompanied" in refused.content.decode()
    assert client.get(PAGE).status_code == 404
    assert publish(room, lead).checked_by == "lea"
    page = client.get(PAGE).content.decode()
    assert LIMIT in page
    assert STRATEGY in page
    assert "lea" not in page.partition("<main")[2].replace("release", "")


def test_words_that_a_quotation_leaves_out_keep_the_whole_story_back(room, lead):
    room.codes("ana", LIMIT)
    room.release_again(room.withhold(room.release(LIMIT)), "It […]")
    refused = decide(room, lead, do="publish", checked="yes")
    assert refused.status_code == 422
    assert "Withhold the quotation first." in refused.content.decode()


def test_its_quotations_are_not_read_twice(room, lead, client):
    room.codes("ana", LIMIT)
    room.release(LIMIT)
    publish(room, lead)
    assert client.get(PAGE).content.decode().count(LIMIT) == 1


def test_any_reader_takes_it_down_at_once_and_a_member_puts_it_back(room, lead, client):
    story = publish(room, lead)
    down = f"{PAGE}{story.pk}/down/"
    assert f'action="{down}"' in client.get(PAGE).content.decode()
    for _time in range(2):  # pressing twice says the same
        done = client.post(down)
        assert done.status_code == 200
        assert "The story is taken down" in done.content.decode()
        assert not done.cookies
    assert client.get(f"{PAGE}{story.pk}/").status_code == 404
    assert client.get(down).status_code == 405
    assert "A reader took 1 whole story down." in lead.get("/en/studies/stories/").content.decode()
    assert "Put it back" in lead.get(CHECK).content.decode()
    publish(room, lead)
    assert client.get(f"{PAGE}{story.pk}/").status_code == 200


def test_a_withdrawal_erases_it_and_the_receipt_names_it_before(room, lead, client):
    publish(room, lead)
    answer = Answer.objects.filter(pk=room.text(LIMIT).answer_id)
    answer.update(receipt=get_fingerprint(RECEIPT))
    read = client.post("/en/take/stories/mine/", {"code": RECEIPT}).content.decode()
    assert "A story of yours, whole" in read
    room.withdraw(LIMIT)
    assert not WholeStory.objects.exists()
    assert client.get(PAGE).status_code == 404
    assert decide_gone(lead).status_code == 410


def decide_gone(lead: Client):
    return lead.post(CHECK, {"story": "nobody/story[1]", "do": "publish", "checked": "yes"})

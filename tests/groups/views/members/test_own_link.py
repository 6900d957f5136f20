"""A link that only its member has seen takes the place of the one that was handed over."""

import re

import pytest

from tests.groups.factories import AGREE, open_on, take
from tests.groups.views.members.conftest import open_phone
from vecu.groups.member_actions import find_member_by_link
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE = "/en/my-group/place/link/"


def propose(phone) -> dict[str, str]:
    """Open the page, and return what its button sends."""
    page = phone.get(PAGE).content.decode()
    return {"proposed": re.search(r'name="proposed" value="(\w+)"', page)[1]}


def test_whoever_has_a_copy_of_the_link_reads_nothing_any_more(phone, token, group, members):
    take(members[0], open_on(group), AGREE, "It gave me an hour.")
    assert find_member_by_link(token) == members[0]
    assert "a link of your own prevents it" in phone.get(PAGE).content.decode()
    events = Act.objects.count()

    response = phone.post(PAGE, propose(phone))

    own = re.search(r"/my-group/enter/(\w+)/", response.content.decode())[1]
    assert find_member_by_link(token) is None
    assert find_member_by_link(own) == members[0]
    assert response["Cache-Control"] == "no-store"
    assert Act.objects.count() == events


def test_the_phone_stays_open_and_the_new_link_shows_what_was_written(phone, today, group, members):
    take(members[0], open_on(group), AGREE, "It gave me an hour.")
    own = re.search(r"/my-group/enter/(\w+)/", phone.post(PAGE, propose(phone)).content.decode())[1]

    for browser in (phone, open_phone(own)):
        page = f"/en/my-group/positions/{group.rounds.get().hypotheses.get().pk}/"
        assert "It gave me an hour." in browser.get(page).content.decode()
    assert own not in phone.get("/en/my-group/place/").content.decode()


def test_a_button_tapped_twice_shows_the_same_link_twice_and_closes_nothing(phone, token, members):
    sent, held = propose(phone), phone.cookies.output()
    first = phone.post(PAGE, sent)
    phone.cookies.load(held.replace("Set-Cookie: ", ""))  # the browser reads the second answer only

    second = phone.post(PAGE, sent)

    assert second.status_code == 200
    assert second.content == first.content
    assert find_member_by_link(sent["proposed"]) == members[0]
    assert phone.get("/en/my-group/").status_code == 200


def test_a_link_that_this_browser_was_not_given_is_not_taken(phone, token, members):
    response = phone.post(PAGE, {"proposed": "a" * 64})

    assert "a link of your own prevents it" in response.content.decode()
    assert find_member_by_link(token) == members[0]

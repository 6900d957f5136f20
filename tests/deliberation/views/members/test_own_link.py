"""A link that only its member has seen takes the place of the one that was handed over."""

import re

import pytest

from tests.deliberation.groups.factories import AGREE, open_on, take
from tests.deliberation.views.members.conftest import open_phone
from vecu.deliberation.group_models import GroupEvent
from vecu.deliberation.groups.member_actions import find_member_by_link

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE = "/en/my-group/place/link/"


def test_whoever_has_a_copy_of_the_link_reads_nothing_any_more(phone, token, group, members):
    take(members[0], open_on(group), AGREE, "It gave me an hour.")
    assert find_member_by_link(token) == members[0]
    assert "a link of your own makes sure" in phone.get(PAGE).content.decode()
    events = GroupEvent.objects.count()

    response = phone.post(PAGE)

    own = re.search(r"/my-group/enter/(\w+)/", response.content.decode())[1]
    assert find_member_by_link(token) is None
    assert find_member_by_link(own) == members[0]
    assert response["Cache-Control"] == "no-store"
    assert GroupEvent.objects.count() == events


def test_the_phone_stays_open_and_the_new_link_shows_what_was_written(phone, today, group, members):
    take(members[0], open_on(group), AGREE, "It gave me an hour.")
    own = re.search(r"/my-group/enter/(\w+)/", phone.post(PAGE).content.decode())[1]

    for browser in (phone, open_phone(own)):
        page = f"/en/my-group/positions/{group.rounds.get().hypotheses.get().pk}/"
        assert "It gave me an hour." in browser.get(page).content.decode()
    assert own not in phone.get("/en/my-group/place/").content.decode()

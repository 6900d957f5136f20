"""A member's own place: name, college, what they declare and agree to, and leaving."""

import pytest
from django.conf import settings

from tests.groups.factories import ACT, AGREE, open_on, take
from tests.groups.views.members.conftest import open_phone
from vecu.groups import member_actions
from vecu.groups.models import GroupMember, HypothesisPosition
from vecu.groups.round_actions import close_round
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/en/my-group/"
PLACE = f"{HOME}place/"
LEAVE = f"{PLACE}leave/"
GROUP = {"group": "val-de-seve"}


def change(phone, name, value=None):
    sent = GROUP | {"change": name} | ({name: value} if value is not None else {})
    return phone.post(PLACE, sent)


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("name", "Salomé", "Salomé"),
        ("college", "researchers", "researchers"),
        ("without_manager", "yes", True),
        ("totals_public", "yes", True),
    ],
)
def test_each_thing_is_saved_by_itself_and_can_be_taken_back(phone, members, name, value, stored):
    response = change(phone, name, value)

    assert (response.status_code, response["Location"]) == (303, f"{PLACE}?saved=yes")
    members[0].refresh_from_db()
    assert getattr(members[0], name) == stored
    assert "Saved." in phone.get(response["Location"]).text
    if stored is True:
        change(phone, name)
        members[0].refresh_from_db()
        assert getattr(members[0], name) is False


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("name", "", "Choose a name."),
        ("name", "Member 2", "Somebody in this group already has this name."),
        ("name", "lea@example.org", "no address is needed"),
        ("name", "x" * 61, "60"),
        ("name", "Member 1" + "\u0301" * 99, "60"),  # it folds to the name that they have
        ("name", "Mem\x00ber 1", "character"),
        ("college", "spies", "Choose one of these sides."),
    ],
)
def test_what_cannot_be_so_says_why_and_what_was_typed_stays(phone, members, name, value, message):
    response = change(phone, name, value)

    assert response.status_code == 422
    assert message in response.text
    assert f'value="{value}"' in response.text or name == "college"
    members[0].refresh_from_db()
    assert members[0].name == "Member 1"


def test_nothing_of_what_a_member_declares_stands_in_the_history(phone, members):
    before = Act.objects.count()
    for name, value in (("name", "Nour"), ("without_manager", "yes"), ("totals_public", "yes")):
        change(phone, name, value)

    assert Act.objects.count() == before


@pytest.mark.parametrize("name", ["without_manager", "totals_public"])
def test_a_renewed_link_does_not_show_what_its_member_had_declared(phone, members, name):
    """Nor does saving the one thing show the other: the account that renewed it has the link."""
    other = {"without_manager": "totals_public", "totals_public": "without_manager"}[name]
    change(phone, name, "yes")
    renewed = open_phone(member_actions.renew_member_link(members[0], **ACT))

    assert f'name="{name}" value="yes" checked' not in renewed.get(PLACE).text
    assert "still counts but is not shown" in renewed.get(PLACE).text
    change(renewed, other, "yes")
    page = renewed.get(PLACE).text
    assert page.count(" checked") == 2  # the college, and what was just saved
    assert GroupMember.objects.filter(**{"pk": members[0].pk, name: True}).exists()
    change(renewed, name, "yes")
    assert renewed.get(PLACE).text.count(" checked") == 3


def test_an_unknown_change_changes_nothing(phone, members):
    before = GroupMember.objects.filter(pk=members[0].pk).values().get()
    assert change(phone, "link", "x").status_code == 303

    assert GroupMember.objects.filter(pk=members[0].pk).values().get() == before


@pytest.mark.parametrize(("words", "reason"), [("stay", "Less typing."), ("go", "")])
def test_who_leaves_chooses_what_becomes_of_their_words(
    phone, members, group, today, words, reason
):
    sealed = open_on(group, 1)
    take(members[0], sealed, AGREE, "Less typing.", named=True)
    close_round(sealed, by="lea", now=today)
    opened = open_on(group, 1)
    take(members[0], opened, AGREE, "Still.")
    assert "Positions in a round that is open are deleted." in phone.get(LEAVE).text
    response = phone.post(LEAVE, GROUP | {"words": words})

    assert "You have left the group" in response.text
    assert response.cookies[settings.GROUP_COOKIE_NAME]["max-age"] == 0
    assert not group.members.filter(name="Member 1").exists()
    position = HypothesisPosition.objects.get()
    assert (position.member, position.reason, position.named) == (None, reason, False)
    assert phone.get(HOME).status_code == 403


def test_nobody_leaves_by_opening_a_page_or_without_choosing(phone, group):
    phone.get(LEAVE)
    response = phone.post(LEAVE, GROUP)

    assert response.status_code == 422
    assert "Choose what becomes of your words." in response.text
    assert group.members.count() == 14


def test_a_button_that_is_pressed_twice_says_the_same(phone, members, monkeypatch):
    leave = member_actions.leave_group

    def leave_twice(member, **how):
        leave(member, **how)
        leave(member, **how)

    monkeypatch.setattr("vecu.groups.views.own_profile.leave_group", leave_twice)

    assert "You have left the group" in phone.post(LEAVE, GROUP | {"words": "stay"}).text

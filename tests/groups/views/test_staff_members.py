"""Pages of who sits in a group: a link is shown once, and nobody’s words are lost unasked."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.groups.factories import (
    ACT,
    AGREE,
    FOURTEEN,
    STEP,
    WORKERS,
    make_members,
    open_on,
    run_round,
    take,
)
from vecu.accounts.models import AuditEvent
from vecu.groups.member_actions import declare_without_manager, find_member_by_link
from vecu.groups.models import GroupMember, HypothesisPosition
from vecu.records.actions import add_record
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]
GROUP = "/en/groups/val-de-seve/"
MEMBERS = f"{GROUP}members/"
SAM = {"name": "Sam", "college": "social workers"}


def read_token(response) -> str:
    """The token of the link that a page shows."""
    found = set(re.findall(r"/my-group/enter/([\w-]+)/", response.content.decode()))
    assert len(found) == 1
    return found.pop()


def test_a_member_is_a_chosen_name_and_a_link_to_read_once(lea, group):
    response = lea.post(f"{MEMBERS}new/", SAM)

    token = read_token(response)
    assert find_member_by_link(token).name == "Sam"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "<svg" in response.content.decode()
    for page in (MEMBERS, f"{MEMBERS}new/", GROUP):
        assert token not in lea.get(page).content.decode()
    assert not any("Sam" in str(each) for each in AuditEvent.objects.values())


def test_the_card_to_print_does_not_say_whose_it_is(lea, group):
    page = lea.post(f"{MEMBERS}new/", SAM).content.decode()
    card = page.partition('class="member-card"')[2].partition("</section>")[0]

    assert "/my-group/enter/" in card
    assert "Sam" not in card


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (SAM | {"name": ""}, "Choose a name. It need not be your own."),
        (SAM | {"name": "SÄM 1"}, "Somebody in this group already has this name."),
        (SAM | {"name": "sam@example.org"}, "This looks like an address."),
        (SAM | {"college": "mayors"}, "mayors"),
        ({"name": "Kim"}, "Choose the side that they declare."),
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(lea, group, sent, message):
    lea.post(f"{MEMBERS}new/", SAM | {"name": "Säm 1"})
    response = lea.post(f"{MEMBERS}new/", sent)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert f'value="{sent["name"]}"' in response.content.decode() or not sent["name"]
    assert GroupMember.objects.count() == 1


def test_the_list_says_how_many_there_are_and_warns_of_a_group_of_three(lea, group):
    assert "Nobody is in the group yet." in lea.get(MEMBERS).content.decode()
    members = make_members(group, [WORKERS] * 3)
    declare_without_manager(members[0], declared=True)
    page = lea.get(MEMBERS).content.decode()

    assert "This group has 3 members; 5 are needed." in page
    assert "1 of 3 members declare that neither a manager" in page
    for sentence in ("Member 1", "Social workers (3)"):
        assert sentence in page
    assert page.count("declare") == 2  # nobody is named beside it


def test_a_full_group_takes_nobody_and_says_so(lea, group):
    make_members(group, [WORKERS] * 30)

    assert "A group has at most 30 members." in lea.get(MEMBERS).content.decode()
    response = lea.post(f"{MEMBERS}new/", SAM)
    assert (response.status_code, GroupMember.objects.count()) == (422, 30)


def test_a_lost_link_is_renewed_after_asking_and_does_not_show_what_was_written(lea, group):
    members = make_members(group, FOURTEEN)
    sealed = open_on(group)
    take(members[0], sealed, AGREE, "It gave me an hour.")
    link = f"{MEMBERS}{members[0].pk}/link/"
    before = members[0].link

    assert lea.get(link).status_code == 200
    assert GroupMember.objects.get(pk=members[0].pk).link == before
    token = read_token(lea.post(link))

    assert find_member_by_link(token) == members[0]
    assert HypothesisPosition.objects.get().hidden
    event = Act.objects.first()
    assert (event.verb, event.by, event.entry) == ("renew link", "lea", None)


def test_who_leaves_chooses_what_becomes_of_their_words(lea, group):
    members = make_members(group, FOURTEEN)
    sealed = run_round(group, members, [AGREE] * 14)
    HypothesisPosition.objects.update(reason="Because.")
    page = f"{MEMBERS}{members[0].pk}/remove/"
    asked = lea.get(page).content.decode()

    assert "stays counted" in asked
    assert "checked" not in asked
    assert lea.post(page).status_code == 422
    assert GroupMember.objects.filter(pk=members[0].pk).exists()
    assert lea.post(page, {"words": "erase"}).status_code == 302
    assert lea.post(f"{MEMBERS}{members[1].pk}/remove/", {"words": "keep"}).status_code == 302
    reasons = sealed.positions.values_list("reason", flat=True)
    assert sorted(reasons).count("Because.") == 13
    assert GroupMember.objects.count() == 12
    assert lea.get(page).status_code == 404


def test_a_member_of_another_group_is_not_there(lea, group):
    other = make_members(type(group).objects.create(slug="other"), [WORKERS])[0]

    for page in ("link", "remove"):
        assert lea.post(f"{MEMBERS}{other.pk}/{page}/", {"words": "keep"}).status_code == 404


def test_a_reader_sees_who_is_there_and_can_do_nothing(noor, group):
    make_members(group, [WORKERS])
    page = noor.get(MEMBERS).content.decode()

    assert "Member 1" in page
    for address in ("/new/", "/link/", "/remove/"):
        assert address not in page


def test_the_team_has_accounts_and_is_not_the_members(lea, noor, group):
    make_members(group, [WORKERS])
    page = lea.get(f"{GROUP}team/").content.decode()

    assert "noor" in page
    assert "Member 1" not in page
    response = lea.post(f"{GROUP}team/invite/", {"name": "Omar", "role": "researcher"})
    assert "/join/" in response.content.decode() or response.status_code == 200
    assert lea.post(f"{GROUP}team/remove/", {"account": "noor"}).status_code == 302
    assert noor.get(MEMBERS).status_code == 404
    assert lea.post(f"{GROUP}team/remove/", {"account": "lea"}).status_code == 422


def test_nobody_without_a_role_knows_of_the_group(group):
    assert Client().get(MEMBERS).status_code == 302


def test_a_group_ends_after_asking_and_its_members_are_named_no_more(lea, noor, group):
    make_members(group, FOURTEEN)
    add_record(group, replace(STEP, notes={}, day=date(2099, 1, 5)), **ACT)
    assert f"{GROUP}rounds/new/" in lea.get(GROUP).content.decode()
    page = f"{MEMBERS}end/"
    assert "The names and links of all members are deleted." in lea.get(page).content.decode()
    assert GroupMember.objects.count() == 14
    assert noor.post(page).status_code == 403

    assert lea.post(page)["Location"] == MEMBERS

    read = lea.get(MEMBERS).content.decode()
    assert "This group ended on" in read
    assert "14 members: Accompanied people (3)" in read
    assert "/new/" not in read
    for other in (GROUP, f"{GROUP}rounds/"):
        assert f"{GROUP}rounds/new/" not in lea.get(other).content.decode()
    assert lea.post(page).status_code == 422
    assert lea.post(f"{MEMBERS}new/", SAM).status_code == 422

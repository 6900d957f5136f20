"""The history of a group: who noted what, never a member; undone act by act. Its audit."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.groups.factories import (
    ACT,
    ELECTED,
    LATER,
    MANDATE,
    STEP,
    make_full_group,
    open_on,
)
from vecu.accounts.queries import get_member
from vecu.groups.actions import agree_notes, publish_group, take_group_back
from vecu.groups.content import NotesAgreement
from vecu.groups.member_actions import add_group_member, leave_group
from vecu.groups.models import LearningGroup
from vecu.groups.record_kinds import GROUP
from vecu.groups.vocabulary import GroupEntryKind, GroupVerb
from vecu.records.actions import add_record, change_record
from vecu.records.kinds import list_record_kinds
from vecu.records.queries import list_undoable_acts

pytestmark = [pytest.mark.django_db, pytest.mark.data]

HISTORY = "/en/groups/val-de-seve/history/"
AUDIT = "/en/groups/val-de-seve/audit/"


def test_every_verb_has_words_for_what_it_is_done_to():
    kinds = list_record_kinds(GROUP)
    assert {verb for kind in kinds for verb in kind.words} == set(GroupVerb)
    assert {kind.name for kind in kinds} == {"", *GroupEntryKind}


def test_the_history_says_who_did_what_and_what_changed(lea, group):
    change_record(group, replace(MANDATE, childcare={"en": "Paid"}), revision=1, **ACT)
    step = add_record(group, STEP, **ACT)
    agree_notes(step, NotesAgreement(14, 14), revision=1, **ACT)

    page = lea.get(HISTORY).text

    for text in (
        "began the group",
        "added a hypothesis",
        "changed the mandate sheet",
        "added a step",
        "noted who agreed to the notes of a step",
        "<ins>Paid</ins>",
        "<ins>14</ins>",
    ):
        assert text in page
    assert "a créé le groupe" in lea.get(HISTORY.replace("/en/", "/fr/")).text


def test_a_member_comes_and_leaves_without_a_name_or_an_hour(lea, group):
    member, _token = add_group_member(group, "Sam", ELECTED, **ACT)
    leave_group(member, erase_words=True, by="", now=LATER)

    page = lea.get(HISTORY).text

    assert "let a member in" in page
    assert "a member left" in page
    assert "Sam" not in page
    assert "09:00" not in page
    assert "9 a.m." not in page


def test_everything_that_can_be_done_in_a_group_stands_in_its_history(client):
    group, _members = make_full_group(public=True)
    open_on(group)
    take_group_back(group, **ACT)
    client.force_login(get_member("lea"))

    page = client.get(HISTORY).text

    assert "opened a round of positions" in page
    assert "published the mandate sheet" in page
    assert "took the group back from the public" in page


def test_the_latest_act_is_undone_and_a_reader_undoes_nothing(lea, noor, group):
    change_record(group, replace(MANDATE, childcare={"en": "Paid"}), revision=1, **ACT)
    [latest] = list_undoable_acts(group.scope, GROUP)
    assert "Undo it" in lea.get(HISTORY).text
    assert "Undo it" not in noor.get(HISTORY).text

    assert noor.post(f"{HISTORY}undo/", {"move": latest.move}).status_code == 403
    assert lea.post(f"{HISTORY}undo/", {"move": latest.move}).url == HISTORY

    assert LearningGroup.objects.get().childcare == {}
    assert "undid: changed the mandate sheet" in lea.get(HISTORY).text


@pytest.mark.parametrize("sent", [{}, {"move": "x"}, {"move": str(uuid4())}])
def test_what_cannot_be_undone_says_why(lea, group, sent):
    refused = lea.post(f"{HISTORY}undo/", sent)

    assert refused.status_code == 422
    assert "Look at the history again." in refused.text


def test_the_audit_of_a_group_is_for_its_owner_and_in_both_languages(lea, noor, group):
    change_record(group, MANDATE, revision=1, **ACT)
    assert noor.get(AUDIT).status_code == 403

    page = lea.get(AUDIT).text

    assert "Created a learning group" in page
    assert "Gave 2 roles" in page
    assert str(group.pk) not in page
    french = lea.get(AUDIT.replace("/en/", "/fr/")).text
    assert "A créé un groupe d’apprentissage" in french
    assert f'href="{AUDIT}"' in lea.get(HISTORY).text
    assert f'href="{AUDIT}"' not in noor.get(HISTORY).text


def test_a_group_that_is_public_can_be_taken_back_and_published_again(client):
    group, _members = make_full_group()
    take_group_back(group, **ACT)
    assert LearningGroup.objects.get().published is None
    publish_group(group, **ACT)
    take_group_back(group, **ACT)
    client.force_login(get_member("lea"))

    assert client.get(HISTORY).text.count("took the group back from the public") == 2

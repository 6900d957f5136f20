"""Mandate, calendar and members of a group: what is missing is said, nothing is lost."""

from dataclasses import fields, replace
from datetime import date

import pytest
from django.utils import translation

from tests.groups.factories import (
    ACT,
    AGREE,
    ELECTED,
    FOURTEEN,
    LATER,
    MANDATE,
    OWN,
    STEP,
    WORKERS,
    get_hypothesis,
    make_full_group,
    make_group,
    make_members,
    run_round,
)
from tests.records.undo import undo_latest
from vecu.accounts.queries import get_account, get_role
from vecu.accounts.rules import Role
from vecu.groups.actions import agree_notes, publish_group
from vecu.groups.content import MandateContent, NotesAgreement
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.groups.member_actions import (
    add_group_member,
    declare_without_manager,
    find_member_by_link,
    leave_group,
    rename_member,
    renew_member_link,
)
from vecu.groups.models import GroupMember
from vecu.groups.queries import get_mandate, get_mandate_sheet, list_steps
from vecu.groups.record_kinds import GROUP
from vecu.groups.sentences import (
    describe_composition,
    describe_gaps,
    list_position_promises,
)
from vecu.groups.vocabulary import GroupVerb, MandateItem
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.models import Act
from vecu.records.queries import list_acts

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_a_group_begins_with_its_facilitator_and_the_six_hypotheses_of_the_hearing():
    group = make_group()

    assert get_role(get_account("lea"), group.scope) is Role.OWNER
    assert [each.origin for each in group.hypotheses.all()] == [
        "relief", "core", "patterns", "intuition", "loss of chance", "fewer staff",
    ]  # fmt: skip
    for each in list_hearing_hypotheses():
        for texts in (each.statement, each.source, each.counter_argument):
            assert set(texts) == {"fr", "en"}
            assert all(texts.values())


def test_every_item_of_a_mandate_sheet_is_one_of_its_fields():
    assert {each.name for each in fields(MandateContent)} == {"name", *MandateItem}


def test_a_mandate_sheet_is_published_with_what_it_does_not_say():
    group, members = make_full_group()
    for member in members[:12]:
        declare_without_manager(member, declared=True)
    sheet = get_mandate_sheet(group)

    assert sheet.mandate == MANDATE == get_mandate(group)
    assert sheet.missing == [
        MandateItem.INDEPENDENCE, MandateItem.PAID_HOURS, MandateItem.REPLACEMENT,
        MandateItem.INDEMNITY, MandateItem.CHILDCARE, MandateItem.INTERPRETER, MandateItem.HEARD,
    ]  # fmt: skip
    assert (sheet.members, sheet.declared) == (14, 12)
    assert list(sheet.colleges.values()) == [3, 5, 3, 2, 1]


def test_a_group_of_three_is_not_published():
    group = make_group()
    make_members(group, [WORKERS] * 3)

    with pytest.raises(RecordRefused):
        publish_group(group, **ACT)


def test_a_group_has_thirty_members_at_most():
    group = make_group()
    make_members(group, [WORKERS] * 30)

    with translation.override("en"), pytest.raises(RecordRefused, match="at most 30 members"):
        add_group_member(group, "Member 31", WORKERS, **ACT)


@pytest.mark.parametrize(
    "name",
    [
        "", "member 1", "MÉMBER 1", "lea@example.org", "x" * 61,
        "Mеmber 1", "ΜЕМВЕR 1",  # of Cyrillic and Greek letters that look the same
        "ﷺ" * 60,  # is written out as 18 letters each, too many for the column
    ],
)  # fmt: skip
def test_a_member_has_a_name_of_their_own_and_no_address(name):
    group = make_group()
    make_members(group, [WORKERS])

    with pytest.raises(RecordRefused) as refused:
        add_group_member(group, name, WORKERS, **ACT)
    assert list(refused.value.problems) == ["name"]
    assert GroupMember.objects.count() == 1


def test_names_of_signs_alone_differ_by_their_signs():
    group = make_group()
    for name in ("🌻", "🌊"):
        add_group_member(group, name, WORKERS, **ACT)
    with pytest.raises(RecordRefused):
        add_group_member(group, "🌻", WORKERS, **ACT)


def test_a_link_is_stored_as_a_hash_and_a_lost_one_no_longer_works():
    group = make_group()
    member, token = add_group_member(group, "Sam", ELECTED, **ACT)

    assert token not in str(GroupMember.objects.values().get())
    assert find_member_by_link(token) == member
    renewed = renew_member_link(member, **ACT)
    assert find_member_by_link(token) is None
    assert find_member_by_link(renewed) == member
    assert find_member_by_link("") is None
    rename_member(member, "Samira")
    assert find_member_by_link(renewed).name == "Samira"


def test_who_leaves_is_nowhere_afterwards_not_in_the_history_either():
    group = make_group()
    member, token = add_group_member(group, "Sam", ELECTED, **ACT)
    leave_group(member, erase_words=False, by="", now=LATER)

    assert find_member_by_link(token) is None
    assert not any(
        "Sam" in str(each) or str(member.pk) in str(each) for each in Act.objects.values()
    )
    assert {each.verb for each in Act.objects.all()[:2]} == {
        GroupVerb.ADD_MEMBER,
        GroupVerb.MEMBER_LEFT,
    }
    with pytest.raises(RecordRefused):
        rename_member(member, "Sam again")


def test_notes_are_read_back_and_stay_as_those_present_agreed_to_them():
    group = make_group()
    step = add_record(group, STEP, **ACT)
    step = agree_notes(step, NotesAgreement(14, 14), revision=1, **ACT)

    with pytest.raises(RecordRefused) as refused:
        change_record(step, replace(STEP, notes={"en": "Other"}), revision=2, **ACT)
    assert list(refused.value.problems) == ["notes_fr"]
    effect = replace(STEP, effect={"en": "We wrote a hypothesis of our own."})
    change_record(step, effect, revision=2, **ACT)
    assert list_steps(group)[0].effect == effect.effect


@pytest.mark.parametrize(
    ("agreement", "field"),
    [
        (NotesAgreement(0, 0), "present"),
        (NotesAgreement(31, 31), "present"),
        (NotesAgreement(14, 15), "agreed"),
        (NotesAgreement(14, 12), "objection_fr"),
    ],
)
def test_who_did_not_agree_to_notes_is_not_passed_over(agreement, field):
    step = add_record(make_group(), STEP, **ACT)

    with pytest.raises(RecordRefused) as refused:
        agree_notes(step, agreement, revision=1, **ACT)
    assert list(refused.value.problems) == [field]


def test_notes_of_a_step_to_come_or_without_words_are_not_agreed_to():
    group = make_group()
    for content in (replace(STEP, notes={}), replace(STEP, day=date(2027, 1, 5))):
        step = add_record(group, content, **ACT)
        with pytest.raises(RecordRefused):
            agree_notes(step, NotesAgreement(5, 5), revision=1, **ACT)


def test_acts_of_the_facilitator_are_undone_one_by_one():
    group = make_group()
    step = add_record(group, STEP, **ACT)
    change_record(step, replace(STEP, subject={"en": "Another"}), revision=1, **ACT)
    change_record(group, replace(MANDATE, childcare={"en": "Paid"}), revision=1, **ACT)

    for _number in range(2):
        undo_latest(group, GROUP, **ACT)
    assert get_mandate(type(group).objects.get()) == MANDATE
    assert list_steps(group)[0].subject == STEP.subject
    undo_latest(group, GROUP, **ACT)
    assert list_steps(group) == []


def test_a_removed_step_comes_back_and_a_stale_page_changes_nothing():
    group = make_group()
    step = add_record(group, STEP, **ACT)
    remove_record(step, revision=1, **ACT)
    step = type(step)(pk=list_acts(group.scope, GROUP)[0].entry, group=group)
    with pytest.raises(RecordChanged):
        change_record(step, STEP, revision=1, **ACT)

    undo_latest(group, GROUP, **ACT)

    assert list_steps(group)[0].notes == STEP.notes


def test_a_hypothesis_that_members_answered_is_neither_removed_nor_undone():
    group, members = make_full_group()
    own = add_record(group, OWN, **ACT)
    run_round(group, members, [AGREE] * len(FOURTEEN), 7)

    with pytest.raises(RecordRefused):
        remove_record(own, revision=1, **ACT)
    with pytest.raises(RecordRefused):
        undo_latest(group, GROUP, **ACT)
    assert get_hypothesis(group, 7) == own


@pytest.mark.parametrize("missing", ["statement", "source", "counter_argument"])
def test_a_hypothesis_says_who_says_so_and_what_speaks_against_it(missing):
    with pytest.raises(RecordRefused) as refused:
        add_record(make_group(), replace(OWN, **{missing: {"en": " "}}), **ACT)
    assert list(refused.value.problems) == [f"{missing}_fr"]


def test_the_sheet_says_whom_it_represents_what_is_declared_and_what_it_does_not_say():
    group, members = make_full_group()
    for member in members[:12]:
        declare_without_manager(member, declared=True)
    with translation.override("en"):
        sheet = get_mandate_sheet(group)
        assert describe_composition(sheet) == [
            "14 members: Accompanied people (3), Social workers (5), Managers (3), Staff"
            " representatives (2), Researchers (1).",
            "The group represents only itself.",
            "12 of 14 members declare that neither a manager of theirs nor anybody whom they manage"
            " sits in the group. This is declared; nobody checks who they are.",
        ]
        assert describe_gaps(sheet) == (
            "The mandate sheet does not say: what makes the facilitator independent, which hours"
            " are paid, who does members’ work while they are away, what members receive who are"
            " not paid for it, childcare, interpreters, who is heard without being a member."
        )
        assert describe_gaps(replace(sheet, missing=[])) == ""


def test_members_read_before_that_whoever_runs_the_server_could_read_their_position():
    for language, words in (("en", "The person who administers the server"), ("fr", "administre")):
        with translation.override(language):
            assert any(words in each for each in list_position_promises())

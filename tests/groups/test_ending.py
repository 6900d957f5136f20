"""A group ends: nobody needs to know any more who sat in it, and what it found stays."""

import pytest
from django.utils import translation

from tests.groups.factories import (
    ACT,
    AGREE,
    FOURTEEN,
    LATER,
    WORKERS,
    get_hypothesis,
    make_full_group,
    make_group,
    make_members,
    open_on,
    run_round,
    take,
)
from tests.groups.test_round_actions import AFTER, BEFORE, view
from vecu.accounts.models import AuditEvent
from vecu.groups.ending import end_group
from vecu.groups.member_actions import add_group_member, declare_without_manager
from vecu.groups.models import GroupMember
from vecu.groups.public_totals import explain_sealed_totals
from vecu.groups.queries import get_mandate_sheet
from vecu.groups.round_actions import release_totals
from vecu.groups.sentences import describe_composition
from vecu.records.errors import RecordRefused
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_names_and_links_go_and_results_words_and_numbers_stay():
    group, members = make_full_group(public=True)
    declare_without_manager(members[0], declared=True)
    run_round(group, members, BEFORE, reason="Because.", named={8, 9, 10})
    run_round(group, members, AFTER, named={8, 9, 10})
    assert len(view(group, number=2).names) == 3
    totals = [view(group, number=number).result for number in (1, 2)]
    composition = describe_composition(get_mandate_sheet(group))

    group = end_group(group, by="lea", now=LATER)

    assert not GroupMember.objects.exists()
    after = [view(group, number=number) for number in (1, 2)]
    for before, now in zip(totals, (each.result for each in after), strict=True):
        assert (now.counts, now.cells, now.movement) == (
            before.counts, before.cells, before.movement,
        )  # fmt: skip
        assert now.names == {}
    assert len(after[0].reasons) == 14
    assert {each.name for each in after[0].reasons} == {""}
    assert describe_composition(get_mandate_sheet(group)) == composition
    assert Act.objects.first().verb == "end"
    assert AuditEvent.objects.filter(verb="ended group").count() == 1


def test_nothing_of_a_group_that_ended_begins_or_becomes_public():
    group, members = make_full_group(public=True)
    run_round(group, members, BEFORE)
    run_round(group, members, AFTER)
    group = end_group(group, by="lea", now=LATER)

    with translation.override("en"):
        with pytest.raises(RecordRefused, match="This group ended on 20 November 2026"):
            add_group_member(group, "Sam", WORKERS, **ACT)
        with pytest.raises(RecordRefused, match="This group ended on"):
            open_on(group)
        with pytest.raises(RecordRefused, match="This group ended on"):
            end_group(group, by="lea", now=LATER)
        chosen = [get_hypothesis(group).pk]
        with pytest.raises(RecordRefused, match="no further totals become public"):
            release_totals(group, chosen, name="The group", by="lea", now=LATER)
        assert "nobody could take their agreement back" in explain_sealed_totals(group)


def test_a_group_does_not_end_while_a_round_is_open():
    group = make_group()
    members = make_members(group, FOURTEEN)
    take(members[0], open_on(group), AGREE)

    with pytest.raises(RecordRefused):
        end_group(group, by="lea", now=LATER)
    assert GroupMember.objects.count() == 14

"""What is left of a member who left, of words that were erased, and of a link that was renewed."""

from datetime import date

import pytest
from django.db import connection
from django.utils import translation

from tests.groups.factories import (
    ACT,
    AGREE,
    DISAGREE,
    LATER,
    NOW,
    make_full_group,
    open_on,
    take,
)
from tests.groups.test_round_actions import view
from tests.records.undo import undo_latest
from vecu.groups.member_actions import leave_group, renew_member_link
from vecu.groups.models import GroupMember, HypothesisPosition
from vecu.groups.record_kinds import GROUP
from vecu.groups.round_actions import RoundClosed, close_round
from vecu.records.models import Act
from vecu.records.queries import list_acts
from vecu.surveys.actions.row_order import list_models_with_words, list_respondent_models

pytestmark = pytest.mark.data
WORDS = "Nobody asked the night shift, and I was there."


def read_files(model: type) -> bytes:
    """All bytes of the file in which PostgreSQL stores a table; SQLite has one for all."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return connection.connection.serialize()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(%s))", [model._meta.db_table]
        )
        return bytes(cursor.fetchone()[0])


def test_positions_and_members_are_rewritten_in_the_order_of_random_keys():
    """Else their rows would show who answered first, and with what before they changed it."""
    assert {HypothesisPosition, GroupMember, Act} <= set(list_respondent_models())
    assert {HypothesisPosition, GroupMember} <= set(list_models_with_words())


@pytest.mark.django_db(transaction=True)
def test_no_number_of_a_transaction_tells_which_acts_were_done_together():
    """Acts that undo others refer to them, and are rewritten with them."""
    group, members = make_full_group()
    for _number in range(3):
        undo_latest(group, GROUP, **ACT)
    leave_group(members[0], erase_words=True, by="", now=LATER)

    acts = list(list_acts(group.scope, GROUP))
    assert [each.number for each in acts] == list(range(len(acts), 0, -1))
    assert sum(each.undoes is not None for each in acts) == 3
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM records_act")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_database_holds_the_words_and_name_of_who_left():
    group, members = make_full_group()
    sealed = open_on(group)
    for member in members:
        take(member, sealed, AGREE, WORDS if member == members[0] else "Because.")
    close_round(sealed, **ACT)
    assert WORDS.encode() in read_files(HypothesisPosition)

    leave_group(members[0], erase_words=True, by="", now=LATER)

    assert WORDS.encode() not in read_files(HypothesisPosition)
    assert members[0].link.encode() not in read_files(GroupMember)


@pytest.mark.django_db(transaction=True)
def test_no_file_holds_a_position_that_was_changed_before_the_close():
    group, members = make_full_group()
    sealed = open_on(group)
    for member in members:
        take(member, sealed, AGREE, "Because.")
    take(members[0], sealed, AGREE, WORDS, revision=1)
    take(members[0], sealed, DISAGREE, "No longer.", revision=2)
    close_round(sealed, **ACT)

    assert WORDS.encode() not in read_files(HypothesisPosition)


@pytest.mark.django_db
def test_of_who_leaves_only_the_day_is_stored_and_of_all_that_is_done_around_it():
    """Between two acts with an hour, one without would have one, too."""
    group, members = make_full_group()
    leave_group(members[0], erase_words=False, by="", now=LATER)
    renew_member_link(members[1], by="lea", now=LATER)
    leave_group(members[1], erase_words=False, by="lea", now=LATER)

    acts = list(list_acts(group.scope, GROUP))
    assert [(each.verb, each.by, each.day) for each in acts[:3]] == [
        ("member left", "lea", date(2026, 11, 20)),
        ("renew link", "lea", date(2026, 11, 20)),
        ("member left", "", date(2026, 11, 20)),
    ]
    assert {each.at for each in acts} == {None}
    of_members = {"add member", "member left", "renew link"}
    nothing = {(None, "", None, None)}
    found = {
        (each.entry, each.kind, each.before, each.after) for each in acts if each.verb in of_members
    }
    assert found == nothing


@pytest.mark.django_db
def test_the_keys_of_acts_do_not_count_on_from_one_to_the_next():
    group, _members = make_full_group()

    keys = [each.pk for each in list_acts(group.scope, GROUP)]
    assert {each.version for each in keys} == {4}
    assert keys not in (sorted(keys), sorted(keys, reverse=True))


@pytest.mark.django_db
def test_a_renewed_link_does_not_show_what_was_written_with_the_lost_one():
    """Whoever facilitates sees the new link: with it, they would read a sealed position."""
    group, members = make_full_group()
    sealed = open_on(group)
    take(members[0], sealed, AGREE, WORDS)
    take(members[1], sealed, AGREE, WORDS)
    renew_member_link(members[0], **ACT)

    assert view(group, members[0]).own is None
    assert view(group, members[1]).own.reason == WORDS
    again = take(members[0], sealed, DISAGREE, "I say it again.", device="new phone")
    assert not again.replaced_other
    assert view(group, members[0], device="new phone").own.reason == "I say it again."


@pytest.mark.django_db
def test_what_was_written_with_the_lost_link_counts_and_stays_unread():
    group, members = make_full_group()
    sealed = open_on(group)
    for member in members:
        take(member, sealed, AGREE)
    renew_member_link(members[0], **ACT)
    close_round(sealed, **ACT)

    assert view(group, members[0]).own is None
    assert view(group).result.people == 14
    with translation.override("en"), pytest.raises(RoundClosed) as refused:
        take(members[0], sealed, DISAGREE, now=NOW)
    assert str(refused.value).endswith("before the link was renewed, that counts.")


@pytest.mark.django_db
def test_a_renewed_link_does_not_tell_whether_its_member_had_answered():
    """By the message after the close, or by a revision that counts on from theirs."""
    group, members = make_full_group()
    sealed = open_on(group)
    take(members[0], sealed, AGREE)
    take(members[0], sealed, DISAGREE, revision=1)
    for member in members[:3]:
        renew_member_link(member, **ACT)
    written = [take(each, sealed, AGREE).position.revision for each in (members[0], members[2])]
    assert written == [1, 1]
    take(members[3], sealed, AGREE)
    renew_member_link(members[3], **ACT)
    close_round(sealed, **ACT)

    messages = []
    for member in (members[1], members[3]):
        with pytest.raises(RoundClosed) as refused:
            take(member, sealed, DISAGREE)
        messages.append(str(refused.value))
    assert messages[0] == messages[1]

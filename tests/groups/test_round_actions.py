"""Rounds: sealed until they close, counted once, and nobody exposed by who leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.groups.factories import (
    ACT,
    AGREE,
    DISAGREE,
    LAST_DAY,
    LATER,
    MANAGERS,
    NONE,
    NOW,
    OWN,
    UNSURE,
    WORKERS,
    get_hypothesis,
    make_full_group,
    make_group,
    make_members,
    open_on,
    run_round,
    take,
)
from vecu.datasets.models import Released
from vecu.datasets.release_actions import FigureRefused
from vecu.groups.actions import delete_group, withdraw_hypothesis
from vecu.groups.member_actions import (
    add_group_member,
    agree_public_totals,
    change_member_college,
    leave_group,
)
from vecu.groups.models import (
    GroupMember,
    HypothesisCount,
    HypothesisPosition,
)
from vecu.groups.queries import list_round_views, may_release_totals
from vecu.groups.result_sentences import (
    describe_movement,
    describe_own_change,
    describe_result,
)
from vecu.groups.round_actions import (
    RoundClosed,
    close_round,
    count_due_rounds,
    release_totals,
)
from vecu.groups.vocabulary import HypothesisStance, RoundState
from vecu.records.actions import add_record, change_record
from vecu.records.errors import RecordRefused
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]

BEFORE = [*[AGREE] * 3, *[AGREE, AGREE, DISAGREE, UNSURE, UNSURE], *[DISAGREE] * 3, *[UNSURE] * 3]
AFTER = [*[DISAGREE] * 3, *[AGREE] * 5, *[DISAGREE, DISAGREE, AGREE], *[AGREE, UNSURE, NONE]]
RELEASE = {"name": "The group", "by": "lea", "now": LATER}


def view(group, viewer=None, number=1, *, today=LAST_DAY, device="phone", place=1):
    """One hypothesis of one round, as somebody sees it."""
    sealed = list_round_views(group, viewer, today, device)[number - 1]
    return next(each for each in sealed.hypotheses if each.hypothesis.place == place)


def read(each):
    """All that a view shows but what is the reader’s own."""
    return (each.result, tuple(each.names), tuple(each.reasons))


def test_before_the_close_nobody_sees_anything_but_their_own():
    """Whatever others answer, and whether they do, the page of a member is the same."""
    group, members = make_full_group()
    sealed = open_on(group)
    take(members[0], sealed, AGREE, "It gave me an hour.")
    alone = read(view(group, members[0]))
    outside = read(view(group))
    for member, stance in zip(members[1:], BEFORE[1:], strict=True):
        take(member, sealed, stance, "Because.", named=True)

    assert read(view(group, members[0])) == alone == outside == read(view(group))
    assert alone == (None, (), ())
    assert view(group, members[0]).own.reason == "It gave me an hour."
    assert view(group).own is None


def test_nothing_else_that_is_stored_depends_on_a_position_before_the_close():
    group, members = make_full_group()
    sealed = open_on(group)
    before = list(Act.objects.values())
    take(members[0], sealed, AGREE, "It gave me an hour.")

    assert list(Act.objects.values()) == before
    assert not sealed.counts.exists()


def test_nine_of_fourteen_moved_and_each_sees_their_own_change():
    group, members = make_full_group()
    run_round(group, members, BEFORE)
    run_round(group, members, AFTER)

    first, second = view(group, members[0]), view(group, members[0], 2)
    with translation.override("en"):
        assert describe_result(first.result) == (
            "Of 14 members: 5 agree, 4 disagree, 5 are not sure."
        )
        assert describe_movement(second.result.movement) == (
            "9 of 14 members changed their position. Of these, now: 5 agree, 3 disagree,"
            " 1 takes no position."
        )
        stances = [HypothesisStance(each.own.stance) for each in (first, second)]
        assert describe_own_change(*stances) == (
            "Your position, first: “I agree”. Then: “I disagree”."
        )


def test_reasons_are_read_after_the_close_without_a_name():
    group, members = make_full_group()
    sealed = open_on(group)
    for member, stance in zip(members, BEFORE, strict=True):
        take(member, sealed, stance, f"Reason of {stance}.", named=member in members[:1])
    close_round(sealed, **ACT)

    reasons = view(group).reasons
    assert len(reasons) == 14
    # One accompanied person wants theirs to be read: no name is, after one round.
    assert {each.name for each in reasons} == {""}
    assert not hasattr(reasons[0], "member")


def test_names_are_only_of_those_who_show_theirs():
    """The three managers do in both rounds; one worker of five does, too, in the first alone."""
    group, members = make_full_group()
    run_round(group, members, BEFORE, named={3, 8, 9, 10})
    assert view(group).names == []
    run_round(group, members, AFTER, named={8, 9, 10})

    assert view(group).names == []
    assert view(group, number=2).names == [
        ("Member 10", (DISAGREE, DISAGREE)),
        ("Member 11", (DISAGREE, AGREE)),
        ("Member 9", (DISAGREE, DISAGREE)),
    ]
    leave_group(members[8], erase_words=False, by="", now=LATER)
    assert [name for name, _both in view(group, number=2).names] == ["Member 10", "Member 11"]


def test_names_that_were_stored_for_one_round_are_read_no_more():
    """Before decision 0081 a name stood beside the position of one round."""
    group, members = make_full_group()
    run_round(group, members, BEFORE, reason="Because.", named={8, 9, 10})
    count = HypothesisCount.objects.get()
    count.shown["names"] = {
        str(each.pk): each.stance for each in HypothesisPosition.objects.filter(named=True)
    }
    count.save()

    assert view(group).names == []
    assert {each.name for each in view(group).reasons} == {""}


def test_the_last_of_two_devices_counts_and_each_knows_of_it():
    group, members = make_full_group()
    sealed, member = open_on(group), members[0]
    phone = take(member, sealed, AGREE, "From my phone.", device="phone")
    tablet = take(member, sealed, DISAGREE, "From a tablet.", device="tablet")

    assert (phone.replaced_other, tablet.replaced_other) == (False, True)
    on_phone, on_tablet = (view(group, member, device=each) for each in ("phone", "tablet"))
    assert (on_phone.other_device, on_tablet.other_device) == (True, False)
    assert on_phone.own.stance == on_tablet.own.stance == DISAGREE
    again = take(member, sealed, AGREE, revision=2, device="phone")
    assert not again.replaced_other  # it had read what the tablet saved
    assert HypothesisPosition.objects.filter(member=member).count() == 1


def test_a_position_after_the_close_is_refused_and_says_what_counts():
    group, members = make_full_group()
    sealed = open_on(group)
    take(members[0], sealed, AGREE)
    close_round(sealed, **ACT)

    with translation.override("en"), pytest.raises(RoundClosed) as refused:
        take(members[0], sealed, DISAGREE, revision=1)
    assert str(refused.value) == (
        "Round 1 has closed. What you have just written was not saved. Your position from before"
        " counts: “I agree”."
    )
    with translation.override("en"), pytest.raises(RoundClosed, match="shows no position of yours"):
        take(members[1], sealed, DISAGREE)
    assert view(group, members[0]).own.stance == AGREE


def test_a_round_closes_by_itself_after_its_last_day():
    group, members = make_full_group()
    sealed = open_on(group)
    for member, stance in zip(members, BEFORE, strict=True):
        take(member, sealed, stance)

    with pytest.raises(RoundClosed):
        take(members[0], sealed, UNSURE, revision=1, now=LATER)
    assert list_round_views(group, None, LATER.date())[0].state is RoundState.CLOSED
    assert (count_due_rounds(NOW), count_due_rounds(LATER), count_due_rounds(LATER)) == (0, 1, 0)
    assert view(group).result.people == 14


def test_a_count_stays_whoever_leaves_and_takes_their_words():
    group, members = make_full_group()
    sealed = open_on(group)
    for member, stance in zip(members, BEFORE, strict=True):
        take(member, sealed, stance, "Because.")
    close_round(sealed, **ACT)
    shown = view(group).result

    leave_group(members[0], erase_words=True, by="", now=LATER)

    assert view(group).result == shown
    assert len(view(group).reasons) == 13
    assert not HypothesisPosition.objects.filter(member=members[0].pk).exists()


@pytest.mark.parametrize("erase_words", [True, False])
def test_what_a_member_reads_changes_by_nothing_but_words_when_another_leaves(erase_words):
    group, members = make_full_group()
    sealed = open_on(group)
    for member, stance in zip(members, BEFORE, strict=True):
        take(member, sealed, stance, "Because.")
    close_round(sealed, **ACT)
    before = view(group, members[0])

    leave_group(members[13], erase_words=erase_words, by="", now=NOW)

    after = view(group, members[0])
    assert (after.result, after.names, after.own) == (before.result, before.names, before.own)
    assert len(before.reasons) - len(after.reasons) == int(erase_words)


@pytest.mark.parametrize(("leaving", "people"), [(0, 14), (1, None), (3, None)])
def test_who_moved_is_not_counted_where_it_would_tell_of_one_who_left(leaving, people):
    group, members = make_full_group()
    run_round(group, members, BEFORE)
    for member in members[11 : 11 + leaving]:
        leave_group(member, erase_words=False, by="", now=NOW)
    staying = [*members[:11], *members[11 + leaving :]]
    run_round(group, staying, [*BEFORE[:11], *BEFORE[11 + leaving :]])

    movement = view(group, number=2).result.movement
    assert (movement and movement.people) == people
    assert not HypothesisPosition.objects.exclude(college="").exists()


def test_who_changes_college_counts_in_the_first_in_both_rounds():
    """Were it otherwise, the two counts of a college would differ by one person."""
    group, members = make_full_group()
    run_round(group, members, BEFORE)
    before = [(each.colleges, sum(each.counts.values())) for each in view(group).result.cells]

    change_member_college(members[3], MANAGERS)
    run_round(group, members, BEFORE)

    after = view(group, number=2).result
    assert [(each.colleges, sum(each.counts.values())) for each in after.cells] == before
    assert after.movement.moved == 0


def test_who_has_left_takes_no_position():
    group, members = make_full_group()
    sealed = open_on(group)
    take(members[0], sealed, AGREE)
    leave_group(members[0], erase_words=False, by="", now=NOW)

    with translation.override("en"), pytest.raises(RecordRefused, match="left this group"):
        take(members[0], sealed, AGREE)
    assert not sealed.positions.exists()


def test_a_group_of_three_takes_no_position():
    group = make_group()
    make_members(group, [WORKERS] * 3)

    with translation.override("en"), pytest.raises(RecordRefused) as refused:
        open_on(group)
    assert refused.value.problems[""].startswith("This group has 3 members; 5 are needed.")


def test_there_are_two_rounds_on_the_same_hypotheses():
    group, members = make_full_group()
    run_round(group, members, BEFORE)
    with pytest.raises(RecordRefused):
        open_on(group, 2)
    sealed = open_on(group)
    with pytest.raises(RecordRefused):
        open_on(group)
    close_round(sealed, **ACT)
    with pytest.raises(RecordRefused):
        open_on(group)
    with pytest.raises(RecordRefused):
        close_round(sealed, **ACT)


def test_the_words_of_a_hypothesis_stay_once_a_round_has_opened():
    group, _members = make_full_group()
    row = get_hypothesis(group)
    open_on(group)

    with pytest.raises(RecordRefused):
        change_record(row, OWN, revision=1, **ACT)
    with pytest.raises(RecordRefused):
        withdraw_hypothesis(row, {"en": "Badly put."}, revision=1, **ACT)


def test_one_s_own_hypotheses_stand_beside_those_of_the_hearing():
    group, members = make_full_group()
    add_record(group, OWN, **ACT)
    run_round(group, members, BEFORE, 1, 7)

    assert view(group, place=7).result.people == 14


def test_totals_are_public_once_everybody_had_agreed_before_both_rounds():
    group, members = make_full_group(public=True)
    run_round(group, members, BEFORE)
    hypothesis = get_hypothesis(group).pk
    with pytest.raises(RecordRefused):
        release_totals(group, [hypothesis], **RELEASE)
    # Second round: 7 agree, 4 disagree, 3 are not sure.
    second = [*[AGREE] * 7, *[DISAGREE] * 4, *[UNSURE] * 3]
    run_round(group, members, second)

    [released] = release_totals(group, [hypothesis], **RELEASE)

    assert released.content["rounds"] == [14, 14]
    assert [each["counts"] for each in released.content["rows"]] == [[5, 7], [4, 4], [5, 3]]
    with pytest.raises(FigureRefused):
        release_totals(group, [hypothesis], **RELEASE)


def test_totals_of_a_hypothesis_on_which_all_agree_are_never_public():
    group, members = make_full_group(public=True)
    run_round(group, members, BEFORE)
    run_round(group, members, [AGREE] * 14)

    with pytest.raises(FigureRefused):
        release_totals(group, [get_hypothesis(group).pk], **RELEASE)
    assert not Released.objects.exists()


@pytest.mark.parametrize("moment", ["before", "while open", "after", "newcomer"])
def test_totals_stay_with_the_group_if_one_does_not_agree(moment):
    group, members = make_full_group(public=True)
    if moment == "before":
        agree_public_totals(members[0], agreed=False)
        agree_public_totals(members[0], agreed=True)
        members[0] = agree_public_totals(members[0], agreed=False)
    sealed = open_on(group)
    if moment == "while open":
        agree_public_totals(members[0], agreed=False)
    if moment == "newcomer":
        other, _token = add_group_member(group, "Member 15", WORKERS, **ACT)
        take(other, sealed, AGREE)
    for member, stance in zip(members, BEFORE, strict=True):
        take(member, sealed, stance)
    close_round(sealed, **ACT)
    run_round(group, members, BEFORE)
    if moment == "after":
        agree_public_totals(members[0], agreed=False)

    with pytest.raises(RecordRefused):
        release_totals(group, [get_hypothesis(group).pk], **RELEASE)


def test_only_whether_all_agreed_is_known_never_who_nor_how_many():
    group, members = make_full_group(public=True)
    assert not may_release_totals(group)
    for _number in range(2):
        run_round(group, members, BEFORE)
    assert may_release_totals(group)
    agree_public_totals(members[0], agreed=False)
    assert not may_release_totals(group)


def test_a_deleted_group_leaves_neither_positions_nor_what_was_released():
    group, members = make_full_group(public=True)
    for _number in range(2):
        run_round(group, members, BEFORE)
    release_totals(group, [get_hypothesis(group).pk], **RELEASE)

    delete_group(group, **ACT)

    for model in (HypothesisPosition, GroupMember, Act, Released):
        assert not model.objects.exists()


def test_more_members_make_no_more_queries():
    group, members = make_full_group()
    run_round(group, members, BEFORE, 1, 2, 3)
    with CaptureQueriesContext(connection) as for_one:
        list_round_views(group, members[0], LAST_DAY)
    run_round(group, members, AFTER, 1, 2, 3)
    with CaptureQueriesContext(connection) as for_two:
        list_round_views(group, members[0], LAST_DAY)

    assert len(for_two) == len(for_one)


def test_what_is_withdrawn_is_public_no_more():
    group, members = make_full_group(public=True)
    for _number in range(2):
        run_round(group, members, BEFORE)
    row = get_hypothesis(group)
    release_totals(group, [row.pk], **RELEASE)

    withdraw_hypothesis(row, {"en": "Badly put."}, revision=1, **ACT)

    assert not Released.objects.get().stands

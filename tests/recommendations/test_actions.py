"""Recommendations drafted, amended, merged, published and undone: nothing written is lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    AGAINST,
    CLAIM,
    FIRST,
    FOR,
    LANDMARK,
    MANAGERS,
    NONE_YET,
    NOUR,
    NOW,
    PAUL,
    PEOPLE,
    RECOMMENDATION,
    SALOME,
    SHORTER,
    TODAY,
    WORKERS,
    add_card,
    amend,
    draft,
    make_group,
    make_open,
    make_published,
    speak,
    undo,
)
from tests.surveys.factories import make_member
from vecu.groups.actions import delete_group
from vecu.groups.member_actions import change_member_college, leave_group
from vecu.groups.models import LearningGroup
from vecu.recommendations.actions import (
    draft_recommendation,
    merge_recommendations,
    open_recommendation,
    publish_recommendation,
    set_recommendation_aside,
    take_recommendation_back,
)
from vecu.recommendations.answers import address_recommendation
from vecu.recommendations.claim_returns import return_claims
from vecu.recommendations.content import BackingContent, EndReason, Voice
from vecu.recommendations.details import PositionDetail
from vecu.recommendations.models import (
    ClaimReturn,
    Recommendation,
    RecommendationPosition,
    RecommendationVersion,
    SupplierCard,
)
from vecu.recommendations.positions import take_position
from vecu.recommendations.queries import (
    get_recommendation_detail,
    list_thread,
)
from vecu.recommendations.record_kinds import RECOMMENDATIONS
from vecu.recommendations.rules import Backing, RecommendationState
from vecu.recommendations.stored import read_version
from vecu.records.actions import undo_move
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.models import Act
from vecu.records.queries import list_undoable_acts

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BETTER = {"fr": "Demander si un bus arrive à l’heure.", "en": "Ask whether a bus comes in time."}
WHY = EndReason({"en": "It says too little."})


@pytest.fixture
def group():
    return make_group()


def merge(sources, target, content=RECOMMENDATION):
    rows = [*sources, *([target] if target else [])]
    for each in rows:
        each.refresh_from_db()
    revisions = {each.pk: each.revision for each in rows}
    return merge_recommendations(sources, target, content, SHORTER, revisions=revisions, **ACT)


def list_numbers(row) -> list[int]:
    return list(row.versions.filter(undone=False).values_list("number", flat=True))


@pytest.mark.parametrize("content", [RECOMMENDATION, LANDMARK, NONE_YET])
def test_what_was_written_of_each_kind_is_read_again_as_it_was(group, content):
    row = draft(group, content)

    assert read_version(row.kind, row.versions.get()) == content


def test_an_amendment_adds_a_version_and_says_who_proposed_it_and_why(group):
    nour = speak(group, NOUR)
    row = amend(draft(group), statement=BETTER, amendment=replace(SHORTER, voice=nour))

    first, second = row.versions.all()
    assert (first.statement, second.statement) == (RECOMMENDATION.statement, BETTER)
    assert (first.college, first.proposer) == (WORKERS, None)
    assert (second.college, second.proposer) == (PEOPLE, nour.member)
    assert second.reason == SHORTER.reason
    assert second.origins == [[str(row.pk), 1]]
    assert row.latest == 2


def test_of_two_who_amend_at_once_the_second_has_to_compare(group):
    row = draft(group)
    stale = Recommendation.objects.get()
    amend(row, statement=BETTER)

    with pytest.raises(RecordChanged) as changed:
        merge_recommendations(
            [stale], None, RECOMMENDATION, SHORTER, revisions={stale.pk: stale.revision}, **ACT
        )
    assert changed.value.theirs.latest == 2


def test_a_merged_one_ends_and_both_are_found_from_where_they_went_on(group):
    one, other = make_open(group), draft(group, statement=BETTER)
    amend(one)
    merged = merge([one], other)

    one.refresh_from_db()
    assert (one.state, one.merged_into) == (RecommendationState.MERGED, merged)
    steps = list_thread(merged, 2)
    assert {(each.recommendation.pk, each.version.number) for each in steps} == {
        (one.pk, 1), (one.pk, 2), (other.pk, 1), (other.pk, 2),
    }  # fmt: skip
    assert (steps[-1].recommendation, steps[-1].version.number) == (merged, 2)
    assert set(steps[-1].origins) == {(one.pk, 2), (other.pk, 1)}


def test_merging_into_its_own_descendant_is_refused_and_changes_nothing(group):
    one = draft(group)
    written_from_it = draft(group, begun_from=[one])
    before = RecommendationVersion.objects.count(), Act.objects.count()

    with pytest.raises(RecordRefused, match="already comes from this one"):
        merge([one], written_from_it)

    assert before == (RecommendationVersion.objects.count(), Act.objects.count())
    one.refresh_from_db()
    assert one.state == RecommendationState.DRAFT
    new = merge([one, written_from_it], None)
    assert new.versions.get().origins == sorted([[str(one.pk), 1], [str(written_from_it.pk), 1]])


def test_what_was_merged_is_neither_amended_nor_merged_again(group):
    one, other = draft(group), draft(group)
    merge([one], other)

    with pytest.raises(RecordRefused, match="does not go on here"):
        amend(one)
    with pytest.raises(RecordRefused):
        merge([one], draft(group))
    with pytest.raises(RecordRefused):
        merge([draft(group)], one)


def test_a_recommendation_is_not_merged_into_a_landmark(group):
    with pytest.raises(RecordRefused, match="of one kind"):
        merge([draft(group)], draft(group, LANDMARK), LANDMARK)


def test_alternatives_cost_confidence_and_what_is_not_known_are_part_of_the_form(group):
    row = make_open(
        group,
        decider="",
        cost={},
        alternatives={},
        confidence=None,
        confidence_reasons={},
        not_known={},
        claims=[],
        statement={"en": "Ask first."},
    )

    with pytest.raises(RecordRefused) as refused:
        publish_recommendation(row, revision=row.revision, **ACT)

    assert set(refused.value.problems) == {
        "decider", "cost_fr", "alternatives_posts_fr", "confidence", "methods_fr",
        "not_known_fr", "claims", "statement_fr", "",
    }  # fmt: skip


def test_a_landmark_needs_its_actor_and_none_yet_what_divides_and_what_is_needed(group):
    landmark = make_open(group, LANDMARK, actor=None)
    none_yet = make_open(group, NONE_YET, divides={}, needed={})

    def list_problems(row):
        with pytest.raises(RecordRefused) as refused:
            publish_recommendation(row, revision=row.revision, **ACT)
        return set(refused.value.problems)

    assert list_problems(landmark) == {"actor", ""}
    assert list_problems(none_yet) == {"divides_fr", "needed_fr"}


def test_that_there_is_none_yet_is_a_result_that_nobody_has_to_support(group):
    row = make_open(group, NONE_YET)
    publish_recommendation(row, revision=row.revision, **ACT)

    row.refresh_from_db()
    assert (row.state, row.published, row.published_day) == ("published", 1, TODAY)


def test_what_everybody_reads_stays_while_a_later_version_is_argued(group):
    row = amend(make_published(group), statement=BETTER)

    assert (row.state, row.published, row.latest) == ("published", 1, 2)
    with pytest.raises(RecordRefused, match="Nobody has supported"):
        publish_recommendation(row, revision=row.revision, **ACT)
    take_position(row, 2, speak(row, SALOME), FOR)
    row = publish_recommendation(row, revision=row.revision, **ACT)
    assert row.published == 2


def test_a_draft_takes_no_position_and_an_amended_one_asks_anew(group):
    row = draft(group)
    with pytest.raises(RecordRefused, match="not open"):
        take_position(row, 1, speak(row, SALOME), FOR)
    row = open_recommendation(row, revision=2, **ACT)
    take_position(row, 1, speak(row, SALOME), FOR)
    amend(row)

    with pytest.raises(RecordChanged):
        take_position(row, 1, speak(row, NOUR), AGAINST)
    assert get_recommendation_detail(row, 2, TODAY).positions.supporting.number == 0
    assert get_recommendation_detail(row, 1, TODAY).positions.supporting.number == 1


def test_a_position_for_or_against_has_its_reason_and_a_college_may_speak_beside_members(group):
    row = make_open(group)
    with pytest.raises(RecordRefused) as refused:
        take_position(row, 1, speak(row, SALOME), BackingContent(Backing.OPPOSES))
    assert set(refused.value.problems) == {"reason_fr"}

    take_position(row, 1, speak(row, SALOME), BackingContent(Backing.NEITHER))
    take_position(row, 1, Voice(WORKERS), AGAINST)
    take_position(row, 1, Voice(WORKERS), FOR, revision=1)

    sides = get_recommendation_detail(row, 1, TODAY).positions
    assert [each.college for each in sides.supporting.reasons] == [WORKERS]
    assert sides.neither.number == 1


def test_of_two_devices_of_one_member_the_second_has_to_compare(group):
    row = make_open(group)
    take_position(row, 1, speak(row, SALOME), FOR)

    with pytest.raises(RecordChanged) as changed:
        take_position(row, 1, speak(row, SALOME), AGAINST)
    assert changed.value.theirs.backing == Backing.SUPPORTS
    changed_position = take_position(row, 1, speak(row, SALOME), AGAINST, revision=1)
    assert changed_position.revision == 2
    assert RecommendationPosition.objects.count() == 1


def test_erased_reasons_take_no_space_from_the_other_side(group):
    row = make_open(group)
    gone = speak(row, SALOME)
    take_position(row, 1, gone, FOR)
    take_position(row, 1, speak(row, NOUR), FOR)
    take_position(row, 1, Voice(WORKERS), FOR)
    take_position(row, 1, speak(row, PAUL), AGAINST)
    take_position(row, 1, Voice(MANAGERS), AGAINST)
    leave_group(gone.member, erase_words=True, **ACT)

    sides = get_recommendation_detail(row, 1, TODAY).positions
    for side, number in ((sides.supporting, 3), (sides.opposing, 2)):
        assert (side.number, len(side.open), len(side.folded)) == (number, 2, 0)


@pytest.mark.parametrize("erase_words", [False, True])
def test_who_changes_college_has_one_position_and_who_leaves_no_name(group, erase_words):
    by_salome = replace(FIRST, voice=speak(group, SALOME))
    row = draft_recommendation(group, RECOMMENDATION, by_salome, **ACT)
    row = open_recommendation(row, revision=2, **ACT)
    take_position(row, 1, speak(row, SALOME), FOR)
    change_member_college(by_salome.voice.member, MANAGERS)
    take_position(row, 1, speak(row, SALOME), replace(FOR, name_public=True), revision=1)
    take_position(row, 1, Voice(MANAGERS), AGAINST)
    take_position(row, 1, speak(row, PAUL), AGAINST)
    leave_group(by_salome.voice.member, erase_words=erase_words, **ACT)

    positions = get_recommendation_detail(row, 1, TODAY).positions
    left = [] if erase_words else [PositionDetail(Backing.SUPPORTS, FOR.reason)]
    assert (positions.supporting.number, positions.supporting.reasons) == (1, left)
    assert [each.reason for each in positions.opposing.reasons] == [AGAINST.reason] * 2
    version = row.versions.get()
    assert (version.college, version.proposer) == (WORKERS, None)


def test_nobody_speaks_who_has_left_or_sits_in_another_group(group):
    row, elsewhere = make_open(group), speak(make_group(), SALOME)
    gone = speak(group, SALOME)
    leave_group(gone.member, erase_words=False, **ACT)

    for voice in (gone, elsewhere):
        with pytest.raises(RecordRefused) as refused:
            take_position(row, 1, voice, FOR)
        assert set(refused.value.problems) == {"voice"}
        with pytest.raises(RecordRefused) as refused:
            amend(row, amendment=replace(SHORTER, voice=voice))
        assert set(refused.value.problems) == {"voice"}


def test_set_aside_and_taken_back_say_why(group):
    row, public = make_open(group), make_published(group)
    with pytest.raises(RecordRefused):
        set_recommendation_aside(row, EndReason({"en": "  "}), revision=row.revision, **ACT)
    with pytest.raises(RecordRefused, match="state has changed"):
        set_recommendation_aside(public, WHY, revision=public.revision, **ACT)

    row = set_recommendation_aside(row, WHY, revision=row.revision, **ACT)
    public = take_recommendation_back(public, WHY, revision=public.revision, **ACT)
    assert (row.state, row.ended_reason) == ("set aside", WHY.ended_reason)
    assert (public.state, public.ended_reason) == ("taken back", WHY.ended_reason)


def test_undoing_a_merge_gives_all_of_them_back_and_they_can_be_merged_again(group):
    one, other = make_open(group), draft(group, statement=BETTER)
    merge([one], other)
    undo(group)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.merged_into, other.latest) == ("open", None, 1)
    assert list_numbers(other) == [1]
    assert other.versions.count() == 2, "what was merged stays readable as undone"
    merged = merge([one], other)
    assert list_numbers(merged) == [1, 3]
    assert merged.versions.get(number=3).origins == sorted([[str(one.pk), 1], [str(other.pk), 1]])


def test_acts_are_undone_from_the_last_to_the_first_and_what_was_begun_is_set_aside(group):
    row = make_published(group)
    undo(group)
    row.refresh_from_db()
    assert (row.state, row.published, row.published_day) == ("open", 0, None)

    with pytest.raises(RecordRefused, match="taken a position"):
        undo(group)
    RecommendationPosition.objects.all().delete()
    undo(group)
    undo(group)
    row.refresh_from_db()
    assert (row.state, row.versions.count()) == ("set aside", 1)
    assert list_undoable_acts(group, RECOMMENDATIONS) == []
    with pytest.raises(RecordRefused, match="nothing to undo"):
        undo_move(row.group, RECOMMENDATIONS, UUID(int=0), **ACT)
    assert Act.objects.filter(ledger="recommendation").count() == 6


def test_what_was_read_by_everybody_for_a_day_or_addressed_is_not_undone(group):
    row = make_published(group)
    with pytest.raises(RecordRefused, match="since that day"):
        undo(group, now=NOW + timedelta(days=1))

    address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
    undo(group)  # the address goes first
    undo(group)
    row.refresh_from_db()
    assert row.state == "open"


def test_an_act_is_undone_only_while_it_is_the_last(group):
    row = draft(group)
    [act] = list_undoable_acts(group, RECOMMENDATIONS)
    draft(group)

    with pytest.raises(RecordRefused, match="meanwhile"):
        undo_move(row.group, RECOMMENDATIONS, act.move, **ACT)


def test_texts_too_long_or_without_reason_are_refused_and_blanks_are_cleaned(group):
    with pytest.raises(RecordRefused) as refused:
        draft(group, statement={"en": "x" * 4001}, claims=[CLAIM, CLAIM])
    assert set(refused.value.problems) == {"statement_en", "claims"}
    without = replace(FIRST, reason={})
    with pytest.raises(RecordRefused) as refused:
        draft_recommendation(group, RECOMMENDATION, without, **ACT)
    assert set(refused.value.problems) == {"reason_fr"}

    row = draft(group, cost={"en": " Two days.\r\nMore. ", "fr": " "}, claims=[])
    assert row.versions.get().cost == {"en": "Two days.\nMore."}


def test_the_history_goes_with_its_group(group):
    draft(group)
    add_card(group)
    take_position(make_published(make_group()), 1, Voice(WORKERS), FOR)
    return_claims(NOW)
    make_member("lea")
    delete_group(LearningGroup.objects.get(pk=group.id), **ACT)
    for each in (Recommendation, SupplierCard, ClaimReturn):
        assert not each.objects.filter(group=group.id).exists()
    assert not Act.objects.filter(scope_uuid=group.id).exists()
    assert Recommendation.objects.count() == ClaimReturn.objects.count() == 1

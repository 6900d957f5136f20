"""Answers through a link: given once, corrected with both readable, and followed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.evidence.toy_source import Note
from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    ANSWER,
    NONE_YET,
    NOW,
    SEEN,
    TODAY,
    make_group,
    make_open,
    make_published,
    undo,
)
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import EvidenceState
from vecu.recommendations.actions import publish_recommendation
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.errors import AnswerLinkGone
from vecu.recommendations.models import RecommendationAddress
from vecu.recommendations.queries import get_answer_detail
from vecu.recommendations.rules import (
    AddressState,
    AnswerDecision,
    FollowUpOutcome,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]
OTHER = replace(ANSWER, decision=AnswerDecision.ACCEPTED, correction={"en": "The budget came."})
DECLINED = replace(ANSWER, decision=AnswerDecision.DECLINED, done_by=None)


@pytest.fixture
def address():
    row = make_published(make_group())
    return address_recommendation(row, ADDRESS, revision=row.revision, **ACT)


@pytest.fixture
def token(address):
    return make_answer_link(address, revision=1, **ACT)


def give(token, content=ANSWER, answers_read=0):
    return answer_recommendation(token, content, answers_read=answers_read, now=NOW)


def get_own(token, today=TODAY):
    return get_answer_detail(token, today)[1]


def test_a_link_leads_to_the_version_that_was_addressed_and_opening_it_uses_nothing_up(token):
    for _time in range(2):
        detail, own = get_answer_detail(token, TODAY)
        assert detail.version.number == 1
        assert (own.state, own.answer) == (AddressState.AWAITED, None)
    assert get_own(token, ADDRESS.due + timedelta(days=1)).state is AddressState.OVERDUE


def test_of_a_link_only_the_fingerprint_is_stored_and_not_in_the_history(token):
    [stored] = RecommendationAddress.objects.values_list("fingerprint", flat=True)

    assert token not in stored
    history = str(list(Act.objects.values()))
    assert token not in history
    assert stored not in history


def test_a_link_used_twice_shows_the_answer_that_was_given(token):
    given = give(token)

    assert get_own(token).answer == given
    with pytest.raises(RecordChanged) as changed:
        give(token, OTHER)
    assert changed.value.theirs == given
    assert give(token) == given, "a double tap is one answer"
    assert list(get_own(token).answers) == [given]


def test_an_answer_is_corrected_and_both_are_read(token):
    first = give(token)
    with pytest.raises(RecordRefused) as refused:
        give(token, replace(OTHER, correction={}), answers_read=1)
    assert set(refused.value.problems) == {"correction_fr"}

    second = give(token, OTHER, answers_read=1)

    own = get_own(token)
    assert (own.answer, list(own.answers)) == (second, [first, second])


def test_an_answer_has_its_reasons_and_what_is_accepted_its_day(token, address):
    def list_problems(**changed):
        with pytest.raises(RecordRefused) as refused:
            give(token, replace(ANSWER, **changed))
        return set(refused.value.problems)

    assert list_problems(reasons={}, signed_by=" ", done_by=None) == {
        "reasons_fr", "signed_by", "done_by",
    }  # fmt: skip
    assert list_problems(decision=AnswerDecision.DECLINED) == {"done_by"}
    assert list_problems(done_by=TODAY - timedelta(days=1)) == {"done_by"}
    assert give(token, DECLINED).done_by is None
    assert get_own(token).state is AddressState.DECLINED


def test_a_new_link_replaces_the_one_before_and_the_answer_stays(token, address):
    give(token)
    new = make_answer_link(address, revision=2, **ACT)

    with pytest.raises(AnswerLinkGone):
        get_answer_detail(token, TODAY)
    assert get_own(new).answer.number == 1
    with pytest.raises(AnswerLinkGone):
        get_answer_detail("f" * 64, TODAY)


def test_what_was_accepted_is_followed_and_the_latest_counts(token, address):
    with pytest.raises(RecordRefused, match="no answer yet"):
        follow_answer(address, SEEN, follow_ups_read=0, **ACT)
    give(token)
    follow_answer(address, SEEN, follow_ups_read=0, **ACT)
    late = date(2027, 7, 1)
    assert get_own(token, late).state is AddressState.LATE
    with pytest.raises(RecordChanged):
        follow_answer(address, SEEN, follow_ups_read=0, **ACT)
    done = replace(SEEN, outcome=FollowUpOutcome.DONE)
    follow_answer(address, done, follow_ups_read=1, **ACT)

    own = get_own(token, late)
    assert (own.state, len(own.follow_ups)) == (AddressState.DONE, 2)


def test_what_was_declined_is_not_followed(token, address):
    give(token, DECLINED)

    with pytest.raises(RecordRefused, match="nothing to follow"):
        follow_answer(address, SEEN, follow_ups_read=0, **ACT)


def test_an_address_is_undone_until_somebody_has_answered(token, address):
    give(token)
    with pytest.raises(RecordRefused, match="the answer stays"):
        undo(address.scope)


def test_an_address_that_was_undone_takes_its_link_with_it(token, address):
    undo(address.scope)

    with pytest.raises(AnswerLinkGone):
        get_answer_detail(token, TODAY)


def test_only_a_recommendation_that_is_published_is_addressed_by_a_day_to_come():
    group = make_group()
    row, none_yet = make_open(group), make_open(group, NONE_YET)
    none_yet = publish_recommendation(none_yet, revision=none_yet.revision, **ACT)
    public = make_published(group)

    with pytest.raises(RecordRefused, match="Publish it first"):
        address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
    with pytest.raises(TypeError):
        address_recommendation(none_yet, ADDRESS, revision=none_yet.revision, **ACT)
    with pytest.raises(RecordRefused) as refused:
        address_recommendation(
            public, replace(ADDRESS, addressee="", due=TODAY), revision=public.revision, **ACT
        )
    assert set(refused.value.problems) == {"addressee", "due"}


def test_what_was_seen_may_stand_on_evidence_that_is_looked_up_each_time(walls, token, address):
    give(token)
    figure = walls["log-figure"].pin(Note(Scope(ScopeKind.STUDY, UUID(int=9)), "3 of 40"))
    rumour = walls["rumour"].pin(Note(Scope(ScopeKind.STUDY, UUID(int=9)), "they say"))
    with pytest.raises(RecordRefused, match="cannot be cited here"):
        follow_answer(address, replace(SEEN, references=[rumour]), follow_ups_read=0, **ACT)
    follow_answer(address, replace(SEEN, references=[figure]), follow_ups_read=0, **ACT)

    walls["log-figure"].take_down(figure)

    [seen] = get_own(token).follow_ups
    assert [each.state for each in seen.evidence] == [EvidenceState.GONE]

"""Two who answer at the same moment with one link: one answer, and the other person learns it."""

from dataclasses import replace

import pytest

from tests.fieldlog.test_month_closure import run_at_once
from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    ANSWER,
    NOW,
    make_group,
    make_published,
)
from tests.surveys.actions.test_storage_traces import on_postgresql
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    make_answer_link,
)
from vecu.recommendations.content import AnswerContent
from vecu.recommendations.errors import AnswerLinkGone
from vecu.recommendations.models import AddresseeAnswer, RecommendationAddress
from vecu.recommendations.rules import AnswerDecision
from vecu.records.errors import RecordChanged, RecordRefused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
OTHER = replace(ANSWER, decision=AnswerDecision.ACCEPTED)


@pytest.fixture
def address() -> RecommendationAddress:
    row = make_published(make_group())
    return address_recommendation(row, ADDRESS, revision=row.revision, **ACT)


@pytest.fixture
def token(address) -> str:
    return make_answer_link(address, revision=1, **ACT)


def give(token: str, content: AnswerContent) -> str:
    try:
        answer_recommendation(token, content, answers_read=0, now=NOW)
    except RecordChanged:
        return "changed"
    except AnswerLinkGone:
        return "gone"
    return "given"


def test_of_two_different_answers_one_is_stored_and_the_other_person_learns_it(token):
    if not on_postgresql():
        return
    found = run_at_once(lambda: give(token, ANSWER), lambda: give(token, OTHER))

    assert sorted(map(str, found)) == ["changed", "given"]
    assert AddresseeAnswer.objects.count() == 1


def test_a_double_tap_is_one_answer(token):
    if not on_postgresql():
        return
    found = run_at_once(*[lambda: give(token, ANSWER)] * 4)

    assert set(found) == {"given"}
    assert AddresseeAnswer.objects.count() == 1


def test_a_link_that_is_replaced_at_that_moment_answers_before_that_or_not_at_all(token, address):
    if not on_postgresql():
        return
    _new, found = run_at_once(
        lambda: make_answer_link(address, revision=2, **ACT), lambda: give(token, ANSWER)
    )

    assert AddresseeAnswer.objects.count() == (1 if found == "given" else 0)
    assert found in {"given", "gone"}
    assert give(token, OTHER) == "gone"


def test_it_is_addressed_once_to_the_same_at_once():
    if not on_postgresql():
        return
    row = make_published(make_group())

    def send() -> str:
        try:
            address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
        except RecordRefused:
            return "refused"
        return "sent"

    assert sorted(map(str, run_at_once(send, send))) == ["refused", "sent"]

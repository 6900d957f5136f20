"""Recommendations in sentences, in both languages: counts with what they count, no percentage."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.utils import translation

from tests.evidence.toy_source import Note
from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    AGAINST,
    ANSWER,
    FOR,
    NOUR,
    NOW,
    PAUL,
    SALOME,
    TODAY,
    amend,
    draft,
    make_group,
    make_open,
    make_published,
    speak,
)
from vecu.accounts.rules import Scope, ScopeKind
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    make_answer_link,
)
from vecu.recommendations.content import Claim
from vecu.recommendations.positions import take_position
from vecu.recommendations.queries import get_recommendation_detail
from vecu.recommendations.rules import AnswerDecision
from vecu.recommendations.sentences import (
    describe_answer,
    describe_positions,
    describe_version,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ENGLISH, FRENCH = translation.override("en"), translation.override("fr")


def test_those_against_stand_in_the_sentence_also_where_there_is_none():
    row = make_open(make_group())

    def describe():
        return describe_positions(get_recommendation_detail(row, 1, TODAY).positions)

    with ENGLISH:
        assert describe() == "Nobody has taken a position on this version yet."
    for name in (SALOME, PAUL):
        take_position(row, 1, speak(row, name), FOR)
    with ENGLISH:
        assert describe() == "2 support it, 0 oppose it, 0 take no side."
    take_position(row, 1, speak(row, NOUR), AGAINST)
    with ENGLISH:
        assert describe() == "2 support it, 1 opposes it, 0 take no side."
    with FRENCH:
        assert describe() == "2 pour, 1 contre, 0 sans avis."


def test_a_claim_says_how_much_of_its_evidence_is_gone_and_nothing_of_why(walls):
    cited = [
        walls["quotation"].pin(Note(Scope(ScopeKind.STUDY, UUID(int=9)), words))
        for words in ("It takes the whole morning", "Nobody reads what I wrote")
    ]
    claims = [
        Claim(UUID(int=1), {"en": "Alerts take time."}, cited),
        Claim(UUID(int=2), {"en": "They need not."}),
    ]
    row = draft(make_group(), claims=claims)

    def describe():
        details = get_recommendation_detail(row, 1, TODAY).claims
        return [each.note for each in details]

    with ENGLISH:
        assert describe() == ["", "Nothing is cited for this: it is what the group holds."]
    walls["quotation"].take_down(cited[0])
    with ENGLISH:
        assert describe()[0] == (
            "Evidence no longer available, or changed: 1 of 2. To be discussed again."
        )
    with FRENCH:
        assert describe()[0].endswith("1 sur 2. À rediscuter.")


def test_an_answer_says_who_decided_what_by_when_and_why_it_was_corrected():
    row = make_published(make_group())
    address = address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
    token = make_answer_link(address, revision=1, **ACT)
    given = answer_recommendation(token, ANSWER, answers_read=0, now=NOW)
    with ENGLISH:
        assert describe_answer(given) == (
            "Head of the service answered on 28 November 2026: accepted in part."
            " “For rural offers, from the summer on.” To be done by 30 June 2027."
        )
    declined = replace(
        ANSWER,
        decision=AnswerDecision.DECLINED,
        done_by=None,
        correction={"en": "The budget is closed."},
    )
    corrected = answer_recommendation(token, declined, answers_read=1, now=NOW)
    with ENGLISH:
        assert describe_answer(corrected) == (
            "Head of the service answered on 28 November 2026: declined."
            " “For rural offers, from the summer on.” This corrects an earlier answer: “The budget"
            " is closed.”"
        )


def test_a_version_says_who_proposed_it_and_whether_it_was_undone():
    row = amend(draft(make_group()))
    first, second = row.versions.all()
    second.undone = True
    second.proposer, first.college = speak(row, NOUR).member, ""

    with ENGLISH:
        assert describe_version(first) == "Version 1 of 28 November 2026: First text."
        assert describe_version(second) == (
            "Version 2 of 28 November 2026, undone. Proposed by Nour, accompanied people: Says it"
            " in fewer words."
        )

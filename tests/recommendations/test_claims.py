"""Claims: what they may cite, what they stand on now, and how they come back to the group."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evidence.factories import make_published_finding
from tests.evidence.toy_source import Note
from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    AGAINST,
    ANSWER,
    CARD,
    CLAIM,
    FOR,
    NOUR,
    NOW,
    PAUL,
    PEOPLE,
    RECOMMENDATION,
    SALOME,
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
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.evidence_sources import PublishedFindings
from vecu.evidence.sources import EvidenceState, Reference, register_evidence_source
from vecu.groups.member_actions import add_group_member
from vecu.recommendations.actions import (
    merge_recommendations,
    publish_recommendation,
    set_recommendation_aside,
    take_recommendation_back,
)
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.claim_returns import return_claims
from vecu.recommendations.content import (
    AmendmentContent,
    Claim,
    EndReason,
    FollowUpContent,
    Voice,
)
from vecu.recommendations.models import ClaimReturn
from vecu.recommendations.positions import take_position
from vecu.recommendations.queries import (
    find_public_recommendation,
    get_reason_taken_back,
    get_recommendation_detail,
    get_returned_claims,
    list_group_recommendations,
    list_public_recommendations,
    list_supplier_cards,
)
from vecu.recommendations.rules import ClaimState, FollowUpOutcome
from vecu.records.actions import change_record, remove_record
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.models import Act
from vecu.site.commands.worker import DailyClosing

pytestmark = [pytest.mark.django_db, pytest.mark.data]
STUDY = Scope(ScopeKind.STUDY, UUID(int=9))
WORDS = "I spend every single morning explaining the same bus to the same machine"
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def group():
    return make_group()


def pin(wall, words=WORDS, **changed):
    return wall.pin(Note(STUDY, words, **changed))


def claim(*references, number=1, text="Alerts on cars take time.") -> Claim:
    return Claim(UUID(int=number), {"en": text}, list(references))


def list_states(row, number=1) -> list[ClaimState]:
    return [each.state for each in get_recommendation_detail(row, number, TODAY).claims]


def test_a_claim_stands_or_has_no_evidence_or_is_to_be_argued_again(group, walls):
    words, figure = pin(walls["quotation"]), pin(walls["log-figure"], "12 of 40")
    row = draft(
        group,
        claims=[claim(words, figure), claim(number=2), claim(figure, number=3)],
    )
    assert list_states(row) == [
        ClaimState.STANDING,
        ClaimState.WITHOUT_EVIDENCE,
        ClaimState.STANDING,
    ]

    walls["quotation"].take_down(words)

    detail = get_recommendation_detail(row, 1, TODAY)
    first = detail.claims[0]
    assert [each.state for each in detail.claims] == [
        ClaimState.ARGUE_AGAIN,
        ClaimState.WITHOUT_EVIDENCE,
        ClaimState.STANDING,
    ]
    assert detail.must_be_argued_again
    assert first.evidence[0].quotation == ""
    assert first.evidence[0].state is EvidenceState.GONE
    walls["log-figure"].reword(figure)
    assert list_states(row)[2] is ClaimState.ARGUE_AGAIN


def test_nothing_that_the_group_stores_holds_words_of_a_quotation(group, wall):
    row = make_published(group, claims=[claim(pin(wall))])

    stored = str(list(row.versions.values())) + str(list(Act.objects.values()))
    assert "every single morning" not in stored


def test_words_of_a_quotation_that_is_cited_are_refused_in_every_text(group, wall):
    copied = {"en": "They spend, like me, every single morning explaining the same bus."}
    cited = [claim(pin(wall), text=copied["en"])]

    with pytest.raises(RecordRefused) as refused:
        draft(group, claims=cited, statement=copied, cost=copied)
    assert set(refused.value.problems) == {"claim_1_en", "statement_en", "cost_en"}
    assert "every single morning explaining the" in refused.value.problems["cost_en"]


def test_words_of_a_quotation_are_refused_in_every_text_beside_it(group, wall):
    """Why it was amended or ended, what members, addressees and who follows it write."""
    copied = {"en": "They spend, like me, every single morning explaining the same bus."}
    row = make_published(group, claims=[claim(pin(wall))])
    address = address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
    token = make_answer_link(address, revision=1, **ACT)
    sent = {"answers_read": 0, "now": NOW}
    follow = FollowUpContent(FollowUpOutcome.DONE, copied, [pin(wall)])
    end = {"revision": row.revision, **ACT}
    attempts = [
        lambda: amend(row, cost=copied),  # what it stood on before is in the thread
        lambda: amend(row, amendment=AmendmentContent(Voice(WORKERS), copied)),
        lambda: take_recommendation_back(row, EndReason(copied), **end),
        lambda: answer_recommendation(token, replace(ANSWER, reasons=copied), **sent),
        lambda: follow_answer(address, follow, follow_ups_read=0, **ACT),
        lambda: take_position(
            make_open(group, claims=[claim(pin(wall))]),
            1,
            speak(group, NOUR),
            replace(FOR, reason=copied),
        ),
    ]
    for attempt in attempts[:4]:
        with pytest.raises(RecordRefused, match="explaining the"):
            attempt()
    answer_recommendation(token, ANSWER, **sent)
    for attempt in attempts[4:]:
        with pytest.raises(RecordRefused, match="explaining the"):
            attempt()


def test_only_what_everybody_reads_now_and_of_named_sources_can_be_cited(group, walls):
    reserved = pin(walls["quotation"], public=False)
    rumour, reworded = pin(walls["rumour"]), pin(walls["log-figure"], "12 of 40")
    walls["log-figure"].reword(reworded)

    with pytest.raises(RecordRefused) as refused:
        draft(
            group,
            claims=[
                claim(reserved),
                claim(rumour, number=2),
                claim(reworded, number=3),
                Claim(UUID(int=4), {}, [reserved]),
            ],
        )
    problems = refused.value.problems
    assert "not public" in problems["claim_1_evidence"]
    assert "cannot be cited here" in problems["claim_2_evidence"]
    assert "reads otherwise" in problems["claim_3_evidence"]
    assert "one sentence" in problems["claim_4_fr"]


def test_what_goes_during_a_vote_is_argued_again_before_it_is_published(group, wall):
    gone = pin(wall)
    row = make_open(group, claims=[claim(gone)])
    take_position(row, 1, speak(row, SALOME), FOR)
    wall.take_down(gone)

    take_position(row, 1, speak(row, NOUR), AGAINST)  # a vote goes on
    with pytest.raises(RecordRefused) as refused:
        publish_recommendation(row, revision=row.revision, **ACT)
    assert set(refused.value.problems) == {"claim_1_evidence"}
    assert row.versions.get().positions.count() == 2, "positions stay"

    row = amend(row, claims=[claim(gone), claim(number=2)])  # the rest can be amended
    assert list_states(row, 2) == [ClaimState.ARGUE_AGAIN, ClaimState.WITHOUT_EVIDENCE]
    row = amend(row, claims=[claim(number=2)])
    take_position(row, 3, speak(row, SALOME), FOR)
    assert publish_recommendation(row, revision=row.revision, **ACT).published == 3


def test_a_merged_one_may_cite_what_its_origins_cited_though_it_is_gone(group, wall):
    gone = pin(wall)
    one, other = draft(group, claims=[claim(gone)]), draft(group)
    wall.take_down(gone)
    revisions = {one.pk: one.revision, other.pk: other.revision}
    content = replace(RECOMMENDATION, claims=[claim(gone)])

    merged = merge_recommendations(
        [one],
        other,
        content,
        AmendmentContent(Voice(PEOPLE), {"en": "Both."}),
        revisions=revisions,
        **ACT,
    )
    assert list_states(merged, 2) == [ClaimState.ARGUE_AGAIN]


def test_claims_come_back_each_month_whether_or_not_evidence_is_gone(group, wall):
    gone = pin(wall)
    make_published(group, claims=[claim(gone)])
    make_open(make_group())

    assert return_claims(NOW) == 2
    assert return_claims(NOW + timedelta(hours=1)) == 0
    returned = get_returned_claims(group.id, TODAY)
    assert ([each.month for each in returned.months], list(returned.recommendations)) == (
        ["2026-11"],
        [],
    )
    stored = list(ClaimReturn.objects.values_list("month", flat=True))
    wall.take_down(gone)
    [detail] = get_returned_claims(group.id, TODAY).recommendations
    assert [each.state for each in detail.claims] == [ClaimState.ARGUE_AGAIN]
    assert stored == list(ClaimReturn.objects.values_list("month", flat=True))

    assert return_claims(DECEMBER) == 2
    months = get_returned_claims(group.id, TODAY).months
    assert [each.month for each in months] == ["2026-12", "2026-11"]


def test_a_claim_that_was_argued_again_comes_back_no_more(group, wall):
    gone, standing = pin(wall), pin(wall, "Nobody has asked us about it yet")
    row = make_published(group, claims=[claim(gone)])
    wall.take_down(gone)
    assert get_returned_claims(group.id, TODAY).recommendations

    amend(row, claims=[claim(standing)])

    assert not get_returned_claims(group.id, TODAY).recommendations
    public = find_public_recommendation(row.pk, TODAY)
    assert public.must_be_argued_again, "what everybody reads is the version that is published"


def test_what_was_set_aside_does_not_come_back(group, wall):
    gone = pin(wall)
    row = make_open(group, claims=[claim(gone)])
    wall.take_down(gone)
    reason = EndReason({"en": "Nobody needs it."})
    set_recommendation_aside(row, reason, revision=row.revision, **ACT)

    assert not get_returned_claims(group.id, TODAY).recommendations
    assert return_claims(NOW) == 0


def test_fifty_pieces_of_evidence_make_no_more_queries_than_five(group, walls):
    def count(number: int) -> int:
        group = make_group()
        half = number // 2
        words = [pin(walls["quotation"], f"{WORDS}, number {each}") for each in range(half)]
        figures = [pin(walls["log-figure"], f"{each} of 90") for each in range(number - half)]
        cited = [
            claim(*words, *figures),
            *(claim(each, number=7 + i) for i, each in enumerate(words)),
        ]
        row = make_open(group, claims=cited)
        for place in range(min(number, 27)):
            member, _link = add_group_member(row.group, f"Member {place}", WORKERS, **ACT)
            take_position(row, 1, Voice(WORKERS, member), replace(FOR, name_public=True))
        publish_recommendation(row, revision=row.revision, **ACT)
        with CaptureQueriesContext(connection) as asked:
            find_public_recommendation(row.pk, TODAY)
        return len(asked)

    assert count(50) == count(5)


def test_names_and_colleges_are_read_of_those_only_who_show_theirs(group):
    row = make_open(group)
    take_position(row, 1, speak(row, SALOME), replace(FOR, name_public=True))
    take_position(row, 1, speak(row, PAUL), FOR)
    take_position(row, 1, speak(row, NOUR), AGAINST)
    take_position(row, 1, Voice(WORKERS), replace(AGAINST, name_public=True))
    publish_recommendation(row, revision=row.revision, **ACT)

    [public] = list_public_recommendations(TODAY)
    sides = public.positions
    assert {(each.college, each.name) for each in sides.supporting.reasons} == {
        (None, ""),
        (WORKERS, "Salomé"),
    }
    assert {(each.college, each.name) for each in sides.opposing.reasons} == {
        (None, ""),
        (WORKERS, ""),
    }
    assert [len(sides.supporting.open), len(sides.opposing.open)] == [2, 2]
    assert (public.version.college, public.version.proposer) == ("", None)
    [own] = list_group_recommendations(group.id, TODAY)
    assert {each.name for each in own.positions.supporting.reasons} == {"Salomé", ""}


def test_what_is_merged_stays_public_until_what_it_went_on_in_is_published(group):
    one, other = make_published(group), make_published(group)
    for each in (one, other):
        each.refresh_from_db()
    revisions = {each.pk: each.revision for each in (one, other)}
    merge_recommendations(
        [one], other, RECOMMENDATION, AmendmentContent(Voice(PEOPLE), {"en": "Both."}),
        revisions=revisions, **ACT,
    )  # fmt: skip
    assert {each.recommendation for each in list_public_recommendations(TODAY)} == {one, other}

    other.refresh_from_db()
    take_position(other, 2, speak(other, SALOME), FOR)
    publish_recommendation(other, revision=other.revision, **ACT)
    [shown] = list_public_recommendations(TODAY)
    assert (shown.recommendation, shown.version.number) == (other, 2)
    assert find_public_recommendation(one.pk, TODAY).recommendation.merged_into == other


def test_what_was_taken_back_or_never_published_nobody_reads(group):
    row, never = make_published(group), make_open(group)
    reason = EndReason({"en": "The figure was wrong."})
    take_recommendation_back(row, reason, revision=row.revision, **ACT)

    assert list_public_recommendations(TODAY) == []
    assert find_public_recommendation(row.pk, TODAY) is None
    assert find_public_recommendation(never.pk, TODAY) is None
    assert get_reason_taken_back(row.pk) == reason.ended_reason
    assert get_reason_taken_back(never.pk) is None


def test_a_card_keeps_what_was_promised_apart_from_what_was_observed(group, walls):
    figure = pin(walls["log-figure"], "3 of 40 kept as they were")
    observed = [claim(figure), claim(number=2)]
    card = add_card(group, replace(CARD, observed=observed))

    [detail] = list_supplier_cards(group.id)
    assert [each.state for each in detail.observed] == [
        ClaimState.STANDING,
        ClaimState.WITHOUT_EVIDENCE,
    ]
    walls["log-figure"].take_down(figure)
    assert [each.card for each in get_returned_claims(group.id, TODAY).cards] == [card]
    card = change_record(card, replace(CARD, observed=[claim(figure)]), revision=1, **ACT)
    with pytest.raises(RecordChanged):
        remove_record(card, revision=1, **ACT)


def test_a_card_needs_what_becomes_of_the_problem_without_it(group):
    empty = replace(
        CARD, supplier="", product="", promised={}, promised_source="", without_it={},
        day=TODAY + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(RecordRefused) as refused:
        add_card(group, empty)

    assert set(refused.value.problems) == {
        "supplier", "product", "promised_fr", "promised_source", "without_it_fr", "day",
    }  # fmt: skip


def test_a_card_that_was_removed_or_changed_comes_back_by_undoing(group):
    card = add_card(group, replace(CARD, observed=[CLAIM]))
    card = change_record(card, replace(CARD, product="Other"), revision=1, **ACT)
    remove_record(card, revision=2, **ACT)
    for product in ("Other", CARD.product):
        undo(group)
        [detail] = list_supplier_cards(group.id)
        assert detail.card.product == product
    assert detail.card.day == CARD.day
    assert detail.observed[0].claim == CLAIM
    undo(group)
    assert list_supplier_cards(group.id) == []


def test_words_of_a_quotation_that_a_cited_finding_stands_on_are_refused_too(group, wall):
    register_evidence_source(PublishedFindings())
    finding = make_published_finding(STUDY, references=[pin(wall)])
    cited = Reference("finding", finding.pk, finding.revision)
    copied = {"en": "They spend every single morning explaining the same bus."}

    with pytest.raises(RecordRefused) as refused:
        draft(group, claims=[claim(cited)], cost=copied)
    assert set(refused.value.problems) == {"cost_en"}
    assert list_states(draft(group, claims=[claim(cited)])) == [ClaimState.STANDING]


def test_a_withdrawal_under_a_finding_returns_the_claim_that_cites_the_finding(group, wall):
    register_evidence_source(PublishedFindings())
    words = pin(wall)
    finding = make_published_finding(STUDY, references=[words])
    row = draft(group, claims=[claim(Reference("finding", finding.pk, finding.revision))])

    wall.take_down(words)

    assert list_states(row) == [ClaimState.ARGUE_AGAIN]


def test_claims_come_back_where_only_the_worker_runs(group):
    make_open(group)
    DailyClosing().run(NOW)

    assert ClaimReturn.objects.get().month == "2026-11"


def test_too_many_claims_or_pieces_of_evidence_are_refused_with_their_number(group, wall):
    cited = [pin(wall, f"{WORDS}, number {each}") for each in range(51)]
    many = [claim(number=each) for each in range(2, 32)]

    with pytest.raises(RecordRefused) as refused:
        draft(group, claims=[claim(*cited), *many])
    assert set(refused.value.problems) == {"claims", "claim_1_evidence"}
    assert "Found: 31." in refused.value.problems["claims"]
    assert "Found: 51." in refused.value.problems["claim_1_evidence"]

"""What claims cite of a group: results on hypotheses."""

import pytest
from django.utils import translation

from tests.evidence.source_checks import Scenario, check_evidence_source, describe
from tests.groups.factories import (
    AGREE,
    DISAGREE,
    LATER,
    NOW,
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
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import Audience, EvidenceState, list_evidence_sources
from vecu.groups.actions import withdraw_hypothesis
from vecu.groups.evidence_sources import HypothesisResults
from vecu.groups.models import GroupHypothesis
from vecu.groups.round_actions import close_round, release_totals

pytestmark = [pytest.mark.django_db, pytest.mark.data]

BEFORE = [*[AGREE] * 5, *[DISAGREE] * 4, *[UNSURE] * 5]
AFTER = [*[AGREE] * 7, *[DISAGREE] * 4, *[UNSURE] * 3]
# 5 and 6 now agree, 9 and 10 now disagree: four moved.
SOURCE = HypothesisResults()


def withdraw(cited):
    """Take the hypothesis of a reference back."""
    row = GroupHypothesis.objects.get(pk=cited.id)
    withdraw_hypothesis(row, {"en": "Badly put."}, revision=row.revision, by="lea", now=LATER)


@pytest.mark.parametrize("is_public", [False, True])
def test_results_fulfil_the_contract(is_public):
    group, members = make_full_group(public=is_public)
    run_round(group, members, BEFORE, 1, 2)
    if is_public:
        run_round(group, members, AFTER, 1, 2)
        chosen = [get_hypothesis(group, each).pk for each in (1, 2)]
        release_totals(group, chosen, name="The group", by="lea", now=LATER)
    change = withdraw if is_public else lambda _cited: run_round(group, members, AFTER, 1, 2)

    scenario = Scenario(
        group.scope,
        make_group("tom", "other").scope,
        change=change,
        remove=withdraw,
        day=LATER.date() if is_public else NOW.date(),
    )
    everybody = SOURCE.list_citable(group.scope, Audience.EVERYBODY)
    assert len(everybody) == (2 if is_public else 0)
    check_evidence_source(SOURCE, scenario)


def test_it_is_there_when_the_laboratory_starts():
    assert "hypothesis-result" in {each.name for each in list_evidence_sources()}


def test_an_open_round_is_no_evidence_nor_one_of_four_answers():
    group = make_group()
    members = make_members(group, [WORKERS] * 6)
    sealed = open_on(group)
    for member in members[:4]:
        take(member, sealed, AGREE)
    assert SOURCE.list_citable(group.scope, Audience.MEMBERS) == []

    close_round(sealed, by="lea", now=NOW)

    assert SOURCE.list_citable(group.scope, Audience.MEMBERS) == []
    assert SOURCE.list_citable(Scope(ScopeKind.STUDY, group.pk), Audience.MEMBERS) == []


def test_everybody_reads_what_was_released_and_members_then_read_the_same():
    group, members = make_full_group(public=True)
    run_round(group, members, BEFORE)
    run_round(group, members, AFTER)
    with translation.override("en"):
        [inside] = SOURCE.list_citable(group.scope, Audience.MEMBERS)
    assert SOURCE.list_citable(group.scope, Audience.EVERYBODY) == []
    assert inside.sentence.endswith(
        "– First round: Of 14 members: 5 agree, 4 disagree, 5 are not sure. Second round: Of 14"
        " members: 7 agree, 4 disagree, 3 are not sure. 4 of 14 members changed their position. Of"
        " these, now: 2 agree, 2 disagree."
    )

    chosen = [get_hypothesis(group).pk]
    release_totals(group, chosen, name="The group", by="lea", now=LATER)

    with translation.override("en"):
        [outside] = SOURCE.list_citable(group.scope, Audience.EVERYBODY)
        [same] = SOURCE.list_citable(group.scope, Audience.MEMBERS)
        [cited] = describe(SOURCE, inside.reference)
    assert outside == same
    assert outside.sentence.endswith(
        "– First round: Of 14 members: 5 agree, 4 disagree, 5 are not sure or take no position."
        " Second round: Of 14 members: 7 agree, 4 disagree, 3 are not sure or take no position."
    )
    assert cited.state is EvidenceState.CHANGED

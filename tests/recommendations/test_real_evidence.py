"""Claims on the laboratory's own sources: a point that was shared, an agreement that stands."""

from uuid import UUID

import pytest

from tests.dialogue.factories import ACT as DIALOGUE_ACT
from tests.dialogue.factories import WITHDRAWN, WORKSHOP, note, note_point, note_signed
from tests.recommendations.factories import TODAY, draft, make_group
from tests.register.factories import make_public_system, make_system
from vecu.dialogue.actions import end_dialogue_entry
from vecu.evidence.sources import Reference, list_evidence_sources
from vecu.recommendations.content import Claim
from vecu.recommendations.queries import (
    get_recommendation_detail,
    get_returned_claims,
)
from vecu.recommendations.rules import CLAIM_SOURCES, ClaimState
from vecu.records.errors import RecordRefused

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def claim(reference: Reference, number: int = 1) -> Claim:
    return Claim(UUID(int=number), {"en": "Targets make people click alerts away."}, [reference])


def test_a_withdrawn_agreement_leaves_the_claim_to_be_argued_again():
    group, system = make_group(), make_public_system()
    point, agreement = note_point(system, note(system, WORKSHOP)), note_signed(system)
    cited = Reference("shared-point", point.pk, 2), Reference("agreement", agreement.pk, 1)
    row = draft(group, claims=[claim(cited[0]), claim(cited[1], 2)])

    end_dialogue_entry(agreement, WITHDRAWN, revision=1, **DIALOGUE_ACT)

    shared, agreed = get_recommendation_detail(row, 1, TODAY).claims
    assert (shared.state, agreed.state) == (ClaimState.STANDING, ClaimState.ARGUE_AGAIN)
    assert shared.evidence[0].address.startswith("/"), "one link away without an account"
    [returned] = get_returned_claims(group.id, TODAY).recommendations
    assert returned.recommendation == row


def test_what_is_noted_of_a_system_that_is_not_published_cannot_be_cited():
    agreement = note_signed(make_system())

    with pytest.raises(RecordRefused) as refused:
        draft(make_group(), claims=[claim(Reference("agreement", agreement.pk, 1))])
    assert set(refused.value.problems) == {"claim_1_evidence"}


def test_every_source_that_a_claim_may_cite_is_there_but_that_of_hypotheses():
    names = {each.name for each in list_evidence_sources()}

    assert CLAIM_SOURCES - names <= {"hypothesis-result"}

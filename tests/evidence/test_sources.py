"""The contract of evidence: what is cited is shown as it stands now."""

from datetime import date
from uuid import uuid4

import pytest

from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.evidence.toy_source import Note, WallOfNotes
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    list_evidence,
    register_evidence_source,
)

NOTED = date(2026, 11, 2)
SCOPE, OTHER = (Scope(ScopeKind.STUDY, uuid4()) for _ in range(2))
pytestmark = pytest.mark.django_db


def test_the_toy_fulfils_the_contract(wall):
    for words, public in (("slow", True), ("quick", True), ("kept inside", False)):
        wall.pin(Note(SCOPE, words, public=public))

    check_evidence_source(wall, Scenario(SCOPE, OTHER, wall.reword, wall.take_down, NOTED))


def test_the_checks_find_a_source_that_keeps_words_of_what_is_gone(wall):
    class Forgetful(WallOfNotes):
        def take_down(self, reference: Reference) -> None:
            self.notes[reference.id] = Note(OTHER, "still here", id=reference.id)

    forgetful = Forgetful()
    forgetful.pin(Note(SCOPE, "slow"))
    forgetful.pin(Note(SCOPE, "quick"))

    with pytest.raises(AssertionError):
        check_evidence_source(
            forgetful, Scenario(SCOPE, OTHER, forgetful.reword, forgetful.take_down, NOTED)
        )


def test_evidence_comes_in_the_order_in_which_it_is_cited(wall):
    first, second = wall.pin(Note(SCOPE, "slow")), wall.pin(Note(SCOPE, "quick"))

    shown = list_evidence([second, first, second], Audience.EVERYBODY)

    assert [one.quotation for one in shown] == ["quick", "slow", "quick"]


def test_what_a_room_that_is_not_there_any_more_had_to_show_is_gone(wall):
    lost = Reference("seances", uuid4(), 3)

    assert list_evidence([lost], Audience.MEMBERS) == [Evidence(lost, EvidenceState.GONE)]


def test_evidence_that_is_gone_can_hold_nothing():
    with pytest.raises(ValueError, match="gone"):
        Evidence(Reference("notes", uuid4(), 1), EvidenceState.GONE, sentence="It was about sleep")


def test_two_sources_cannot_have_one_name(wall):
    with pytest.raises(ValueError, match="notes"):
        register_evidence_source(WallOfNotes())

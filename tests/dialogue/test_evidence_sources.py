"""What claims cite of a dialogue: points that were shared, agreements that stand."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from tests.dialogue.factories import (
    ACT,
    CLAUSE,
    COMMITMENT,
    MANDATE,
    OPPOSED,
    SHARED,
    STAFF_ACT,
    WITHDRAWN,
    WORKSHOP,
    make_point,
    note,
    note_point,
    note_signed,
)
from tests.evidence.source_checks import Scenario, check_evidence_source, describe
from tests.register.factories import VERSION, make_entry, make_public_system, make_system
from vecu.accounts.rules import Scope, ScopeKind
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.evidence_sources import SharedPoints, StandingAgreements
from vecu.dialogue.models import StaffAgreement, WorkshopPoint
from vecu.dialogue.rules import DialogueKind, Ending
from vecu.evidence.sources import Audience, EvidenceState, Reference, list_evidence_sources
from vecu.records.actions import change_record, remove_record
from vecu.records.errors import RecordRefused
from vecu.register.queries import get_system_detail

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize("make", [make_system, make_public_system])
def test_shared_points_fulfil_the_contract(make):
    system, empty = make(), make("tom")
    workshop = note(system, WORKSHOP)
    for _number in range(2):
        note_point(system, workshop)

    def change(cited):
        row = WorkshopPoint.objects.get(pk=cited.id)
        other = make_point(workshop, statement={"en": "Another point"})
        change_record(row, other, revision=1, **ACT)

    def remove(cited):
        row = WorkshopPoint.objects.get(pk=cited.id)
        remove_record(row, revision=row.revision, **ACT)

    scenario = Scenario(system.scope, empty.scope, change, remove, date(2026, 10, 6))
    check_evidence_source(SharedPoints(), scenario)


@pytest.mark.parametrize("make", [make_system, make_public_system])
def test_agreements_fulfil_the_contract(make):
    system, empty = make(), make("tom")
    for reference in ("A 1", "A 2"):
        note_signed(system, reference=reference)

    def end(cited, ending):
        row = StaffAgreement.objects.get(pk=cited.id)
        end_dialogue_entry(row, replace(WITHDRAWN, ended=ending), revision=row.revision, **ACT)

    scenario = Scenario(
        system.scope,
        empty.scope,
        change=lambda cited: end(cited, Ending.DENOUNCED),
        remove=lambda cited: end(cited, Ending.WITHDRAWN),
        day=date(2026, 9, 15),
    )
    check_evidence_source(StandingAgreements(), scenario)


def test_both_sources_are_there_when_the_laboratory_starts():
    assert {"shared-point", "agreement"} <= {each.name for each in list_evidence_sources()}


def test_what_is_pending_or_not_shared_is_no_evidence_nor_what_was_shared_once():
    system = make_system()
    workshop = note(system, WORKSHOP)
    point = note_point(system, workshop)
    for positions in ((SHARED, OPPOSED), (SHARED, MANDATE)):
        note_point(system, workshop, *positions)
    source = SharedPoints()
    [cited] = source.list_citable(system.scope, Audience.MEMBERS)
    assert cited.reference.id == point.pk

    change_record(point, make_point(workshop, SHARED, OPPOSED), revision=1, **ACT)

    assert describe(source, cited.reference)[0].state is EvidenceState.GONE


def test_a_point_reads_otherwise_when_its_workshop_does():
    system = make_system()
    workshop = note(system, WORKSHOP)
    note_point(system, workshop)
    [before] = SharedPoints().list_citable(system.scope, Audience.MEMBERS)

    later = replace(WORKSHOP, day=date(2026, 10, 7))
    change_record(workshop, later, revision=1, **ACT)

    [after] = describe(SharedPoints(), before.reference)
    assert after.state is EvidenceState.CHANGED
    assert "7 October 2026" in after.sentence


def test_a_point_stays_with_its_workshop_so_that_no_other_reads_like_the_one_cited():
    """A sent form names the workshop: one with an earlier revision would make up for a change."""
    system = make_system()
    workshop, other = note(system, WORKSHOP), note(system, WORKSHOP, day=date(2026, 10, 20))
    later = replace(WORKSHOP, day=date(2026, 10, 7))
    change_record(workshop, later, revision=1, **ACT)
    point = note_point(system, workshop)
    moved = make_point(other, statement={"en": "Another point"})

    with pytest.raises(RecordRefused) as refused:
        change_record(point, moved, revision=1, **ACT)
    assert refused.value.problems == {"workshop": "A point stays with its workshop."}


def test_everybody_reads_those_of_published_systems_only():
    hidden, public = make_system("tom"), make_public_system()
    for system in (hidden, public):
        note_point(system, note(system, WORKSHOP))
        note_signed(system)

    for source in (SharedPoints(), StandingAgreements()):
        assert source.list_citable(hidden.scope, Audience.EVERYBODY) == []
        assert len(source.list_citable(public.scope, Audience.EVERYBODY)) == 1
        assert source.list_citable(Scope(ScopeKind.STUDY, public.pk), Audience.MEMBERS) == []


def test_sentences_say_who_shares_and_who_was_not_there_who_signed_and_that_it_ended():
    system = make_system()
    note_point(system, note(system, WORKSHOP))
    agreement = note_signed(system)

    with translation.override("en"):
        [point] = SharedPoints().list_citable(system.scope, Audience.MEMBERS)
        [signed] = StandingAgreements().list_citable(system.scope, Audience.MEMBERS)
        denounced = replace(WITHDRAWN, ended=Ending.DENOUNCED, ended_by="Union A")
        with pytest.raises(RecordRefused, match="Each side denounces in its own name"):
            end_dialogue_entry(agreement, denounced, revision=1, **ACT)
        end_dialogue_entry(agreement, denounced, revision=1, **STAFF_ACT)
        [after] = describe(StandingAgreements(), signed.reference)
    assert point.sentence == (
        "Shared at the workshop of 6 October 2026 by those who work with it and management:"
        " “Ask first whether a bus comes in time”. Not present: the staff representatives and those"
        " whom it concerns. Neither consultation nor agreement: taking part removes nobody’s right"
        " to refuse."
    )
    assert signed.sentence == (
        "Agreement of 15 September 2026, the time that alerts take, signed by Direction of the"
        " service and Union A, Union B: No target counts alerts."
    )
    assert after.sentence == signed.sentence + (
        " Denounced on 20 November 2026 by Union A; how long it still holds is to be checked by"
        " counsel."
    )
    with translation.override("fr"):
        [point] = SharedPoints().list_citable(system.scope, Audience.MEMBERS)
    assert "Point partagé lors de l’atelier du 6 octobre 2026" in point.sentence


def test_a_version_cites_a_point_and_an_agreement_and_says_when_one_is_gone():
    system = make_system()
    workshop = note(system, WORKSHOP)
    point, agreement = note_point(system, workshop), note_signed(system)
    references = [
        Reference("shared-point", point.pk, 2),
        Reference("agreement", agreement.pk, 1),
    ]
    make_entry(system, VERSION, day=date(2026, 10, 12), references=references)
    end_dialogue_entry(agreement, WITHDRAWN, revision=1, **ACT)

    [version] = get_system_detail(system, Audience.MEMBERS).versions
    assert [each.state for each in version.evidence] == [
        EvidenceState.STANDING,
        EvidenceState.GONE,
    ]


def test_what_comes_of_a_point_is_no_older_than_its_workshop():
    system = make_system()
    point = note_point(system, note(system, WORKSHOP))
    source = {"origin_kind": DialogueKind.POINT, "origin": point.pk}

    for content in (CLAUSE, replace(COMMITMENT, day=date(2026, 10, 5))):
        with pytest.raises(RecordRefused) as refused:
            note(system, content, **source)
        assert "dates from 6 October 2026, and this is dated" in refused.value.problems["origin"]
    note(system, COMMITMENT, **source)

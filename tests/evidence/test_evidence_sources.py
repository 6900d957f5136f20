"""Findings as evidence of claims above them; no finding is evidence of another."""

from uuid import uuid4

import pytest
from django.utils import translation

from tests.evidence.factories import BOTH, NOW, make_content, make_finding, make_published_finding
from tests.evidence.source_checks import Scenario, check_evidence_source, describe
from tests.evidence.toy_source import Note
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.actions import edit_finding, publish_finding, take_finding_back
from vecu.evidence.evidence_sources import PublishedFindings
from vecu.evidence.models import Finding
from vecu.evidence.queries import list_citable
from vecu.evidence.sources import (
    Audience,
    EvidenceState,
    Reference,
    list_evidence,
    register_evidence_source,
)
from vecu.records.errors import RecordRefused

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LATER = {"fr": "Vérifier prend du temps, ailleurs aussi.", "en": "Checking takes time there too."}


@pytest.fixture
def scope() -> Scope:
    return Scope(ScopeKind.STUDY, uuid4())


@pytest.fixture
def source(wall) -> PublishedFindings:
    source = PublishedFindings()
    register_evidence_source(source)
    return source


def replace_finding(reference) -> Finding:
    finding = Finding.objects.get(pk=reference.id)
    content = make_content(sentence=LATER)
    version = edit_finding(finding, content, revision=finding.revision, by="lea", now=NOW)
    publish_finding(version, by="lea", now=NOW)
    return version


def test_published_findings_fulfil_the_contract(scope, source):
    for _number in range(2):
        make_published_finding(scope)
    make_finding(scope)

    def remove(reference):
        take_finding_back(Finding.objects.get(pk=reference.id), by="lea", now=NOW)

    empty = Scope(ScopeKind.STUDY, uuid4())
    scenario = Scenario(scope, empty, replace_finding, remove, NOW.date())
    check_evidence_source(source, scenario)


def test_a_finding_whose_own_evidence_is_gone_has_to_be_argued_again_by_who_cites_it(
    scope, source, wall
):
    note = wall.pin(Note(scope, "Nobody ever reads these pages"))
    make_published_finding(scope, references=[note])
    [cited] = source.list_citable(scope, Audience.EVERYBODY)

    wall.take_down(note)

    [after] = describe(source, cited.reference)
    assert after.state is EvidenceState.CHANGED
    assert source.list_citable(scope, Audience.EVERYBODY) == []


def test_a_finding_that_was_replaced_reads_as_its_latest_version_until_that_is_taken_back(
    scope, source
):
    make_published_finding(scope)
    [cited] = source.list_citable(scope, Audience.EVERYBODY)
    version = replace_finding(cited.reference)

    with translation.override("en"):
        [after] = describe(source, cited.reference)
    assert after.state is EvidenceState.CHANGED
    assert "Checking takes time there too." in after.sentence
    version.refresh_from_db()
    take_finding_back(version, by="lea", now=NOW)
    assert describe(source, cited.reference)[0].state is EvidenceState.GONE


def test_a_finding_says_who_answers_for_it_and_how_sure_they_are(scope, source):
    make_published_finding(scope)

    with translation.override("en"):
        [cited] = source.list_citable(scope, Audience.EVERYBODY)
    assert cited.sentence == (
        f"Finding (The team of the Val-de-Sève): {BOTH['en']} Moderate confidence."
    )


def test_no_finding_cites_another(scope, source):
    finding = make_published_finding(scope)
    reference = Reference(source.name, finding.pk, finding.revision)

    assert source.name not in {each.source.name for each in list_citable(scope)}
    with pytest.raises(RecordRefused):
        make_finding(scope, references=[reference])


def test_drafts_and_what_never_was_are_gone(scope, source):
    draft = make_finding(scope)
    references = [Reference(source.name, each, 1) for each in (draft.pk, uuid4())]

    found = list_evidence(references, Audience.MEMBERS)
    assert {each.state for each in found} == {EvidenceState.GONE}

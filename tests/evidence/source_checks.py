"""What every evidence source fulfils, whatever its room: `check_evidence_source`.

def test_quotations_fulfil_the_contract():
    scenario = Scenario(scope, other_scope, change=..., remove=..., day=date(2026, 11, 24))
    check_evidence_source(QuotationSource(), scenario)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from vecu.accounts.rules import Scope
from vecu.evidence.sources import Audience, Evidence, EvidenceSource, EvidenceState, Reference


@dataclass(frozen=True)
class Scenario:
    """A scope with two pieces of evidence at least, one without any, and what can befall them.

    `change` makes what a reference shows read otherwise, `remove` takes it away as its room would.
    All of it became public, or was received, on `day`.
    """

    scope: Scope
    empty: Scope
    change: Callable[[Reference], None]
    remove: Callable[[Reference], None]
    day: date


def check_evidence_source(source: EvidenceSource, scenario: Scenario) -> None:
    """Fail at the first promise of the contract that a source does not keep."""
    for check in (
        check_name,
        check_what_can_be_cited_stands_and_reads_the_same_when_described,
        check_every_language_has_its_sentence,
        check_it_has_the_day_on_which_it_became_public,
        check_everybody_sees_no_more_than_members,
        check_one_question_for_many_costs_no_more_than_for_one,
        check_what_never_was_is_gone,
        check_what_was_changed_says_so,
        check_what_was_removed_is_gone_like_what_never_was,
    ):
        check(source, scenario)


def describe(source: EvidenceSource, *references: Reference) -> list[Evidence]:
    """Return what a source says of references to a member; what it leaves out is gone."""
    found = source.describe(references, Audience.MEMBERS)
    return [found.get(each) or Evidence(each, EvidenceState.GONE) for each in references]


def check_name(source: EvidenceSource, _scenario: Scenario) -> None:
    assert source.name.replace("-", "").isalpha()
    assert source.name == source.name.lower()
    assert len(source.name) <= 40
    assert str(source.label)


def check_what_can_be_cited_stands_and_reads_the_same_when_described(
    source: EvidenceSource, scenario: Scenario
) -> None:
    citable = source.list_citable(scenario.scope, Audience.MEMBERS)

    assert len(citable) >= 2
    assert {one.state for one in citable} == {EvidenceState.STANDING}
    assert {one.reference.source for one in citable} == {source.name}
    assert describe(source, *(one.reference for one in citable)) == list(citable)
    assert not source.list_citable(scenario.empty, Audience.MEMBERS)


def check_every_language_has_its_sentence(source: EvidenceSource, scenario: Scenario) -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            for one in source.list_citable(scenario.scope, Audience.MEMBERS):
                assert one.sentence.strip()
                assert bool(one.quotation) <= bool(one.language)


def check_it_has_the_day_on_which_it_became_public(
    source: EvidenceSource, scenario: Scenario
) -> None:
    """Nothing that is dated earlier may cite it; when somebody answered is in no evidence."""
    citable = source.list_citable(scenario.scope, Audience.MEMBERS)

    assert {one.day for one in citable} == {scenario.day}


def check_everybody_sees_no_more_than_members(source: EvidenceSource, scenario: Scenario) -> None:
    members = source.list_citable(scenario.scope, Audience.MEMBERS)
    everybody = source.list_citable(scenario.scope, Audience.EVERYBODY)

    assert {one.reference for one in everybody} <= {one.reference for one in members}
    hidden = [one.reference for one in members if one not in everybody]
    found = source.describe(hidden, Audience.EVERYBODY)
    assert {one.state for one in found.values()} <= {EvidenceState.GONE}


def check_one_question_for_many_costs_no_more_than_for_one(
    source: EvidenceSource, scenario: Scenario
) -> None:
    references = [one.reference for one in source.list_citable(scenario.scope, Audience.MEMBERS)]
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        source.describe(references[:1], Audience.MEMBERS)
    with CaptureQueriesContext(connection) as for_all:
        source.describe(references, Audience.MEMBERS)

    assert len(for_all) <= len(for_one)


def check_what_never_was_is_gone(source: EvidenceSource, _scenario: Scenario) -> None:
    (never,) = describe(source, Reference(source.name, uuid4(), 1))

    assert never.state is EvidenceState.GONE


def check_what_was_changed_says_so(source: EvidenceSource, scenario: Scenario) -> None:
    """A claim was argued with what it read then; what it reads now may not carry it."""
    before = source.list_citable(scenario.scope, Audience.MEMBERS)[0]
    scenario.change(before.reference)
    (after,) = describe(source, before.reference)

    assert after.state in {EvidenceState.CHANGED, EvidenceState.GONE}
    assert after.reference == before.reference


def check_what_was_removed_is_gone_like_what_never_was(
    source: EvidenceSource, scenario: Scenario
) -> None:
    removed = source.list_citable(scenario.scope, Audience.MEMBERS)[-1].reference
    scenario.remove(removed)

    assert describe(source, removed) == [Evidence(removed, EvidenceState.GONE)]
    cited = source.list_citable(scenario.scope, Audience.MEMBERS)
    assert removed.id not in {one.reference.id for one in cited}

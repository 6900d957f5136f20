"""Evidence comes first: nothing cites what became public after the day that it is dated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.factories import NOW, make_content, make_finding
from tests.evidence.toy_source import Note
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence import sources
from vecu.evidence.actions import edit_finding, publish_finding
from vecu.evidence.citing_days import describe_later_evidence
from vecu.evidence.models import Citation, Finding
from vecu.evidence.queries import get_finding_detail
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    list_evidence_sources,
)
from vecu.records.errors import RecordRefused

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SCOPE = Scope(ScopeKind.STUDY, uuid4())
FIRST = date(2026, 1, 1)
NAMES = sorted(each.name for each in list_evidence_sources())
DAYS = st.dates(FIRST, date(2026, 12, 31))


@dataclass(frozen=True)
class DatedSource:
    """A source of this name, whose evidence tells its day by its revision."""

    name: str
    label: str = "Dated"

    def list_citable(self, _scope: Scope, _audience: Audience) -> Sequence[Evidence]:
        return []

    def describe(
        self, references: Sequence[Reference], _audience: Audience
    ) -> Mapping[Reference, Evidence]:
        return {
            each: Evidence(
                each,
                EvidenceState.STANDING,
                sentence=f"A {self.name}",
                day=FIRST + timedelta(days=each.revision),
            )
            for each in references
        }


@pytest.fixture
def dated(monkeypatch) -> None:
    """Every registered source shows evidence of the day that its reference names."""
    monkeypatch.setattr(sources, "_registered", {name: DatedSource(name) for name in NAMES})


def cite(source: str, day: date) -> Reference:
    return Reference(source, uuid4(), (day - FIRST).days)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def draft(*references: Reference) -> Finding:
    """Draft a finding, and let it cite whatever the kind."""
    finding = make_finding(SCOPE)
    Citation.objects.bulk_create(
        Citation(
            finding=finding, place=place, source=each.source, reference=each.id,
            revision=each.revision,
        )
        for place, each in enumerate(references)
    )  # fmt: skip
    return finding


def refuse(finding: Finding, day: date) -> Mapping[str, str]:
    """Return why a finding cannot be published on a day."""
    with pytest.raises(RecordRefused) as refusal:
        publish_finding(finding, by="lea", now=noon(day))
    return refusal.value.problems


def test_all_kinds_of_evidence_are_tried():
    assert set(NAMES) == {
        "agreement", "evaluation-result", "figure", "finding", "hypothesis-result", "log-figure",
        "matrix-cell", "practice", "quotation", "shared-point", "system-setting", "system-version",
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    claims=st.lists(st.tuples(st.sampled_from(NAMES), DAYS), min_size=1, max_size=6),
    own=DAYS,
)
def test_whatever_the_kind_a_claim_is_refused_exactly_if_something_it_cites_is_later(claims, own):
    """The rule as a table: the latest day of what is cited against its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_registered", {name: DatedSource(name) for name in NAMES})
        cited = sources.list_evidence([cite(*each) for each in claims], Audience.MEMBERS)
        finding = draft(*(each.reference for each in cited))
        latest = max(day for _name, day in claims)

        assert bool(describe_later_evidence(cited, own)) == (latest > own)
        if latest > own:
            assert "evidence" in refuse(finding, own)
        else:
            publish_finding(finding, by="lea", now=noon(own))


def test_it_says_where_which_rule_what_was_found_and_what_to_do(dated):
    early, late = date(2026, 3, 2), date(2026, 10, 6)
    finding = draft(cite("figure", early), cite("shared-point", late))

    assert refuse(finding, date(2026, 9, 15)) == {
        "evidence": "“A shared-point” dates from 6 October 2026, and this is dated 15 September"
        " 2026: nothing can stand on what came after it. Leave it out, or date this 6 October 2026"
        " or later."
    }
    with translation.override("fr"):
        refused = refuse(finding, date(2026, 9, 15))["evidence"]
    assert "est du 6 octobre 2026, et ce texte est daté du 15 septembre 2026" in refused


def test_what_is_refused_keeps_what_was_typed_and_can_be_published_on_the_day(dated):
    day = date(2026, 10, 6)
    finding = draft(cite("agreement", day))
    refuse(finding, day - timedelta(days=1))

    finding.refresh_from_db()
    assert finding.state == FindingState.DRAFT
    assert [each.source for each in finding.references] == ["agreement"]
    publish_finding(finding, by="lea", now=noon(day))


def test_what_was_published_before_this_rule_is_read_as_it_was(dated):
    finding = draft(cite("figure", date(2026, 10, 6)))
    Finding.objects.filter(pk=finding.pk).update(state=FindingState.PUBLISHED, day=date(2026, 3, 2))
    finding.refresh_from_db()

    detail = get_finding_detail(finding, Audience.EVERYBODY)

    assert [each.state for each in detail.evidence] == [EvidenceState.STANDING]
    assert not detail.must_be_argued_again


def test_what_is_gone_or_undated_is_never_late(wall):
    undated = wall.pin(Note(SCOPE, "an old guide", day=None))
    gone = Reference("notes", uuid4(), 1)
    shown = sources.list_evidence([undated, gone], Audience.MEMBERS)

    assert describe_later_evidence(shown, FIRST) == ""


def test_a_source_that_went_between_citation_and_publication_is_refused_in_words(wall):
    kept, taken = wall.pin(Note(SCOPE, "slow")), wall.pin(Note(SCOPE, "quick"))
    finding = make_finding(SCOPE, references=[kept, taken])
    wall.take_down(taken)

    assert refuse(finding, NOW.date()) == {
        "evidence": "Some of what it cites is gone or reads otherwise now. Edit the draft: untick"
        " what is gone, read again what has changed, and save."
    }
    finding.refresh_from_db()
    assert finding.references == [kept, taken], "nothing that was ticked is lost"
    publish_finding(
        edit_finding(
            finding, make_content(references=[kept]), revision=finding.revision, by="lea", now=NOW
        ),
        by="lea",
        now=NOW,
    )

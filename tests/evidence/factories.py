"""Findings for tests: whole ones, which may be published as they are."""

from datetime import UTC, datetime
from typing import Any

from vecu.accounts.rules import Scope
from vecu.evidence.actions import FindingContent, draft_finding, publish_finding
from vecu.evidence.models import Finding
from vecu.evidence.rules import Confidence, ConfidenceReason, FindingTheme

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
BOTH = {"fr": "Vérifier prend du temps.", "en": "Checking takes time."}
WHOLE: dict[str, Any] = {
    "sentence": BOTH,
    "theme": FindingTheme.MACHINE_TENDING,
    "group": "The team of the Val-de-Sève",
    "confidence": Confidence.MODERATE,
    "confidence_reasons": {ConfidenceReason.ADEQUACY: {"en": "Many stories, few long ones."}},
    "limits": {"en": "How many people work so."},
    "would_change": {"en": "Stories of teams that check nothing."},
}


def make_content(**changed: Any) -> FindingContent:
    """Write a finding that lacks nothing, but for what is changed."""
    return FindingContent(**WHOLE | changed)


def make_finding(scope: Scope, *, now: datetime = NOW, **changed: Any) -> Finding:
    """Draft a finding."""
    return draft_finding(scope, make_content(**changed), by="lea", now=now)


def make_published_finding(scope: Scope, *, now: datetime = NOW, **changed: Any) -> Finding:
    """Draft a finding and publish it."""
    finding = make_finding(scope, now=now, **changed)
    publish_finding(finding, by="lea", now=now)
    finding.refresh_from_db()
    return finding

"""Read findings: those of a scope, with what they stand on now, and how they came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vecu.accounts.rules import Scope
from vecu.evidence.models import Finding, FindingEvent
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Audience, Evidence, EvidenceState, list_evidence


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """A finding with what it stands on, as it is now."""

    finding: Finding
    evidence: tuple[Evidence, ...]

    @property
    def standing(self) -> tuple[Evidence, ...]:
        """What can be shown of it."""
        return tuple(one for one in self.evidence if one.state is not EvidenceState.GONE)

    @property
    def must_be_argued_again(self) -> bool:
        """Whether something that it cited is gone or reads otherwise."""
        return any(one.state is not EvidenceState.STANDING for one in self.evidence)


def list_findings(scope: Scope) -> list[FindingDetail]:
    """Return all findings of a scope as members see them, the latest version first."""
    found = _about(scope).prefetch_related("citations")
    return _describe(found.order_by("theme", "-version", "id"), Audience.MEMBERS)


def list_published_findings(scope: Scope, audience: Audience) -> list[FindingDetail]:
    """Return what is published about a scope."""
    found = _about(scope).filter(state=FindingState.PUBLISHED)
    return _describe(found.prefetch_related("citations").order_by("theme", "id"), audience)


def find_finding(scope: Scope, finding: UUID) -> Finding | None:
    """Return one finding of a scope, None if there is none."""
    return _about(scope).filter(pk=finding).first()


def list_finding_history(finding: Finding) -> list[FindingEvent]:
    """Return who did what with it, latest first."""
    return list(finding.events.select_related("undoes"))


def _about(scope: Scope) -> QuerySet[Finding]:
    return Finding.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)


def _describe(findings: Iterable[Finding], audience: Audience) -> list[FindingDetail]:
    """Ask each source once for all findings together."""
    found = list(findings)
    cited = [[each.cited for each in one.citations.all()] for one in found]
    shown = iter(list_evidence([each for part in cited for each in part], audience))
    return [
        FindingDetail(one, tuple(next(shown) for _each in part))
        for one, part in zip(found, cited, strict=True)
    ]

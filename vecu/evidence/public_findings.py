"""Read findings as everybody does: what is published, and what became of what was."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.models import Citation, Finding
from vecu.evidence.queries import FINDINGS, FindingDetail, describe_findings
from vecu.evidence.rules import FindingState, FindingTheme, FindingVerb
from vecu.evidence.sources import Audience, Reference
from vecu.records.queries import list_acts

FindingOrder = Callable[[Sequence[Finding]], Sequence[Finding]]
"""Puts findings, which come the newest first, in another order."""


def list_latest_findings(
    kind: ScopeKind,
    scopes: Collection[UUID],
    limit: int | None = None,
    *,
    order: FindingOrder = list,
) -> list[FindingDetail]:
    """Return what is published about any of some scopes of one kind, the first ones of an order."""
    found = _published().filter(scope_kind=kind, scope_uuid__in=scopes)
    first = order(list(found.order_by("-day", "theme", "id")))[:limit]
    prefetch_related_objects(first, "citations")
    return describe_findings(first, Audience.EVERYBODY)


def list_findings_on(
    themes: Collection[FindingTheme], kind: ScopeKind, scopes: Collection[UUID]
) -> list[Finding]:
    """Return what is published on some themes, the newest first, without what it stands on."""
    found = _published().filter(scope_kind=kind, scope_uuid__in=scopes, theme__in=themes)
    return list(found.order_by("-day", "theme", "id"))


def list_findings_citing(references: Collection[UUID], kind: ScopeKind) -> list[FindingDetail]:
    """Return what is published in scopes of one kind and cites any of these, the newest first."""
    citing = _published().filter(scope_kind=kind, citations__reference__in=references).distinct()
    newest = citing.order_by("-day", "theme", "id").prefetch_related("citations")
    return describe_findings(newest, Audience.EVERYBODY)


def count_published_findings(kind: ScopeKind, scopes: Collection[UUID]) -> int:
    """Return how many findings are published about any of some scopes of one kind."""
    return _published().filter(scope_kind=kind, scope_uuid__in=scopes).count()


def has_published_finding(scope: Scope) -> bool:
    """Return whether anything is published about a scope."""
    return _published().filter(scope_kind=scope.kind, scope_uuid=scope.id).exists()


def list_public_versions(scope: Scope, finding: UUID) -> list[Finding]:
    """Return the versions of a finding that were ever published, the first one first.

    Those taken back are among them: that there was one is no secret. Empty for a draft, and where
    there is no such finding.
    """
    about = Finding.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)
    public = about.exclude(state=FindingState.DRAFT).prefetch_related("citations")
    by_id = {each.pk: each for each in public}
    later = {each.supersedes_id: each for each in by_id.values() if each.supersedes_id}
    version = by_id.get(finding)
    while version and version.supersedes_id in by_id:
        version = by_id[version.supersedes_id]
    versions = []
    while version:
        versions.append(version)
        version = later.get(version.pk)
    return versions


def map_published_versions(scope: Scope) -> dict[UUID, int]:
    """Return the published findings about a scope, and the number of their version."""
    about = _published().filter(scope_kind=scope.kind, scope_uuid=scope.id)
    return dict(about.values_list("pk", "version"))


def list_published_sentences() -> list[tuple[UUID, Mapping[str, str]]]:
    """Return every published finding with its sentence, the newest first."""
    newest = _published().order_by("-day", "theme", "id")
    return list(newest.values_list("pk", "sentence"))


def map_sentences(scope: Scope) -> dict[UUID, dict[str, str]]:
    """Return the sentences of all findings about a scope, in every state and version."""
    about = Finding.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)
    return dict(about.values_list("pk", "sentence"))


def list_references_of(findings: Collection[UUID]) -> list[Reference]:
    """Return what some findings cite, each once."""
    found = Citation.objects.filter(finding__in=findings).order_by("finding", "place")
    return list(dict.fromkeys(each.cited for each in found))


def map_finding_scopes(findings: Collection[UUID], kind: ScopeKind) -> dict[UUID, UUID]:
    """Return what each of some findings is about, of those about scopes of one kind."""
    about = Finding.objects.filter(pk__in=findings, scope_kind=kind)
    return dict(about.values_list("pk", "scope_uuid"))


def list_published_among(findings: Collection[UUID]) -> list[UUID]:
    """Return which of some findings are published now."""
    return list(_published().filter(pk__in=findings).values_list("pk", flat=True))


def map_earlier_versions(findings: Collection[UUID]) -> dict[UUID, Sequence[UUID]]:
    """Return for each of some findings itself and its versions before, back to the first one.

    What cites an earlier version was decided of the same finding. In a fixed number of queries.
    """
    scopes = Finding.objects.filter(pk__in=findings).values("scope_uuid")
    about = Finding.objects.filter(scope_uuid__in=scopes, supersedes__isnull=False)
    before = {
        each.pk: each.supersedes_id for each in about.only("supersedes") if each.supersedes_id
    }
    versions: dict[UUID, Sequence[UUID]] = {}
    for finding in findings:
        chain = [finding]
        while chain[-1] in before:
            chain.append(before[chain[-1]])
        versions[finding] = chain
    return versions


def get_day_taken_back(finding: Finding) -> date | None:
    """Return the day on which a finding was taken back, None if it was not."""
    acts = list_acts(finding.scope, FINDINGS, [finding.pk])
    taken_back = acts.filter(verb=FindingVerb.TAKE_BACK, undoes=None).first()
    return taken_back.day if taken_back else None


def _published() -> QuerySet[Finding]:
    return Finding.objects.filter(state=FindingState.PUBLISHED)

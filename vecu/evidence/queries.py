"""Read findings: those of a scope, with what they stand on now, and how they came about."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.models import Finding
from vecu.evidence.rules import (
    FINDING_SOURCE,
    FindingState,
    FindingTheme,
    FindingVerb,
    find_repeated_words,
    list_word_runs,
)
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceSource,
    EvidenceState,
    Reference,
    list_evidence,
    list_evidence_sources,
)
from vecu.records.citations import DatedCitation
from vecu.records.kinds import Ledger
from vecu.records.queries import Act, list_acts
from vecu.translation import pick_language

__all__ = [
    "FINDINGS",
    "Act",
    "CitableEvidence",
    "Finding",
    "FindingDetail",
    "FindingWorkbench",
    "count_findings",
    "find_finding",
    "find_latest_version",
    "find_undoable_move",
    "get_finding_detail",
    "get_workbench",
    "iter_citations",
    "iter_repetitions",
    "list_citable",
    "list_findings",
    "list_findings_by_scope",
    "list_public_references",
    "list_published_findings",
    "map_titles",
    "map_versions",
]

FINDINGS = Ledger("finding", undoable=frozenset())
"""The history of findings, each of which `undo_finding` undoes apart."""


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """A finding with what it stands on, as it is now and as an audience may see it.

    `reserved` counts what stands, but only members may read: words of people who were promised so.
    """

    finding: Finding
    evidence: tuple[Evidence, ...]
    reserved: int = 0

    @property
    def standing(self) -> tuple[Evidence, ...]:
        """What can be shown of it."""
        return tuple(one for one in self.evidence if one.state is not EvidenceState.GONE)

    @property
    def gone(self) -> int:
        """How much of what it cited is no longer available."""
        return len(self.evidence) - len(self.standing)

    @property
    def must_be_argued_again(self) -> bool:
        """Whether something that it cited is gone or reads otherwise."""
        return any(one.state is not EvidenceState.STANDING for one in self.evidence)


@dataclass(frozen=True, slots=True)
class CitableEvidence:
    """What one source lets a finding cite, and which of it no current finding cites."""

    source: EvidenceSource
    evidence: Sequence[Evidence]
    uncited: int = 0


@dataclass(frozen=True, slots=True)
class FindingWorkbench:
    """All that members see of a scope's findings, and of what could become one.

    `repetitions` holds, by finding, words that it has in common with a quotation. They are those of
    quotations released since: while it is written a finding cannot repeat any.
    """

    findings: Sequence[FindingDetail]
    citable: Sequence[CitableEvidence]
    repetitions: Mapping[UUID, str]


def list_findings(scope: Scope) -> list[FindingDetail]:
    """Return all findings of a scope as members see them, by theme, the latest version first."""
    found = _about(scope).prefetch_related("citations").select_related("superseded_by")
    return describe_findings(_by_theme(found.order_by("-version", "id")), Audience.MEMBERS)


def list_findings_by_scope(
    kind: ScopeKind, scopes: Collection[UUID]
) -> dict[UUID, list[FindingDetail]]:
    """Return all findings of several scopes of one kind as members see them, by scope."""
    found = Finding.objects.filter(scope_kind=kind, scope_uuid__in=scopes)
    loaded = found.prefetch_related("citations").select_related("superseded_by")
    by_scope: dict[UUID, list[FindingDetail]] = {}
    for detail in describe_findings(loaded.order_by("-day", "id"), Audience.MEMBERS):
        by_scope.setdefault(detail.finding.scope_uuid, []).append(detail)
    return by_scope


def list_published_findings(scope: Scope, audience: Audience) -> list[FindingDetail]:
    """Return what is published about a scope, by theme."""
    found = _about(scope).filter(state=FindingState.PUBLISHED)
    return describe_findings(
        _by_theme(found.prefetch_related("citations").order_by("id")), audience
    )


def find_finding(scope: Scope, finding: UUID) -> Finding | None:
    """Return one finding of a scope, None if there is none."""
    return _about(scope).filter(pk=finding).first()


def get_finding_detail(finding: Finding, audience: Audience) -> FindingDetail:
    """Return one finding with what it stands on now."""
    (detail,) = describe_findings([finding], audience)
    return detail


def count_findings(scope: Scope) -> int:
    """Return how many findings a scope has, each version by itself."""
    return _about(scope).count()


def find_latest_version(finding: Finding) -> Finding:
    """Return the last version of a finding, itself where there is no later one."""
    versions = {each.supersedes_id: each for each in _about(finding.scope) if each.supersedes_id}
    while finding.pk in versions:
        finding = versions[finding.pk]
    return finding


def map_versions(finding: Finding) -> dict[UUID, int]:
    """Return the numbers of a version of a finding and of those before it."""
    earlier = dict(_about(finding.scope).values_list("pk", "supersedes"))
    versions = {finding.pk: finding.version}
    before = finding.supersedes_id
    while before:
        versions[before] = finding.version - len(versions)
        before = earlier[before]
    return versions


def find_undoable_move(finding: Finding, today: date) -> Act | None:
    """Return what could be undone today, None if there is nothing.

    A publication is undone on its day only: what people have read since is taken back, which its
    address says. Nothing is undone below a later version, but for a finding that was taken back
    while that version is still a draft.
    """
    acts = list_acts(finding.scope, FINDINGS, [finding.pk]).filter(undoes=None, undone_by=None)
    move = acts.exclude(verb=FindingVerb.WRITE).first()
    later = Finding.objects.filter(supersedes=finding).first()
    if move is None or move.verb == FindingVerb.SUPERSEDE:
        return None
    if move.verb == FindingVerb.PUBLISH and move.day != today:
        return None
    if later and (move.verb == FindingVerb.PUBLISH or later.state != FindingState.DRAFT):
        return None
    return move


def list_citable(scope: Scope) -> list[CitableEvidence]:
    """Return what a finding of this scope may cite, source by source: no other finding."""
    return [
        CitableEvidence(each, each.list_citable(scope, Audience.MEMBERS))
        for each in _list_sources_of_findings()
    ]


def map_titles(scope: Scope) -> dict[str, str]:
    """Return how members know what a scope has to show and its findings, by identifier."""
    citable = (each.list_citable(scope, Audience.MEMBERS) for each in list_evidence_sources())
    titles = {str(one.reference.id): one.sentence for found in citable for one in found}
    language = get_language() or ""
    for finding in _about(scope):
        texts = finding.sentence
        titles[str(finding.pk)] = texts.get(pick_language(texts, language), "")
    return titles


def list_public_references(scope: Scope) -> set[Reference]:
    """Return those of the citable references that everybody may read."""
    shown = (each.list_citable(scope, Audience.EVERYBODY) for each in _list_sources_of_findings())
    return {one.reference for evidence in shown for one in evidence}


def get_workbench(scope: Scope) -> FindingWorkbench:
    """Return the findings of a scope with what came in since, in a fixed number of queries."""
    findings = list_findings(scope)
    current = {FindingState.DRAFT, FindingState.PUBLISHED}
    cited = {
        (one.reference.source, one.reference.id)
        for detail in findings
        if detail.finding.state in current
        for one in detail.evidence
    }
    citable = [
        CitableEvidence(
            each.source,
            each.evidence,
            sum((one.reference.source, one.reference.id) not in cited for one in each.evidence),
        )
        for each in list_citable(scope)
    ]
    runs = list_word_runs(
        words
        for evidence in (*(each.evidence for each in citable), *(d.evidence for d in findings))
        for one in evidence
        for words in one.wordings
    )
    repetitions = {
        detail.finding.pk: words
        for detail in findings
        if detail.finding.state in current
        for _name, words in iter_repetitions(detail.finding, runs)
    }
    return FindingWorkbench(findings, citable, repetitions)


def iter_repetitions(finding: Finding, runs: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of each text that has one of these runs of words, and the words.

    The name of the group is a text as well: everybody reads it.
    """
    for name, text in (*finding.texts.items(), ("group", finding.group)):
        if words := find_repeated_words(text, runs):
            yield name, words


def _list_sources_of_findings() -> list[EvidenceSource]:
    return [each for each in list_evidence_sources() if each.name != FINDING_SOURCE]


def _about(scope: Scope) -> QuerySet[Finding]:
    return Finding.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)


def _by_theme(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings in the order of themes, those without one last."""
    places = {theme.value: index for index, theme in enumerate(FindingTheme)}
    return sorted(findings, key=lambda finding: places.get(finding.theme, len(places)))


def describe_findings(findings: Iterable[Finding], audience: Audience) -> list[FindingDetail]:
    """Return findings with what they stand on, asking each source once for all together.

    For everybody, also what members may read is asked.
    """
    cited = [(one, one.references) for one in findings]
    together = list(dict.fromkeys(each for _one, references in cited for each in references))
    shown = dict(zip(together, list_evidence(together, audience), strict=True))
    members = shown
    if audience is not Audience.MEMBERS:
        members = dict(zip(together, list_evidence(together, Audience.MEMBERS), strict=True))
    reserved = {
        each
        for each, evidence in shown.items()
        if evidence.state is EvidenceState.GONE
        if members[each].state is not EvidenceState.GONE
    }
    return [
        FindingDetail(
            one,
            tuple(shown[each] for each in references if each not in reserved),
            sum(each in reserved for each in references),
        )
        for one, references in cited
    ]


def iter_citations(entries: Collection[UUID]) -> Iterator[DatedCitation]:
    """Yield which findings everybody reads, or has read, that cite any of these entries."""
    citing = Finding.objects.filter(citations__reference__in=set(entries), day__isnull=False)
    for each in citing.exclude(state=FindingState.DRAFT).distinct():
        if each.day:
            language = pick_language(each.sentence, get_language() or "en")
            yield DatedCitation(each.sentence.get(language, ""), each.day)

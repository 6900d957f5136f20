"""Write findings: draft, publish, supersede, take back, undo, discard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.rules import Scope
from vecu.errors import VecuError
from vecu.evidence.checks import list_problems, list_refusals
from vecu.evidence.models import Citation, Finding, FindingEvent
from vecu.evidence.queries import find_last_move, find_latest_version, find_undoable_move
from vecu.evidence.rules import (
    Confidence,
    ConfidenceReason,
    FindingState,
    FindingTheme,
    FindingVerb,
    can_become,
)
from vecu.evidence.sources import Reference
from vecu.messages import UNFIT

ByLanguage = Mapping[str, str]

AUDIT_VERBS = {
    FindingVerb.WRITE: "wrote finding",
    FindingVerb.PUBLISH: "published finding",
    FindingVerb.SUPERSEDE: "superseded finding",
    FindingVerb.TAKE_BACK: "took finding back",
}


class FindingRefused(VecuError):
    """A finding cannot be as it is; `problems` says of each field what to change, '' of all."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class FindingChanged(VecuError):
    """Somebody else changed the finding meanwhile; `theirs` is what it is now."""

    def __init__(self, theirs: Finding) -> None:
        super().__init__(
            _("Somebody else has changed this finding meanwhile. Compare, then save again.")
        )
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class FindingContent:
    """What a finding says, as its authors wrote it."""

    sentence: ByLanguage
    group: str
    theme: FindingTheme | None = None
    summary: ByLanguage = field(default_factory=dict)
    limits: ByLanguage = field(default_factory=dict)
    would_change: ByLanguage = field(default_factory=dict)
    confidence: Confidence | None = None
    confidence_reasons: Mapping[ConfidenceReason, ByLanguage] = field(default_factory=dict)
    references: Sequence[Reference] = ()


@transaction.atomic
def draft_finding(scope: Scope, content: FindingContent, *, by: str, now: datetime) -> Finding:
    """Begin a finding about a scope; raise `FindingRefused` where it repeats somebody's words."""
    finding = Finding(scope_kind=scope.kind, scope_uuid=scope.id)
    _write(finding, content)
    _record(finding, FindingVerb.WRITE, FindingState.DRAFT, by, now)
    return finding


@transaction.atomic
def edit_finding(
    finding: Finding, content: FindingContent, *, revision: int, by: str, now: datetime
) -> Finding:
    """Change a draft; of a finding that was published, begin the next version, which is returned.

    Raise `FindingChanged` unless `revision` is the current one and there is no later version, and
    `FindingRefused` as for a new one.
    """
    current = _lock(finding, revision)
    if current.state != FindingState.DRAFT:
        current = Finding(
            scope_kind=current.scope_kind,
            scope_uuid=current.scope_uuid,
            version=current.version + 1,
            supersedes=current,
        )
    _write(current, content)
    _record(current, FindingVerb.WRITE, FindingState.DRAFT, by, now)
    return current


@transaction.atomic
def publish_finding(
    finding: Finding, *, by: str, now: datetime, revision: int | None = None
) -> None:
    """Let everybody read it. An earlier version is superseded.

    A finding without evidence may be published, and says so. Raise `FindingRefused` for what
    `list_problems` lists, and `FindingChanged` unless `revision` is the one that was read.
    """
    current = _lock(finding, revision)
    _check(list_problems(current))
    _move(current, FindingState.PUBLISHED, FindingVerb.PUBLISH, by=by, now=now)
    earlier = _lock_earlier(current)
    if earlier and earlier.state == FindingState.PUBLISHED:
        _move(earlier, FindingState.SUPERSEDED, FindingVerb.SUPERSEDE, by=by, now=now)


@transaction.atomic
def take_finding_back(finding: Finding, *, by: str, now: datetime) -> None:
    """Let nobody but members read it any more."""
    _move(_lock(finding), FindingState.TAKEN_BACK, FindingVerb.TAKE_BACK, by=by, now=now)


@transaction.atomic
def discard_finding(finding: Finding, *, by: str, now: datetime) -> None:
    """Delete a draft with its history; an earlier version stays as it is."""
    current = _lock(finding)
    if current.state != FindingState.DRAFT:
        raise FindingRefused({"": _("Only a draft can be deleted. Take the finding back instead.")})
    record_audit_event(by, "discarded finding", current.scope, str(current.pk), now=now)
    current.delete()


@transaction.atomic
def undo_finding(finding: Finding, *, by: str, now: datetime) -> None:
    """Undo the last act that moved a finding, and what it did to the earlier version.

    Raise `FindingRefused` where there is nothing to undo, and where it would publish again what can
    no longer be published.
    """
    current = _lock(finding)
    move = find_undoable_move(current, timezone.localtime(now).date())
    if move is None:
        raise FindingRefused({"": _("There is nothing to undo.")})
    if move.before == FindingState.PUBLISHED:
        _check(list_problems(current))
    _turn_round(current, move, by, now)
    earlier = _lock_earlier(current) if move.verb == FindingVerb.PUBLISH else None
    superseded = find_last_move(earlier) if earlier else None
    if earlier and superseded and superseded.verb == FindingVerb.SUPERSEDE:
        _turn_round(earlier, superseded, by, now)


@transaction.atomic
def delete_findings(scope: Scope) -> None:
    """Delete all findings of a scope that is being deleted, with their history."""
    Finding.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).delete()


def _check(problems: Mapping[str, str]) -> None:
    if problems:
        raise FindingRefused(problems)


def _write(finding: Finding, content: FindingContent) -> None:
    for name in ("sentence", "summary", "limits", "would_change"):
        setattr(finding, name, _strip(getattr(content, name)))
    finding.confidence_reasons = {
        each.value: texts
        for each, by_language in content.confidence_reasons.items()
        if (texts := _strip(by_language))
    }
    finding.confidence, finding.theme = content.confidence or "", content.theme or ""
    finding.group = _clean(content.group)
    _check(list_refusals(finding, content.references))
    finding.revision += not finding._state.adding
    finding.save()
    finding.citations.all().delete()
    cited = {(each.source, each.id): each for each in content.references}
    Citation.objects.bulk_create(
        Citation(
            finding=finding, place=place, source=each.source, reference=each.id,
            revision=each.revision,
        )
        for place, each in enumerate(cited.values())
    )  # fmt: skip


def _strip(texts: ByLanguage) -> dict[str, str]:
    return {language: clean for language, text in texts.items() if (clean := _clean(text))}


def _clean(text: str) -> str:
    """Remove blanks around a text, and what would turn the line of a page around.

    Line ends stay as the browser sent them.
    """
    return "\r".join(UNFIT.sub("", part) for part in text.split("\r")).strip()


def _lock(finding: Finding, revision: int | None = None) -> Finding:
    """Return the finding as it is now; with a revision, raise unless it is current and latest."""
    current = Finding.objects.select_for_update().get(pk=finding.pk)
    if revision is not None:
        latest = find_latest_version(current)
        if latest.pk != current.pk or current.revision != revision:
            raise FindingChanged(latest)
    return current


def _lock_earlier(finding: Finding) -> Finding | None:
    if finding.supersedes_id is None:
        return None
    return Finding.objects.select_for_update().get(pk=finding.supersedes_id)


def _move(
    finding: Finding, state: FindingState, verb: FindingVerb, *, by: str, now: datetime
) -> None:
    if not can_become(FindingState(finding.state), state):
        message = _("The state of this finding has changed meanwhile. Reload the page.")
        raise FindingRefused({"": message})
    before, finding.state = FindingState(finding.state), state
    if finding.day is None:
        finding.day = timezone.localtime(now).date()
    finding.save(update_fields=["state", "day"])
    _record(finding, verb, before, by, now)


def _turn_round(finding: Finding, move: FindingEvent, by: str, now: datetime) -> None:
    """Bring a finding back to where a move found it."""
    before, finding.state = FindingState(finding.state), FindingState(move.before)
    if finding.state == FindingState.DRAFT:
        finding.day = None
    finding.save(update_fields=["state", "day"])
    _record(finding, FindingVerb(move.verb), before, by, now, undoes=move)


def _record(
    finding: Finding,
    verb: FindingVerb,
    before: FindingState,
    by: str,
    now: datetime,
    *,
    undoes: FindingEvent | None = None,
) -> None:
    references = [
        {"source": each.source, "id": str(each.reference), "revision": each.revision}
        for each in finding.citations.all()
    ]
    FindingEvent.objects.create(
        finding=finding,
        at=now,
        by=by,
        verb=verb,
        before=before,
        after=finding.state,
        references=references,
        undoes=undoes,
    )
    audit = "undid finding" if undoes else AUDIT_VERBS[verb]
    record_audit_event(by, audit, finding.scope, str(finding.pk), now=now)

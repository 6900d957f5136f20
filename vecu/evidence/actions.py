"""Write findings: draft, publish, supersede, take back, undo, discard."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.rules import Scope
from vecu.evidence.card_checks import list_card_problems
from vecu.evidence.card_rules import BarReference, Corroboration
from vecu.evidence.checks import list_problems, list_refusals
from vecu.evidence.models import TEXTS, Citation, Finding
from vecu.evidence.queries import FINDINGS, Act, find_latest_version, find_undoable_move
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
from vecu.records.actions import (
    Writing,
    append_act,
    check_problems,
    delete_acts,
    delete_entry_acts,
    lock_row,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.kinds import get_record_kind
from vecu.records.queries import list_acts

ByLanguage = Mapping[str, str]
_ATTEMPTS = 10

AUDIT_VERBS = {
    FindingVerb.WRITE: "wrote finding",
    FindingVerb.PUBLISH: "published finding",
    FindingVerb.SUPERSEDE: "superseded finding",
    FindingVerb.TAKE_BACK: "took finding back",
}


@dataclass(frozen=True, slots=True)
class FindingContent:
    """What a finding says, as its authors wrote it."""

    sentence: ByLanguage
    group: str
    theme: FindingTheme | None = None
    summary: ByLanguage = field(default_factory=dict)
    limits: ByLanguage = field(default_factory=dict)
    would_change: ByLanguage = field(default_factory=dict)
    amendment: ByLanguage = field(default_factory=dict)
    confidence: Confidence | None = None
    confidence_reasons: Mapping[ConfidenceReason, ByLanguage] = field(default_factory=dict)
    references: Sequence[Reference] = ()
    corroboration: Corroboration | None = None
    bar: BarReference | None = None
    quotation: UUID | None = None


def get_content(finding: Finding) -> FindingContent:
    """Return what a finding says, from which its next version begins."""
    reasons = finding.confidence_reasons
    return FindingContent(
        sentence=finding.sentence,
        group=finding.group,
        theme=FindingTheme(finding.theme) if finding.theme else None,
        summary=finding.summary,
        limits=finding.limits,
        would_change=finding.would_change,
        confidence=Confidence(finding.confidence) if finding.confidence else None,
        confidence_reasons={ConfidenceReason(name): text for name, text in reasons.items()},
        references=finding.references,
        corroboration=Corroboration(finding.corroboration) if finding.corroboration else None,
        bar=finding.card_bar,
        quotation=finding.quotation,
    )


@transaction.atomic
def draft_finding(scope: Scope, content: FindingContent, *, by: str, now: datetime) -> Finding:
    """Begin a finding about a scope; raise `RecordRefused` where it repeats somebody's words."""
    finding = Finding(scope_kind=scope.kind, scope_uuid=scope.id)
    _write(finding, content)
    _record(_begin(finding, by, now), finding, FindingVerb.WRITE, FindingState.DRAFT)
    return finding


@transaction.atomic
def edit_finding(
    finding: Finding, content: FindingContent, *, revision: int, by: str, now: datetime
) -> Finding:
    """Change a draft; of a finding that was published, begin the next version, which is returned.

    Raise `RecordChanged` unless `revision` is the current one and there is no later version, and
    `RecordRefused` as for a new one.
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
    _record(_begin(current, by, now), current, FindingVerb.WRITE, FindingState.DRAFT)
    return current


@transaction.atomic
def publish_finding(
    finding: Finding, *, by: str, now: datetime, revision: int | None = None
) -> None:
    """Let everybody read it. An earlier version is superseded.

    A finding without evidence may be published, and says so. Raise `RecordRefused` for what
    `list_problems` and `list_card_problems` list, and `RecordChanged` unless `revision` is the one
    that was read.
    """
    current = _lock(finding, revision)
    earlier = current.supersedes and lock_row(current.supersedes)
    check_problems(list_problems(current, localdate(now)) | list_card_problems(current))
    writing = _begin(current, by, now)
    _move(writing, current, FindingState.PUBLISHED, FindingVerb.PUBLISH)
    if earlier and earlier.state == FindingState.PUBLISHED:
        _move(writing, earlier, FindingState.SUPERSEDED, FindingVerb.SUPERSEDE)


@transaction.atomic
def take_finding_back(finding: Finding, *, by: str, now: datetime) -> None:
    """Let nobody but members read it any more."""
    current = _lock(finding)
    _move(_begin(current, by, now), current, FindingState.TAKEN_BACK, FindingVerb.TAKE_BACK)


@transaction.atomic
def discard_finding(finding: Finding, *, by: str, now: datetime) -> None:
    """Delete a draft with its history; an earlier version stays as it is."""
    current = _lock(finding)
    if current.state != FindingState.DRAFT:
        raise RecordRefused({"": _("Only a draft can be deleted. Take the finding back instead.")})
    record_audit_event(by, "discarded finding", current.scope, str(current.pk), now=now)
    delete_entry_acts(current.pk)
    current.delete()


@transaction.atomic
def undo_finding(finding: Finding, *, by: str, now: datetime) -> None:
    """Undo the last act that moved a finding, and what it did to the earlier version.

    Raise `RecordRefused` where there is nothing to undo, and where it would publish again what can
    no longer be published.
    """
    current = _lock(finding)
    earlier = current.supersedes and lock_row(current.supersedes)
    last = find_undoable_move(current, localdate(now))
    if last is None:
        raise RecordRefused({"": _("There is nothing to undo.")})
    if last.verb == FindingVerb.TAKE_BACK:
        check_problems(list_problems(current, localdate(now)))
    writing = _begin(current, by, now)
    for act in list_acts(current.scope, FINDINGS).filter(move=last.move, undone_by=None):
        _revert(writing, earlier if earlier and act.entry == earlier.pk else current, act)


@transaction.atomic
def delete_findings(scope: Scope) -> None:
    """Delete all findings of a scope that is being deleted, with their history."""
    Finding.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).delete()
    delete_acts(scope)


def _write(finding: Finding, content: FindingContent) -> None:
    for name in TEXTS:
        setattr(finding, name, _strip(getattr(content, name)))
    finding.confidence_reasons = {
        each.value: texts
        for each, by_language in content.confidence_reasons.items()
        if (texts := _strip(by_language))
    }
    finding.confidence, finding.theme = content.confidence or "", content.theme or ""
    finding.group, finding.corroboration = _clean(content.group), content.corroboration or ""
    finding.bar = content.bar.to_json() if content.bar else {}
    finding.quotation = content.quotation
    check_problems(list_refusals(finding, content.references))
    finding.revision += not finding._state.adding
    finding.save()
    finding.citations.all().delete()
    cited = {(each.source, each.id): each for each in content.references}
    Citation.objects.bulk_create(
        Citation(
            finding=finding, place=index, source=each.source, reference=each.id,
            revision=each.revision,
        )
        for index, each in enumerate(cited.values())
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
    current: Finding = lock_row(finding)
    if revision is not None:
        latest = find_latest_version(current)
        if latest.pk != current.pk or current.revision != revision:
            raise RecordChanged(latest)
    return current


def _begin(finding: Finding, by: str, now: datetime) -> Writing:
    return Writing(finding.scope, FINDINGS, by, now, move=uuid4())


def _move(writing: Writing, finding: Finding, state: FindingState, verb: FindingVerb) -> None:
    if not can_become(FindingState(finding.state), state):
        message = _("The state of this finding has changed meanwhile. Reload the page.")
        raise RecordRefused({"": message})
    before, finding.state = FindingState(finding.state), state
    if finding.day is None:
        finding.day = localdate(writing.now)
    finding.save(update_fields=["state", "day"])
    _record(writing, finding, verb, before)


def _revert(writing: Writing, finding: Finding, act: Act) -> None:
    """Bring a finding back to where an act found it."""
    found: Any = act.before
    before, finding.state = FindingState(finding.state), FindingState(found["state"])
    if finding.state == FindingState.DRAFT:
        finding.day = None
    finding.save(update_fields=["state", "day"])
    _record(writing, finding, FindingVerb(act.verb), before, undoes=act)


def _record(
    writing: Writing,
    finding: Finding,
    verb: FindingVerb,
    before: FindingState,
    undoes: Act | None = None,
) -> None:
    """Append one act, with states and references and never with words, and a line of the audit.

    There is no parent to lock: of two that take the same number of a scope, one tries again. All
    rows of findings are locked before, or each of two could wait for the other.
    """
    references = [
        {"source": each.source, "id": str(each.reference), "revision": each.revision}
        for each in finding.citations.all()
    ]
    states = {"state": before}, {"state": finding.state, "references": references}
    kind = get_record_kind(FINDINGS.name, "finding")
    for _attempt in range(_ATTEMPTS):
        with suppress(IntegrityError), transaction.atomic():
            append_act(writing, verb, finding, *states, kind=kind, undoes=undoes)
            break
    else:
        raise RecordRefused({"": _("Others are writing findings at this moment. Try again.")})
    audit = "undid finding" if undoes else AUDIT_VERBS[verb]
    record_audit_event(writing.by, audit, finding.scope, str(finding.pk), now=writing.now)

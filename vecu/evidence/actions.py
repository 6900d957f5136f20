"""Write findings: draft, publish, supersede, take back, undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.rules import Scope
from vecu.errors import VecuError
from vecu.evidence.models import Citation, Finding, FindingEvent
from vecu.evidence.rules import (
    Confidence,
    ConfidenceReason,
    FindingState,
    FindingVerb,
    can_become,
    find_repeated_words,
)
from vecu.evidence.sources import Audience, Reference, list_evidence

ByLanguage = Mapping[str, str]


class FindingRefused(VecuError):
    """A finding cannot be published as it is; the message says what to change."""


class FindingChanged(VecuError):
    """Somebody else changed the finding meanwhile."""


@dataclass(frozen=True, slots=True)
class FindingContent:
    """What a finding says, as its authors wrote it."""

    sentence: ByLanguage
    group: str
    theme: str = ""
    limits: ByLanguage = field(default_factory=dict)
    would_change: ByLanguage = field(default_factory=dict)
    confidence: Confidence | None = None
    confidence_reasons: Mapping[ConfidenceReason, str] = field(default_factory=dict)
    references: Sequence[Reference] = ()


@transaction.atomic
def draft_finding(scope: Scope, content: FindingContent, *, by: str, now: datetime) -> Finding:
    """Begin a finding about a scope."""
    finding = Finding(scope_kind=scope.kind, scope_uuid=scope.id)
    _write(finding, content)
    _record(finding, FindingVerb.WRITE, FindingState.DRAFT, by, now)
    return finding


@transaction.atomic
def edit_finding(
    finding: Finding, content: FindingContent, *, revision: int, by: str, now: datetime
) -> Finding:
    """Change a draft; of a published finding, begin the next version, which is returned.

    Raise `FindingChanged` unless `revision` is the current one.
    """
    current = _lock(finding)
    if current.revision != revision:
        raise FindingChanged(
            _("Somebody else has changed this finding meanwhile. Compare, then save again.")
        )
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
def publish_finding(finding: Finding, *, by: str, now: datetime) -> None:
    """Let everybody read it. An earlier version is superseded.

    A finding without evidence may be published, and says so. Raise `FindingRefused` where a
    language lacks its sentence, nobody answers for it, or it repeats words that it quotes.
    """
    current = _lock(finding)
    _check_publishable(current)
    _move(current, FindingState.PUBLISHED, FindingVerb.PUBLISH, by=by, now=now)
    if current.supersedes and current.supersedes.state == FindingState.PUBLISHED:
        _move(current.supersedes, FindingState.SUPERSEDED, FindingVerb.SUPERSEDE, by=by, now=now)


@transaction.atomic
def take_finding_back(finding: Finding, *, by: str, now: datetime) -> None:
    """Let nobody but members read it any more."""
    _move(_lock(finding), FindingState.TAKEN_BACK, FindingVerb.TAKE_BACK, by=by, now=now)


@transaction.atomic
def undo_finding(finding: Finding, *, by: str, now: datetime) -> None:
    """Undo the last act on a finding that moved it, and what it did to the earlier version."""
    current = _lock(finding)
    moves = current.events.filter(undoes=None, undone_by=None).exclude(before=F("after"))
    last = moves.first()
    if last is None:
        raise FindingRefused(_("There is nothing to undo."))
    if last.verb == FindingVerb.PUBLISH and current.supersedes:
        undo_finding(current.supersedes, by=by, now=now)
    _set_state(current, FindingState(last.before), FindingVerb(last.verb), by, now, undoes=last)


def _check_publishable(finding: Finding) -> None:
    missing = [name for name in ("fr", "en") if not finding.sentence.get(name, "").strip()]
    if missing:
        raise FindingRefused(
            _("The sentence is missing in: %(languages)s. Write it in both languages.")
            % {"languages": ", ".join(missing)}
        )
    if not finding.group.strip():
        raise FindingRefused(_("Name the group that answers for this finding."))
    references = [each.cited for each in finding.citations.all()]
    quotations = [each.quotation for each in list_evidence(references, Audience.MEMBERS)]
    for sentence in finding.sentence.values():
        if words := find_repeated_words(sentence, filter(None, quotations)):
            raise FindingRefused(
                _(
                    "The sentence repeats words of a quotation: “%(words)s”. If their author"
                    " withdraws them they would stay here. Say it in your own words."
                )
                % {"words": words}
            )


def _write(finding: Finding, content: FindingContent) -> None:
    finding.sentence, finding.group = dict(content.sentence), content.group
    finding.theme = content.theme
    finding.limits, finding.would_change = dict(content.limits), dict(content.would_change)
    finding.confidence = content.confidence or ""
    finding.confidence_reasons = dict(content.confidence_reasons)
    finding.revision += not finding._state.adding
    finding.save()
    finding.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(
            finding=finding, place=place, source=each.source, reference=each.id,
            revision=each.revision,
        )
        for place, each in enumerate(dict.fromkeys(content.references))
    )  # fmt: skip


def _lock(finding: Finding) -> Finding:
    found = Finding.objects.select_for_update(of=("self",)).select_related("supersedes")
    return found.get(pk=finding.pk)


def _move(
    finding: Finding, state: FindingState, verb: FindingVerb, *, by: str, now: datetime
) -> None:
    if not can_become(FindingState(finding.state), state):
        raise FindingRefused(_("This finding is not where you last saw it. Look at it again."))
    _set_state(finding, state, verb, by, now)


def _set_state(
    finding: Finding,
    state: FindingState,
    verb: FindingVerb,
    by: str,
    now: datetime,
    *,
    undoes: FindingEvent | None = None,
) -> None:
    before, finding.state = FindingState(finding.state), state
    if state is FindingState.DRAFT:
        finding.day = None
    elif finding.day is None:
        finding.day = now.date()
    finding.save(update_fields=["state", "day"])
    _record(finding, verb, before, by, now, undoes=undoes)


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
    record_audit_event(by, f"{verb} finding", finding.scope, str(finding.pk), now=now)

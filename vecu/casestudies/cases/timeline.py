"""What happened around a case, by its days: the system, the organisation, the interviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.casestudies.cases.documents import CaseDocument
from vecu.casestudies.cases.models import CaseEvent
from vecu.casestudies.cases.queries import Case, list_events
from vecu.coding.interchange.document_study import KINDS, ROLES, WAVES
from vecu.evidence.sources import Audience
from vecu.register.queries import System, SystemDetail, get_system_detail
from vecu.register.rules import Stage


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something of a day: in plain words, or as members wrote it by language.

    `event` is the key of what members noted, None for what is noted elsewhere.
    """

    day: date
    label: str
    texts: Mapping[str, str] = field(default_factory=dict)
    account: Mapping[str, str] = field(default_factory=dict)
    event: UUID | None = None


def list_timeline(
    events: Iterable[CaseEvent],
    system: SystemDetail | None,
    documents: Iterable[CaseDocument] = (),
) -> Sequence[TimelineEntry]:
    """Return events, stages and versions of the system, and documents of a known day, in order."""
    entries = [
        TimelineEntry(each.day, _("Organisation"), each.title, each.account, each.pk)
        for each in events
    ]
    if system:
        entries += [
            TimelineEntry(each.day, _(Stage(each.stage).label), {}, each.reason)
            for each in system.stages
        ]
        entries += [
            TimelineEntry(
                each.version.day,
                _("Version %(name)s") % {"name": each.version.name},
                {},
                each.version.changes,
            )
            for each in system.versions
        ]
    entries += [TimelineEntry(each.day, _describe_document(each)) for each in documents if each.day]
    return sorted(entries, key=lambda each: (each.day, each.label))


def list_public_timeline(case: Case, system: System | None) -> Sequence[TimelineEntry]:
    """Return what everybody reads: no document, and of a system only what is published."""
    is_known = system is not None and system.published is not None
    detail = get_system_detail(system, Audience.EVERYBODY) if system and is_known else None
    return list_timeline(list_events(case), detail)


def _describe_document(document: CaseDocument) -> str:
    """Return its kind, the person's pseudonym, role and wave, as far as they are known."""
    kind = KINDS.get(document.kind, KINDS["other"])
    labels = [kind, ROLES.get(document.role), WAVES.get(document.wave)]
    words = [_(each) for each in labels if each]
    return " · ".join([*words, document.person] if document.person else words)

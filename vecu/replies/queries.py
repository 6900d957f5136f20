"""Read what can be replied to, and, of months that are over, the reasons that people wrote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.accounts.key_ring import list_fingerprints
from vecu.evidence.public_findings import map_published_versions, map_sentences
from vecu.evidence.queries import Finding, find_finding, find_latest_version
from vecu.evidence.rules import FindingState
from vecu.replies.models import Reason, Reply, ReplyBurst, ReplySectors
from vecu.replies.rules import name_month
from vecu.surveys.queries import Study, get_open_studies

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of a study, by the number that replies hold."""

    number: str
    name: ByLanguage


def list_cards(study: Study) -> list[UUID]:
    """Return the published findings of a study, in the order of their random keys."""
    return sorted(map_published_versions(study.scope))


def takes_replies(study: Study, today: date) -> bool:
    """Return whether a study is open and has a finding to reply to."""
    return study.id in get_open_studies(today) and bool(map_published_versions(study.scope))


def find_card(study: Study, card: UUID) -> Finding | None:
    """Return a finding of a study that is or was published, None for any other."""
    found = find_finding(study.scope, card)
    return found if found and found.state != FindingState.DRAFT else None


def find_current_version(card: Finding) -> Finding | None:
    """Return the published version of a finding, None where it was taken back."""
    latest = find_latest_version(card)
    while latest.state == FindingState.DRAFT and latest.supersedes:
        latest = latest.supersedes
    return latest if latest.state == FindingState.PUBLISHED else None


def list_sectors(study: UUID) -> list[Sector]:
    """Return the sectors among which those who reply may choose."""
    found = ReplySectors.objects.filter(study=study).first()
    names = found.names if found else []
    return [Sector(str(number), name) for number, name in enumerate(names, 1)]


def map_bursts(studies: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the months in which a burst of a study was held back, the first one first."""
    months: dict[UUID, list[str]] = {}
    for each in ReplyBurst.objects.filter(study__in=studies).order_by("month"):
        months.setdefault(each.study, []).append(each.month)
    return months


def find_reason(code: str, study: Study) -> Reason | None:
    """Return the reason whose receipt is `code`, among those to a study's findings."""
    found = Reason.objects.filter(receipt__in=list_fingerprints(code)).first()
    return found if found and found.card in map_sentences(study.scope) else None


def count_reasons(until: date) -> int:
    """Return how many reasons are stored that may have been written until a day."""
    return Reason.objects.filter(month__lte=name_month(until)).count()


def count_replied_findings(study: Study) -> int:
    """Return to how many versions of a study's findings somebody replied or wrote."""
    cards = map_sentences(study.scope)
    replied = Reply.objects.filter(card__in=cards).values("card")
    return replied.union(Reason.objects.filter(card__in=cards).values("card")).count()


def map_reasons(findings: Collection[UUID], today: date) -> dict[UUID, list[Reason]]:
    """Return what was written to some findings in the months that are over, by version."""
    reasons: dict[UUID, list[Reason]] = {}
    over = Reason.objects.filter(card__in=findings, month__lt=name_month(today))
    for each in over.order_by("id"):
        reasons.setdefault(each.card, []).append(each)
    return reasons

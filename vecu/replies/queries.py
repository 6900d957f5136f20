"""Read what can be replied to, and, of months that are over, what was replied."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vecu.evidence.public_findings import map_published_versions, map_sentences
from vecu.evidence.queries import Finding, find_finding, find_latest_version
from vecu.evidence.rules import FindingState
from vecu.replies.models import Reason, Reply, ReplyBurst, ReplySectors
from vecu.replies.rules import ReplyChoice, name_month
from vecu.surveys.queries import Study, get_fingerprint, get_open_studies

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of a study, by the number that replies hold."""

    number: str
    name: ByLanguage


@dataclass(frozen=True, slots=True)
class SectorReplies:
    """Replies to one finding from one sector; `sector` is None for those who chose none."""

    sector: Sector | None
    counts: Mapping[ReplyChoice, int]

    @property
    def holds_not(self) -> bool:
        """Whether more say that the finding does not hold than that it does."""
        return self.counts[ReplyChoice.NOT_HERE] > self.counts[ReplyChoice.HERE]


@dataclass(frozen=True, slots=True)
class FindingReplies:
    """What members read of one version of a finding: exact counts and words of months over."""

    finding: Finding
    counts: Mapping[ReplyChoice, int]
    by_sector: Sequence[SectorReplies] = ()
    reasons: Sequence[Reason] = field(default_factory=tuple)

    @property
    def number(self) -> int:
        """How many replied."""
        return sum(self.counts.values())

    @property
    def holds_not_in(self) -> list[Sector]:
        """The sectors from which more say that it does not hold."""
        return [each.sector for each in self.by_sector if each.sector and each.holds_not]


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
    found = Reason.objects.filter(receipt=get_fingerprint(code)).first()
    return found if found and found.card in map_sentences(study.scope) else None


def count_replies_to(study: Study) -> int:
    """Return how many replies a study has, those of this month too."""
    return Reply.objects.filter(card__in=map_sentences(study.scope)).count()


def count_reasons_of(study: Study) -> int:
    """Return how many reasons a study has, likewise."""
    return Reason.objects.filter(card__in=map_sentences(study.scope)).count()


def list_finding_replies(
    study: Study, findings: Sequence[Finding], today: date
) -> list[FindingReplies]:
    """Return what was replied to these findings in the months that are over, in three queries."""
    sectors = {each.number: each for each in list_sectors(study.id)}
    cards, month = [each.pk for each in findings], name_month(today)
    counts: Counter[tuple[UUID, str, str]] = Counter(
        Reply.objects.filter(card__in=cards, month__lt=month).values_list("card", "sector", "reply")
    )
    reasons: dict[UUID, list[Reason]] = {}
    for each in Reason.objects.filter(card__in=cards, month__lt=month).order_by("id"):
        reasons.setdefault(each.card, []).append(each)
    return [
        FindingReplies(
            each,
            _sum_replies(counts, each.pk, ["", *sectors]),
            [
                SectorReplies(sectors.get(number), _sum_replies(counts, each.pk, [number]))
                for number in [*sectors, ""]
                if any(key[:2] == (each.pk, number) for key in counts)
            ],
            reasons.get(each.pk, ()),
        )
        for each in findings
    ]


def _sum_replies(
    counts: Mapping[tuple[UUID, str, str], int], card: UUID, sectors: Sequence[str]
) -> dict[ReplyChoice, int]:
    return {
        choice: sum(counts.get((card, sector, choice.value), 0) for sector in sectors)
        for choice in ReplyChoice
    }

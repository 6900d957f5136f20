"""A published recommendation that stands on all that a group can cite, argued and answered."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tests.coding.factories import Room, make_room
from tests.dialogue.factories import note_signed
from tests.evidence.factories import make_published_finding
from tests.recommendations.factories import (
    ADDRESS,
    AGAINST,
    ANSWER,
    NOUR,
    PAUL,
    make_group,
    make_published,
    speak,
)
from tests.reports.factories import make_released
from tests.reports.system_factories import make_released_months, make_whole_system
from tests.surveys.factories import make_study
from vecu.accounts.rules import Scope
from vecu.evidence.models import Finding
from vecu.evidence.sources import Reference
from vecu.groups.models import LearningGroup
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.content import (
    BackingContent,
    Claim,
    FollowUpContent,
)
from vecu.recommendations.models import Recommendation
from vecu.recommendations.positions import take_position
from vecu.recommendations.rules import Backing, FollowUpOutcome

GROUP_NAME = {
    "fr": "Groupe d’apprentissage du Val-de-Sève",
    "en": "Learning group of the Val-de-Sève",
}
WORDS = "Elle invente des lois."
NEITHER = BackingContent(Backing.NEITHER, {"fr": "Je ne sais pas encore."})
SEEN = {"fr": "Deux bureaux posent la question.", "en": "Two offices ask the question."}


@dataclass(frozen=True)
class ArguedRecommendation:
    """A recommendation with its group, and what three of its claims stand on."""

    row: Recommendation
    group: Scope
    room: Room
    finding: Finding

    def address(self, name: str = "", language: str = "fr") -> str:
        """The address of its page, or of a file of it."""
        return f"/{language}/recommended/{self.row.pk}/{name}"


def make_public_group() -> Scope:
    """The scope of a group that everybody reads of."""
    scope = make_group()
    today = timezone.localdate()
    LearningGroup.objects.filter(pk=scope.id).update(name=GROUP_NAME, published=today)
    return scope


def make_claim(number: int, fr: str, en: str, *references: Reference) -> Claim:
    """A claim in both languages."""
    return Claim(UUID(int=number), {"fr": fr, "en": en}, references)


def make_argued_recommendation() -> ArguedRecommendation:
    """Publish one with words, a figure, a figure of a log, a finding, an agreement, and nothing."""
    room = make_room({"limit": WORDS}, promise=3)
    room.codes("ana", WORDS)
    words, figure = room.release(WORDS), make_released(room.study)
    finding = make_published_finding(
        room.study.scope, references=[Reference("figure", figure.figure, 1)]
    )
    system = make_whole_system()
    log_figure = make_released_months(system, "2026-09")[0]
    agreement = note_signed(system)
    group = make_public_group()
    row = make_published(
        group,
        claims=[
            make_claim(
                1,
                "Une partie des écrits est du soin.",
                "Some of what is written is care.",
                Reference("quotation", words.id, words.revision),
                Reference("finding", finding.pk, finding.revision),
            ),
            make_claim(
                2,
                "Vérifier prend plus de temps que promis.",
                "Checking takes longer than promised.",
                Reference("figure", figure.figure, figure.edition),
                Reference("log-figure", log_figure.figure, log_figure.edition),
            ),
            make_claim(
                3,
                "L’accord le prévoit déjà.",
                "The agreement provides for it already.",
                Reference("agreement", agreement.pk, agreement.revision),
            ),
            make_claim(
                4,
                "Rien ne dit encore ce que coûte un refus.",
                "Nothing says yet what a refusal costs.",
            ),
        ],
    )
    take_position(row, 1, speak(row, PAUL), AGAINST)
    take_position(row, 1, speak(row, NOUR), NEITHER)
    _have_it_answered(row)
    return ArguedRecommendation(row, group, room, finding)


def make_recommendation_on(many: int) -> Recommendation:
    """Publish one with so many pieces of evidence: figures, and findings that cite one each."""
    study = make_study()
    few = many // 5
    figures = [make_released(study, f"/data/work/sector{number}") for number in range(many - few)]
    cited = [Reference("figure", each.figure, 1) for each in figures]
    findings = [make_published_finding(study.scope, references=[each]) for each in cited[:few]]
    found = [Reference("finding", each.pk, each.revision) for each in findings]
    claims = [
        make_claim(1, "Vérifier prend du temps.", "Checking takes time.", *cited),
        make_claim(2, "Peu le disent.", "Few say so.", *found),
    ]
    return make_published(make_public_group(), claims=claims)


def _have_it_answered(row: Recommendation) -> None:
    now = timezone.now()
    address = address_recommendation(row, ADDRESS, revision=row.revision, by="lea", now=now)
    token = make_answer_link(address, revision=address.revision, by="lea", now=now)
    answer_recommendation(token, ANSWER, answers_read=0, now=now)
    seen = FollowUpContent(FollowUpOutcome.UNDER_WAY, SEEN)
    follow_answer(address, seen, follow_ups_read=0, by="lea", now=now)

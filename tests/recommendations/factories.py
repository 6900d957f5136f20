"""A group of the Val-de-Sève that recommends something: whole, so that it may be published."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.records.undo import undo_latest
from vecu.accounts.rules import Scope
from vecu.evidence.rules import Confidence, ConfidenceReason
from vecu.groups.member_actions import add_group_member
from vecu.groups.models import GroupMember, LearningGroup
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.actions import (
    amend_recommendation,
    draft_recommendation,
    open_recommendation,
    publish_recommendation,
)
from vecu.recommendations.content import (
    AddressContent,
    AmendmentContent,
    AnswerContent,
    BackingContent,
    CardContent,
    Claim,
    CostPart,
    FollowUpContent,
    LandmarkContent,
    NoneYetContent,
    RecommendationContent,
    ThreadContent,
    Voice,
)
from vecu.recommendations.models import Recommendation, SupplierCard
from vecu.recommendations.positions import take_position
from vecu.recommendations.record_kinds import RECOMMENDATIONS
from vecu.recommendations.rules import (
    ActorKind,
    Alternative,
    AnswerDecision,
    Backing,
    FollowUpOutcome,
)
from vecu.records.actions import add_record

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
TODAY = date(2026, 11, 28)
ACT: dict[str, Any] = {"by": "lea", "now": NOW}

WORKERS, PEOPLE, MANAGERS = (
    GroupCollege.SOCIAL_WORKERS, GroupCollege.ACCOMPANIED, GroupCollege.MANAGERS,
)  # fmt: skip
SALOME, NOUR, PAUL = "Salomé", "Nour", "Paul"
MEMBERS = {SALOME: WORKERS, NOUR: PEOPLE, PAUL: MANAGERS}
FIRST = AmendmentContent(Voice(WORKERS), {"en": "First text."})
SHORTER = AmendmentContent(Voice(PEOPLE), {"en": "Says it in fewer words."})
FOR = BackingContent(Backing.SUPPORTS, {"en": "The morning is lost to alerts."})
AGAINST = BackingContent(Backing.OPPOSES, {"en": "The bus line will close anyway."})

CLAIM = Claim(UUID(int=1), {"en": "Alerts on cars take time."}, [])
RECOMMENDATION = RecommendationContent(
    statement={"fr": "Demander d’abord si un bus arrive.", "en": "Ask first whether a bus comes."},
    claims=[CLAIM],
    decider="Direction of the service",
    cost={"en": "Two days of work a year."},
    cost_parts=[CostPart({"en": "Two days of work"}, 300, 400, "Direction of the service")],
    alternatives={Alternative.POSTS: {"en": "A tenth of a post at the desk of Sèvremont."}},
    confidence=Confidence.LOW,
    confidence_reasons={ConfidenceReason.ADEQUACY: {"en": "One office, three months."}},
    not_known={"en": "What other offices do."},
)
LANDMARK = LandmarkContent(
    statement={"fr": "Qui lit ce que la machine refuse ?", "en": "Who reads what is refused?"},
    actor=ActorKind.EMPLOYMENT,
    claims=[CLAIM],
    confidence=Confidence.LOW,
    confidence_reasons={ConfidenceReason.METHODS: {"en": "Told by those who stayed."}},
    not_known={"en": "How many appeal."},
)
NONE_YET = NoneYetContent(
    statement={"fr": "Faut-il joindre les dossiers ?", "en": "Should files be joined?"},
    divides={"en": "Whether who refuses to be in it loses chances."},
    needed={"en": "One year of a service that joined none."},
    claims=[CLAIM],
    not_known={"en": "What people would say to whom."},
)
ADDRESS = AddressContent("Direction of the service", date(2027, 1, 31))
ANSWER = AnswerContent(
    AnswerDecision.PARTLY,
    {"en": "For rural offers, from the summer on."},
    "Head of the service",
    date(2027, 6, 30),
)
SEEN = FollowUpContent(FollowUpOutcome.UNDER_WAY, {"en": "Two offices ask first."})
CARD = CardContent(
    supplier="Scribe & fils",
    product="Writes reports from recordings",
    day=date(2026, 10, 2),
    promised={"en": "Half a day a week for each worker."},
    promised_source="Demonstration of 2 October 2026",
    observed=[Claim(UUID(int=2), {"en": "Corrections took most of it."})],
    without_it={"en": "The report has four pages that nobody reads."},
)


def make_group() -> Scope:
    """The scope of a group of three."""
    group = LearningGroup.objects.create(slug=f"group-{uuid4()}", published=NOW.date())
    for name, college in MEMBERS.items():
        add_group_member(group, name, college, **ACT)
    return group.scope


def speak(group: Scope | Recommendation, name: str) -> Voice:
    """A member of a group, in the college that they sit in now."""
    key = group.id if isinstance(group, Scope) else group.group_id
    member = GroupMember.objects.get(group=key, name=name)
    return Voice(GroupCollege(member.college), member)


def add_card(group: Scope, content: CardContent = CARD) -> SupplierCard:
    """Note what a supplier promised."""
    card: SupplierCard = add_record(LearningGroup.objects.get(pk=group.id), content, **ACT)
    return card


def undo(group: Scope, **changed: Any) -> None:
    """Undo what was done last, as the button of the history does."""
    undo_latest(LearningGroup.objects.get(pk=group.id), RECOMMENDATIONS, **ACT | changed)


def draft(group: Scope, content: ThreadContent = RECOMMENDATION, **changed: Any) -> Recommendation:
    """Draft something."""
    begun_from = changed.pop("begun_from", ())
    changed_content = replace(content, **changed)
    return draft_recommendation(group, changed_content, FIRST, begun_from=begun_from, **ACT)


def amend(
    row: Recommendation, content: ThreadContent = RECOMMENDATION, **changed: Any
) -> Recommendation:
    """Amend something."""
    row.refresh_from_db()
    amendment = changed.pop("amendment", SHORTER)
    changed_content = replace(content, **changed)
    return amend_recommendation(row, changed_content, amendment, revision=row.revision, **ACT)


def make_open(
    group: Scope, content: ThreadContent = RECOMMENDATION, **changed: Any
) -> Recommendation:
    """Draft something and open it to positions."""
    return open_recommendation(draft(group, content, **changed), revision=2, **ACT)


def make_published(
    group: Scope, content: ThreadContent = RECOMMENDATION, **changed: Any
) -> Recommendation:
    """Draft something, have Salomé support it, and publish it."""
    row = make_open(group, content, **changed)
    take_position(row, 1, speak(row, SALOME), FOR)
    return publish_recommendation(row, revision=row.revision, **ACT)

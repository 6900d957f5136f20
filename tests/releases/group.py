"""Learning groups with what they recommend: the demonstration's, and what it lacks.

It lacks who left, what is changed, removed, undone, set aside or taken back, and an open round.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import translation

from tests.groups.factories import (
    AGREE,
    DISAGREE,
    LAST_DAY,
    MANAGERS,
    MANDATE,
    OWN,
    PEOPLE,
    STEP,
    UNSURE,
    WORKERS,
)
from tests.groups.whole_group import READ_BACK
from tests.recommendations.factories import (
    ADDRESS,
    AGAINST,
    ANSWER,
    CARD,
    FIRST,
    FOR,
    LANDMARK,
    RECOMMENDATION,
    SHORTER,
)
from tests.records.undo import undo_latest
from vecu.accounts.rules import Role
from vecu.groups.actions import (
    agree_notes,
    begin_group,
    move_hypothesis,
    publish_group,
    take_group_back,
    withdraw_hypothesis,
)
from vecu.groups.content import PositionContent, RoundOpening
from vecu.groups.ending import end_group
from vecu.groups.member_actions import (
    add_group_member,
    leave_group,
    renew_member_link,
)
from vecu.groups.models import GroupMember, LearningGroup
from vecu.groups.public_totals import take_totals_back
from vecu.groups.record_kinds import GROUP
from vecu.groups.round_actions import open_round, take_position
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations import positions
from vecu.recommendations.actions import (
    amend_recommendation,
    draft_recommendation,
    open_recommendation,
    publish_recommendation,
    set_recommendation_aside,
    take_recommendation_back,
)
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    make_answer_link,
)
from vecu.recommendations.claim_returns import return_claims
from vecu.recommendations.content import EndReason, Voice
from vecu.recommendations.queries import Recommendation
from vecu.recommendations.record_kinds import RECOMMENDATIONS
from vecu.recommendations.rules import RecommendationKind, RecommendationState
from vecu.records.actions import add_record, change_record, remove_record
from vecu.register.queries import System
from vecu.site.demo.learning_group import make_learning_group
from vecu.site.demo.recommendations import make_recommendations
from vecu.surveys.queries import Study

OWNER = Role.OWNER.value
REASON = {"en": "Nobody had asked for it.", "fr": "Personne ne l’avait demandé."}


def fill_groups(study: Study, system: System, now: datetime) -> list[LearningGroup]:
    """Return the group of the demonstration, published, one at work and one that ended."""
    act = {"by": OWNER, "now": now}
    with translation.override("fr"):
        group = make_learning_group(now, by=OWNER)
        make_recommendations(group, study, system, now, by=OWNER)
    revise_recommendations(group, act)
    revise_group(group, act)
    return_claims(now)
    return [group, begin_second(act), end_third(act)]


def revise_group(group: LearningGroup, act: dict[str, Any]) -> None:
    """Change, remove and undo what the facilitator wrote; let two members go."""
    for totals in (group.hypotheses.get(place=1), group.hypotheses.get(place=2)):
        if totals.place == 1:
            withdraw_hypothesis(totals, REASON, revision=totals.revision, **act)
        else:
            take_totals_back(group, totals.pk, **act)
    step = add_record(group, STEP, **act)
    later = replace(STEP, subject={"en": "What a model does not do"})
    step = change_record(step, later, revision=1, **act)
    step = agree_notes(step, READ_BACK, revision=step.revision, **act)
    undo_latest(group, GROUP, **act)
    own = add_record(group, OWN, **act)
    move_hypothesis(own, up=True, **act)
    own.refresh_from_db()
    remove_record(own, revision=own.revision, **act)
    undo_latest(group, GROUP, **act)
    remove_record(add_record(group, STEP, **act), revision=1, **act)
    by_themselves, by_account, renewed = group.members.all()[:3]
    leave_group(by_themselves, erase_words=False, by="", now=act["now"])
    leave_group(by_account, erase_words=True, **act)
    renew_member_link(renewed, **act)


def revise_recommendations(group: LearningGroup, act: dict[str, Any]) -> None:
    """Set aside, take back, remove and undo; have an answer corrected."""
    published = Recommendation.objects.get(
        group=group,
        kind=RecommendationKind.RECOMMENDATION,
        state=RecommendationState.PUBLISHED,
    )
    amend_recommendation(published, RECOMMENDATION, SHORTER, revision=published.revision, **act)
    undo_latest(group, RECOMMENDATIONS, **act)
    draft_recommendation(group.scope, RECOMMENDATION, FIRST, **act)
    undo_latest(group, RECOMMENDATIONS, **act)
    aside = draft_recommendation(group.scope, LANDMARK, FIRST, **act)
    reason = EndReason(REASON)
    set_recommendation_aside(aside, reason, revision=aside.revision, **act)
    published.refresh_from_db()
    address = address_recommendation(
        published, replace(ADDRESS, addressee="The town hall"), revision=published.revision, **act
    )
    token = make_answer_link(address, revision=address.revision, **act)
    corrected = replace(ANSWER, correction={"en": "A year was missing."})
    for read, answer in enumerate((ANSWER, corrected)):
        answer_recommendation(token, answer, answers_read=read, now=act["now"])
    gone = publish(group, act)
    take_recommendation_back(gone, reason, revision=gone.revision, **act)
    for _number in range(2):
        card = add_record(group, replace(CARD, observed=()), **act)
        remove_record(card, revision=card.revision, **act)
    undo_latest(group, RECOMMENDATIONS, **act)


def publish(group: LearningGroup, act: dict[str, Any]) -> Recommendation:
    """Publish what three members support and a college opposes; the three leave, or lose a link."""
    row = draft_recommendation(group.scope, RECOMMENDATION, FIRST, **act)
    row = open_recommendation(row, revision=row.revision, **act)
    for member in group.members.all()[:3]:
        positions.take_position(row, 1, Voice(GroupCollege(member.college), member), FOR)
    positions.take_position(row, 1, Voice(MANAGERS), AGAINST)
    return publish_recommendation(row, revision=row.revision, **act)


def begin_second(act: dict[str, Any]) -> LearningGroup:
    """Return a group that nobody else reads any more, with a round that is open."""
    group, members = begin_with_members("second", act)
    take_group_back(publish_group(group, **act), **act)
    hypothesis = group.hypotheses.all()[0]
    opening = RoundOpening([hypothesis.pk], LAST_DAY.replace(month=12))
    sealed = open_round(group, opening, **act)
    for member, stance in zip(members[:3], (AGREE, DISAGREE, UNSURE), strict=True):
        content = PositionContent(stance, "So it is with us.", named=True)
        known = {"revision": 0, "device": "phone", "now": act["now"]}
        take_position(member, sealed, hypothesis.pk, content, **known)
    return group


def end_third(act: dict[str, Any]) -> LearningGroup:
    """Return a group whose members left it all at once."""
    group, _members = begin_with_members("third", act)
    return end_group(publish_group(group, **act), **act)


def begin_with_members(slug: str, act: dict[str, Any]) -> tuple[LearningGroup, list[GroupMember]]:
    """Begin a group of five, the fewest that may be published."""
    group = begin_group(slug, MANDATE, **act)
    members = [
        add_group_member(group, f"Member {number}", college, **act)[0]
        for number, college in enumerate((PEOPLE, WORKERS, MANAGERS, WORKERS, PEOPLE))
    ]
    return group, members

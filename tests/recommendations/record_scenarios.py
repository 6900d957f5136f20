"""Recommendations, to whom they went, and suppliers' cards for `check_record_kind`."""

from dataclasses import replace

from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    ANSWER,
    CARD,
    NOW,
    RECOMMENDATION,
    SEEN,
    SHORTER,
    amend,
    draft,
    make_group,
    make_open,
    make_published,
)
from tests.records.record_checks import RecordScenario
from vecu.groups.models import LearningGroup
from vecu.recommendations.actions import (
    merge_recommendations,
    set_recommendation_aside,
    take_recommendation_back,
)
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.content import EndReason
from vecu.recommendations.models import Recommendation, RecommendationAddress

WHY = EndReason({"en": "It says too little."})


def make_whole_group() -> LearningGroup:
    """A group of three."""
    return LearningGroup.objects.get(pk=make_group().id)


def merge(group: LearningGroup) -> Recommendation:
    """Merge a draft into another; the act on the one that ends is the latest."""
    one, other = draft(group.scope), draft(group.scope)
    revisions = {each.pk: each.revision for each in (one, other)}
    merge_recommendations([one], other, RECOMMENDATION, SHORTER, revisions=revisions, **ACT)
    return one


def set_aside(group: LearningGroup) -> Recommendation:
    """Set a draft aside."""
    row = draft(group.scope)
    return set_recommendation_aside(row, WHY, revision=row.revision, **ACT)


def take_back(group: LearningGroup) -> Recommendation:
    """Take back what is published."""
    row = make_published(group.scope)
    return take_recommendation_back(row, WHY, revision=row.revision, **ACT)


def address(group: LearningGroup) -> RecommendationAddress:
    """Address what is published to somebody."""
    row = make_published(group.scope)
    return address_recommendation(row, ADDRESS, revision=row.revision, **ACT)


def hand_over(group: LearningGroup) -> RecommendationAddress:
    """Make the link of an address."""
    row = address(group)
    make_answer_link(row, revision=row.revision, **ACT)
    return row


def follow(group: LearningGroup) -> RecommendationAddress:
    """Note what is seen of an answer."""
    row = address(group)
    token = make_answer_link(row, revision=row.revision, **ACT)
    answer_recommendation(token, ANSWER, answers_read=0, now=NOW)
    follow_answer(row, SEEN, follow_ups_read=0, **ACT)
    return row


SCENARIOS = [
    RecordScenario(
        "recommendation",
        "recommendation",
        make_whole_group,
        acts=[
            lambda group: draft(group.scope),
            lambda group: amend(draft(group.scope)),
            lambda group: make_open(group.scope),
            lambda group: make_published(group.scope),
            merge,
            set_aside,
            take_back,
        ],
        now=NOW,
    ),
    RecordScenario(
        "recommendation",
        "address",
        make_whole_group,
        acts=[address, hand_over, follow],
        now=NOW,
    ),
    RecordScenario(
        "recommendation",
        "card",
        make_whole_group,
        CARD,
        replace(CARD, product="Reads them aloud", observed=()),
    ),
]

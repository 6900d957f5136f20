"""Recommendations in closed words, their way, and what follows from positions and days. Pure.

No count of voices decides anything here: how many support something opens no step, except that
nobody's recommendation is published which nobody supports.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from vecu.evidence.rules import FINDING_SOURCE
from vecu.translation import gettext_noop


class RecommendationKind(StrEnum):
    """What a group can come to. That there is no recommendation yet is a result as well."""

    RECOMMENDATION = "recommendation"
    LANDMARK = "landmark"
    NONE_YET = "none yet"


KIND_LABELS: Mapping[RecommendationKind, str] = {
    RecommendationKind.RECOMMENDATION: gettext_noop("Recommendation"),
    RecommendationKind.LANDMARK: gettext_noop("Landmark"),
    RecommendationKind.NONE_YET: gettext_noop("No recommendation yet"),
}

NONE_YET_SENTENCE = gettext_noop(
    "No recommendation yet: here is what divides us, and what we would need to see."
)
LANDMARK_SENTENCE = gettext_noop("A landmark says what to look at, not what to do.")
KIND_SENTENCES: Mapping[RecommendationKind, str] = {
    RecommendationKind.LANDMARK: LANDMARK_SENTENCE,
    RecommendationKind.NONE_YET: NONE_YET_SENTENCE,
}
"""What is said first of kinds that recommend nothing."""


class RecommendationState(StrEnum):
    """Where a recommendation stands. Only what is published is read by everybody."""

    DRAFT = "draft"
    OPEN = "open"
    PUBLISHED = "published"
    MERGED = "merged"
    SET_ASIDE = "set aside"
    TAKEN_BACK = "taken back"


RECOMMENDATION_STATE_LABELS: Mapping[RecommendationState, str] = {
    RecommendationState.DRAFT: gettext_noop("Draft"),
    RecommendationState.OPEN: gettext_noop("Open to positions"),
    RecommendationState.PUBLISHED: gettext_noop("Published"),
    RecommendationState.MERGED: gettext_noop("Merged into another one"),
    RecommendationState.SET_ASIDE: gettext_noop("Set aside"),
    RecommendationState.TAKEN_BACK: gettext_noop("Taken back"),
}

NEXT_RECOMMENDATION_STATES: Mapping[RecommendationState, frozenset[RecommendationState]] = {
    RecommendationState.DRAFT: frozenset(
        {RecommendationState.OPEN, RecommendationState.MERGED, RecommendationState.SET_ASIDE}
    ),
    RecommendationState.OPEN: frozenset(
        {RecommendationState.PUBLISHED, RecommendationState.MERGED, RecommendationState.SET_ASIDE}
    ),
    RecommendationState.PUBLISHED: frozenset(
        {RecommendationState.PUBLISHED, RecommendationState.MERGED, RecommendationState.TAKEN_BACK}
    ),
    RecommendationState.MERGED: frozenset(),
    RecommendationState.SET_ASIDE: frozenset(),
    RecommendationState.TAKEN_BACK: frozenset(),
}
"""Where a recommendation may go; back only by undoing. Published again: in a later version."""

LIVE_STATES = frozenset(each for each, following in NEXT_RECOMMENDATION_STATES.items() if following)
"""In these it can be amended, and others be merged into it."""

POSITION_STATES = frozenset({RecommendationState.OPEN, RecommendationState.PUBLISHED})
"""In these members and colleges take a position, on the latest version."""


class RecommendationVerb(StrEnum):
    """What was done with a recommendation, or with what was answered."""

    DRAFT = "draft"
    AMEND = "amend"
    MERGE = "merge"
    OPEN = "open"
    PUBLISH = "publish"
    SET_ASIDE = "set aside"
    TAKE_BACK = "take back"
    ADDRESS = "address"
    HAND_OVER = "hand over"
    FOLLOW = "follow"


class RecommendationSubject(StrEnum):
    """What an act was done to."""

    RECOMMENDATION = "recommendation"
    ADDRESS = "address"
    CARD = "card"


class ActorKind(StrEnum):
    """For whom a landmark is: one kind of actor in work, employment, training and social work."""

    EMPLOYMENT = "employment"
    HEALTH = "occupational health"
    CONDITIONS = "working conditions"
    RETURN = "return to work"
    SOCIAL_WORK = "social work"
    TRAINING = "training funds"


ACTOR_LABELS: Mapping[ActorKind, str] = {
    ActorKind.EMPLOYMENT: gettext_noop("Employment service"),
    ActorKind.HEALTH: gettext_noop("Occupational health service"),
    ActorKind.CONDITIONS: gettext_noop("Bodies for working conditions"),
    ActorKind.RETURN: gettext_noop("Return to work"),
    ActorKind.SOCIAL_WORK: gettext_noop("Social work"),
    ActorKind.TRAINING: gettext_noop("Training funds"),
}


class Alternative(StrEnum):
    """What the same money pays otherwise: none of it is AI."""

    POSTS = "posts"
    PAY = "pay"
    FEWER_FORMS = "fewer forms"
    OTHER = "other"


ALTERNATIVE_QUESTIONS: Mapping[Alternative, str] = {
    Alternative.POSTS: gettext_noop("How many posts would the same money pay, and for what?"),
    Alternative.PAY: gettext_noop("What would the same money change in pay?"),
    Alternative.FEWER_FORMS: gettext_noop("Which form, check or report could go instead?"),
    Alternative.OTHER: gettext_noop("What else, without AI, would answer the problem?"),
}

CLAIM_SOURCES = frozenset(
    {
        FINDING_SOURCE,
        "quotation",
        "figure",
        "log-figure",
        "shared-point",
        "agreement",
        "hypothesis-result",
    }
)
"""What a claim of a group can stand on, by the name of its source: never on a recommendation."""


class ClaimState(StrEnum):
    """What a claim stands on now. The same word, whatever the reason why evidence is gone."""

    STANDING = "standing"
    WITHOUT_EVIDENCE = "without evidence"
    ARGUE_AGAIN = "discuss again"


CLAIM_LABELS: Mapping[ClaimState, str] = {
    ClaimState.STANDING: gettext_noop("Stands on evidence"),
    ClaimState.WITHOUT_EVIDENCE: gettext_noop("Without evidence"),
    ClaimState.ARGUE_AGAIN: gettext_noop("To be discussed again"),
}


class Backing(StrEnum):
    """How a member or a college stands to a version."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    NEITHER = "neither"


BACKING_LABELS: Mapping[Backing, str] = {
    Backing.SUPPORTS: gettext_noop("Supports it"),
    Backing.OPPOSES: gettext_noop("Opposes it"),
    Backing.NEITHER: gettext_noop("Takes no side"),
}


class AnswerDecision(StrEnum):
    """What an addressee answers."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


DECISION_LABELS: Mapping[AnswerDecision, str] = {
    AnswerDecision.ACCEPTED: gettext_noop("Accepted in full"),
    AnswerDecision.PARTLY: gettext_noop("Accepted in part"),
    AnswerDecision.DECLINED: gettext_noop("Declined"),
}


class FollowUpOutcome(StrEnum):
    """What a group sees of what was accepted."""

    UNDER_WAY = "under way"
    DONE = "done"
    NOT_DONE = "not done"


OUTCOME_LABELS: Mapping[FollowUpOutcome, str] = {
    FollowUpOutcome.UNDER_WAY: gettext_noop("Under way"),
    FollowUpOutcome.DONE: gettext_noop("Put into practice"),
    FollowUpOutcome.NOT_DONE: gettext_noop("Not put into practice"),
}


class AddressState(StrEnum):
    """Where a recommendation stands with one of those to whom it is addressed."""

    AWAITED = "awaited"
    OVERDUE = "overdue"
    DECLINED = "declined"
    UNDER_WAY = "under way"
    LATE = "late"
    DONE = "done"
    NOT_DONE = "not done"


ADDRESS_LABELS: Mapping[AddressState, str] = {
    AddressState.AWAITED: gettext_noop("Answer awaited"),
    AddressState.OVERDUE: gettext_noop("No answer on the day agreed"),
    AddressState.DECLINED: gettext_noop("Declined"),
    AddressState.UNDER_WAY: gettext_noop("Follow-up: under way"),
    AddressState.LATE: gettext_noop("Follow-up: late"),
    AddressState.DONE: gettext_noop("Follow-up: done"),
    AddressState.NOT_DONE: gettext_noop("Follow-up: not done"),
}


def can_move(state: RecommendationState, wanted: RecommendationState) -> bool:
    """Return whether a recommendation may go from one state to another."""
    return wanted in NEXT_RECOMMENDATION_STATES[state]


def can_take_position(state: RecommendationState) -> bool:
    """Return whether members and colleges may take a position now: not on a draft."""
    return state in POSITION_STATES


def judge_claim(cited: int, standing: int) -> ClaimState:
    """Return what a claim stands on that cites so much, of which so much reads as it did then.

    One piece that is gone or reads otherwise is enough: it was argued with all of them.
    """
    if not cited:
        return ClaimState.WITHOUT_EVIDENCE
    return ClaimState.STANDING if standing == cited else ClaimState.ARGUE_AGAIN


def count_equal_space(supporting: int, opposing: int) -> int:
    """Return how many reasons of each side stand open, the others folded below them.

    Both sides have the same space: as many as the side that has fewer. A side alone has all of it.
    """
    return min(supporting, opposing) or max(supporting, opposing)


def judge_address(
    due: date,
    decision: AnswerDecision | None,
    done_by: date | None,
    outcome: FollowUpOutcome | None,
    today: date,
) -> AddressState:
    """Return where it stands: `due` is when an answer was asked for, `done_by` what it promised.

    On the day itself nothing is late yet. What a group saw last goes before what was promised.
    """
    if decision is None:
        return AddressState.OVERDUE if today > due else AddressState.AWAITED
    if decision is AnswerDecision.DECLINED:
        return AddressState.DECLINED
    if outcome is FollowUpOutcome.DONE:
        return AddressState.DONE
    if outcome is FollowUpOutcome.NOT_DONE:
        return AddressState.NOT_DONE
    late = done_by is not None and today > done_by
    return AddressState.LATE if late else AddressState.UNDER_WAY

"""Recommendations in closed words, their way, and what follows from positions and days. Pure.

No count of voices decides anything here: how many support something opens no step, except that
nobody's recommendation is published which nobody supports.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from vecu.evidence.rules import FINDING_SOURCE
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class RecommendationKind(LabelledEnum):
    """What a group can come to. That there is no recommendation yet is a result as well."""

    RECOMMENDATION = "recommendation", gettext_noop("Recommendation")
    LANDMARK = "landmark", gettext_noop("Checklist")
    NONE_YET = "none yet", gettext_noop("No recommendation yet")


NONE_YET_SENTENCE = gettext_noop(
    "No recommendation yet: here is what divides us, and what we would need to see."
)
LANDMARK_SENTENCE = gettext_noop("A checklist says what to look at, not what to do.")
KIND_SENTENCES: Mapping[RecommendationKind, str] = {
    RecommendationKind.LANDMARK: LANDMARK_SENTENCE,
    RecommendationKind.NONE_YET: NONE_YET_SENTENCE,
}
"""What is said first of kinds that recommend nothing."""


class RecommendationState(LabelledEnum):
    """Where a recommendation stands. Only what is published is read by everybody."""

    DRAFT = "draft", gettext_noop("Draft")
    OPEN = "open", gettext_noop("Open to positions")
    PUBLISHED = "published", gettext_noop("Published")
    MERGED = "merged", gettext_noop("Merged into another one")
    SET_ASIDE = "set aside", gettext_noop("Set aside")
    TAKEN_BACK = "taken back", gettext_noop("Taken back")


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


class ActorKind(LabelledEnum):
    """For whom a landmark is: one kind of actor in work, employment, training and social work."""

    EMPLOYMENT = "employment", gettext_noop("Employment service")
    HEALTH = "occupational health", gettext_noop("Occupational health service")
    CONDITIONS = "working conditions", gettext_noop("Bodies for working conditions")
    RETURN = "return to work", gettext_noop("Return to work")
    SOCIAL_WORK = "social work", gettext_noop("Social work")
    TRAINING = "training funds", gettext_noop("Training funds")


class Alternative(StrEnum):
    """What the same money pays otherwise, none of it AI, and what happens without any decision."""

    POSTS = "posts"
    PAY = "pay"
    FEWER_FORMS = "fewer forms"
    OTHER = "other"
    NOTHING = "nothing"


ALTERNATIVE_QUESTIONS: Mapping[Alternative, str] = {
    Alternative.POSTS: gettext_noop("How many posts would the same money pay, and for what?"),
    Alternative.PAY: gettext_noop("What would the same money change in pay?"),
    Alternative.FEWER_FORMS: gettext_noop("Which form, check or report could go instead?"),
    Alternative.OTHER: gettext_noop("What else, without AI, would answer the problem?"),
    Alternative.NOTHING: gettext_noop("What happens if nothing is decided?"),
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


class ClaimState(LabelledEnum):
    """What a claim stands on now. The same word, whatever the reason why evidence is gone."""

    STANDING = "standing", gettext_noop("Stands on evidence")
    WITHOUT_EVIDENCE = "without evidence", gettext_noop("Without evidence")
    ARGUE_AGAIN = "discuss again", gettext_noop("To be discussed again")


class Backing(LabelledEnum):
    """How a member or a college stands to a version."""

    SUPPORTS = "supports", gettext_noop("Supports it")
    OPPOSES = "opposes", gettext_noop("Opposes it")
    NEITHER = "neither", gettext_noop("Takes no side")


class AnswerDecision(LabelledEnum):
    """What an addressee answers."""

    ACCEPTED = "accepted", gettext_noop("Accepted in full")
    PARTLY = "partly", gettext_noop("Accepted in part")
    DECLINED = "declined", gettext_noop("Declined")


class FollowUpOutcome(LabelledEnum):
    """What a group sees of what was accepted."""

    UNDER_WAY = "under way", gettext_noop("Under way")
    DONE = "done", gettext_noop("Put into practice")
    NOT_DONE = "not done", gettext_noop("Not put into practice")


class AddressState(LabelledEnum):
    """Where a recommendation stands with one of those to whom it is addressed."""

    AWAITED = "awaited", gettext_noop("Answer awaited")
    OVERDUE = "overdue", gettext_noop("No answer on the day agreed")
    DECLINED = "declined", gettext_noop("Declined")
    UNDER_WAY = "under way", gettext_noop("Follow-up: under way")
    LATE = "late", gettext_noop("Follow-up: late")
    DONE = "done", gettext_noop("Follow-up: done")
    NOT_DONE = "not done", gettext_noop("Follow-up: not done")


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

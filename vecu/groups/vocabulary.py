"""Learning groups in closed words. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from vecu.translation import gettext_noop


class GroupCollege(StrEnum):
    """From where a member of a group speaks, as they declare; nobody checks who they are."""

    ACCOMPANIED = "accompanied people"
    SOCIAL_WORKERS = "social workers"
    MANAGERS = "managers"
    REPRESENTATIVES = "staff representatives"
    ELECTED = "elected officials"
    RESEARCHERS = "researchers"


GROUP_COLLEGE_LABELS: Mapping[GroupCollege, str] = {
    GroupCollege.ACCOMPANIED: gettext_noop("Accompanied people"),
    GroupCollege.SOCIAL_WORKERS: gettext_noop("Social workers"),
    GroupCollege.MANAGERS: gettext_noop("Managers"),
    GroupCollege.REPRESENTATIVES: gettext_noop("Staff representatives"),
    GroupCollege.ELECTED: gettext_noop("Elected officials"),
    GroupCollege.RESEARCHERS: gettext_noop("Researchers"),
}


class MandateItem(StrEnum):
    """What a mandate sheet says; each has a field of its name."""

    COMMISSIONER = "commissioner"
    QUESTION = "question"
    RESPONDER = "responder"
    RESPONSE_DUE = "response_due"
    FACILITATOR = "facilitator"
    INDEPENDENCE = "independence"
    PAID_HOURS = "paid_hours"
    REPLACEMENT = "replacement"
    INDEMNITY = "indemnity"
    CHILDCARE = "childcare"
    INTERPRETER = "interpreter"
    HEARD = "heard"


MANDATE_LABELS: Mapping[MandateItem, str] = {
    MandateItem.COMMISSIONER: gettext_noop("Who asks for the group’s opinion"),
    MandateItem.QUESTION: gettext_noop("The question put to the group"),
    MandateItem.RESPONDER: gettext_noop("Who answers what the group recommends"),
    MandateItem.RESPONSE_DUE: gettext_noop("By when they answer"),
    MandateItem.FACILITATOR: gettext_noop("Who facilitates"),
    MandateItem.INDEPENDENCE: gettext_noop("What makes the facilitator independent"),
    MandateItem.PAID_HOURS: gettext_noop("Which hours are paid"),
    MandateItem.REPLACEMENT: gettext_noop("Who does members’ work while they are away"),
    MandateItem.INDEMNITY: gettext_noop("What members receive who are not paid for it"),
    MandateItem.CHILDCARE: gettext_noop("Childcare"),
    MandateItem.INTERPRETER: gettext_noop("Interpreters"),
    MandateItem.HEARD: gettext_noop("Who is heard without being a member"),
}


class StepKind(StrEnum):
    """What a step of the calendar is."""

    TRAINING = "training"
    DEMONSTRATION = "demonstration"
    SUPPLIER = "supplier"
    FOCUS_GROUP = "focus group"
    HYPOTHESIS_ROUND = "hypothesis round"
    WRITING = "writing"
    RETURN = "return"


STEP_LABELS: Mapping[StepKind, str] = {
    StepKind.TRAINING: gettext_noop("Training"),
    StepKind.DEMONSTRATION: gettext_noop("Demonstration"),
    StepKind.SUPPLIER: gettext_noop("Meeting with a supplier"),
    StepKind.FOCUS_GROUP: gettext_noop("Focus group"),
    StepKind.HYPOTHESIS_ROUND: gettext_noop("Round of positions"),
    StepKind.WRITING: gettext_noop("Writing"),
    StepKind.RETURN: gettext_noop("Return to the group"),
}


class StepState(StrEnum):
    """Where a step of the calendar stands, and its notes."""

    TO_COME = "to come"
    TODAY = "today"
    WITHOUT_NOTES = "without notes"
    TO_READ_BACK = "to read back"
    AGREED = "agreed"


STEP_STATE_LABELS: Mapping[StepState, str] = {
    StepState.TO_COME: gettext_noop("To come"),
    StepState.TODAY: gettext_noop("Today"),
    StepState.WITHOUT_NOTES: gettext_noop("No notes yet"),
    StepState.TO_READ_BACK: gettext_noop("Notes to read back"),
    StepState.AGREED: gettext_noop("Notes agreed"),
}


class HypothesisStance(StrEnum):
    """How a member stands to a hypothesis. To pass is to say that one takes no position."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNSURE = "unsure"
    NO_POSITION = "pass"


HYPOTHESIS_STANCE_LABELS: Mapping[HypothesisStance, str] = {
    HypothesisStance.AGREE: gettext_noop("I agree"),
    HypothesisStance.DISAGREE: gettext_noop("I disagree"),
    HypothesisStance.UNSURE: gettext_noop("I am not sure"),
    HypothesisStance.NO_POSITION: gettext_noop("I pass"),
}


class RoundState(StrEnum):
    """Where a round of positions stands."""

    OPEN = "open"
    CLOSED = "closed"


class GroupEntryKind(StrEnum):
    """What the facilitator writes of a group and can undo; members’ positions are none of it."""

    MANDATE = "mandate"
    STEP = "step"
    HYPOTHESIS = "hypothesis"


class GroupVerb(StrEnum):
    """What was done in a group. Of members: that one came, left or got a new link, never who."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    PUBLISH = "publish"
    AGREE_NOTES = "agree notes"
    WITHDRAW = "withdraw"
    ADD_MEMBER = "add member"
    MEMBER_LEFT = "member left"
    OPEN_ROUND = "open round"
    CLOSE_ROUND = "close round"
    RELEASE = "release"
    TAKE_BACK = "take totals back"
    RENEW_LINK = "renew link"
    ORDER = "order"
    END = "end"

"""Learning groups in closed words. Pure."""

from enum import StrEnum

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class GroupCollege(LabelledEnum):
    """From where a member of a group speaks, as they declare; nobody checks who they are."""

    ACCOMPANIED = "accompanied people", gettext_noop("Accompanied people")
    SOCIAL_WORKERS = "social workers", gettext_noop("Social workers")
    MANAGERS = "managers", gettext_noop("Managers")
    REPRESENTATIVES = "staff representatives", gettext_noop("Staff representatives")
    ELECTED = "elected officials", gettext_noop("Elected officials")
    RESEARCHERS = "researchers", gettext_noop("Researchers")


class MandateItem(LabelledEnum):
    """What a mandate sheet says; each has a field of its name."""

    COMMISSIONER = "commissioner", gettext_noop("Who asks for the group’s opinion")
    QUESTION = "question", gettext_noop("The question put to the group")
    RESPONDER = "responder", gettext_noop("Who answers what the group recommends")
    RESPONSE_DUE = "response_due", gettext_noop("By when they answer")
    FACILITATOR = "facilitator", gettext_noop("Who facilitates")
    INDEPENDENCE = "independence", gettext_noop("What makes the facilitator independent")
    PAID_HOURS = "paid_hours", gettext_noop("Which hours are paid")
    REPLACEMENT = "replacement", gettext_noop("Who does members’ work while they are away")
    INDEMNITY = "indemnity", gettext_noop("What members receive who are not paid for it")
    CHILDCARE = "childcare", gettext_noop("Childcare")
    INTERPRETER = "interpreter", gettext_noop("Interpreters")
    HEARD = "heard", gettext_noop("Who is heard without being a member")


class StepKind(LabelledEnum):
    """What a step of the calendar is."""

    TRAINING = "training", gettext_noop("Training")
    DEMONSTRATION = "demonstration", gettext_noop("Demonstration")
    SUPPLIER = "supplier", gettext_noop("Meeting with a supplier")
    FOCUS_GROUP = "focus group", gettext_noop("Focus group")
    HYPOTHESIS_ROUND = "hypothesis round", gettext_noop("Round of positions")
    WRITING = "writing", gettext_noop("Writing")
    RETURN = "return", gettext_noop("Return to the group")


class StepState(LabelledEnum):
    """Where a step of the calendar stands, and its notes."""

    TO_COME = "to come", gettext_noop("To come")
    TODAY = "today", gettext_noop("Today")
    WITHOUT_NOTES = "without notes", gettext_noop("No notes yet")
    TO_READ_BACK = "to read back", gettext_noop("Notes to read back")
    AGREED = "agreed", gettext_noop("Notes agreed")


class HypothesisStance(LabelledEnum):
    """How a member stands to a hypothesis. To pass is to say that one takes no position."""

    AGREE = "agree", gettext_noop("I agree")
    DISAGREE = "disagree", gettext_noop("I disagree")
    UNSURE = "unsure", gettext_noop("I am not sure")
    NO_POSITION = "pass", gettext_noop("I pass")


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

"""Dialogue in closed words, and what follows from positions and dates. Pure.

Workshop, consultation and negotiation are three things: none becomes another.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from vecu.accounts.rules import Role, can_put_on_agenda, can_write_dialogue
from vecu.labelled_enum import LabelledEnum
from vecu.records.rules import Side
from vecu.translation import gettext_noop


class DialogueKind(LabelledEnum):
    """What members note of a dialogue."""

    WORKSHOP = "workshop", gettext_noop("Workshop")
    POINT = "point", gettext_noop("Point of a workshop")
    CONSULTATION = "consultation", gettext_noop("Consultation")
    AGREEMENT = "agreement", gettext_noop("Agreement")
    COMMITMENT = "commitment", gettext_noop("Commitment")
    CLAUSE = "clause", gettext_noop("Review clause")
    AGENDA_ITEM = "agenda item", gettext_noop("Item of the agenda")
    POSITION = "position", gettext_noop("Position on a writing")


class DialogueVerb(StrEnum):
    """What dialogue adds to what is done in all rooms. No member has a clause fire."""

    NOTE_AVIS = "note avis"
    END = "end"
    FIRE = "fire"


class College(LabelledEnum):
    """Those who sit at a workshop: each speaks for itself, never for another."""

    USERS = "users", gettext_noop("Those who work with it")
    MANAGEMENT = "management", gettext_noop("Management")
    REPRESENTATIVES = "representatives", gettext_noop("The staff representatives")
    TOUCHED = "touched", gettext_noop("Those whom it concerns")


SIDES: Mapping[College, Side] = {
    College.MANAGEMENT: Side.SYSTEM,
    College.REPRESENTATIVES: Side.STAFF,
}
"""The colleges that have a side: what the other notes of their positions, they confirm."""


class Stance(LabelledEnum):
    """How a college stands to a point. On mandate: it must ask those who sent it first."""

    SHARED = "shared", gettext_noop("Shares this point")
    NOT_SHARED = "not shared", gettext_noop("Does not share this point")
    ON_MANDATE = "on mandate", gettext_noop("On mandate: position pending")


class PointState(LabelledEnum):
    """What became of a point between the colleges that were there."""

    SHARED = "shared", gettext_noop("Shared by all who were there")
    NOT_SHARED = "not shared", gettext_noop("Not shared by all")
    PENDING = "pending", gettext_noop("Pending")


class PositionHolder(LabelledEnum):
    """Who takes a position on a writing. None speaks for a profession, which has no order."""

    SERVICE = "service", gettext_noop("The service")
    STAFF = "staff", gettext_noop("Staff representatives or a union")
    PROFESSIONALS = "professionals", gettext_noop("An association of professionals")
    ACCOMPANIED = "accompanied", gettext_noop("An association of people supported by the service")


HOLDER_SIDES: Mapping[PositionHolder, frozenset[Side]] = {
    PositionHolder.SERVICE: frozenset({Side.SYSTEM}),
    PositionHolder.STAFF: frozenset({Side.STAFF}),
    PositionHolder.PROFESSIONALS: frozenset(Side),
    PositionHolder.ACCOMPANIED: frozenset(Side),
}
"""Which sides confirm a position: both where the organisation is neither, so that none speaks alone
in the name of an association."""


class StaffBody(LabelledEnum):
    """Which body is consulted. Only of a CSE does the laboratory know what silence counts as."""

    CSE = "CSE", gettext_noop("Social and economic committee (CSE)")
    CST = "CST", gettext_noop("Social committee of a local public body (CST)")
    OTHER = "other", gettext_noop("Another body")


class Expertise(LabelledEnum):
    """Which experts give an opinion: they make the time for a CSE's avis longer."""

    NONE = "none", gettext_noop("No expert")
    EXPERT = "expert", gettext_noop("An expert")
    BOTH_LEVELS = (
        "both levels",
        gettext_noop(
            "Experts, with both the central committee and those of establishments consulted"
        ),
    )


class Avis(LabelledEnum):
    """What a body answered. An equal vote of a CST is an avis that says neither."""

    FAVOURABLE = "favourable", gettext_noop("Favourable")
    UNFAVOURABLE = "unfavourable", gettext_noop("Unfavourable")
    EQUAL_VOTE = (
        "equal vote",
        gettext_noop("Votes were equal: given, neither favourable nor unfavourable"),
    )


class DossierItem(LabelledEnum):
    """What a body can be handed to judge by."""

    PROBLEM = "problem", gettext_noop("The problem, and what the system is meant to do")
    WORK = "work", gettext_noop("What changes in the work, and for whom")
    JOBS = "jobs", gettext_noop("What becomes of posts, pay and qualifications")
    DATA = "data", gettext_noop("Which data of staff and of the public it uses")
    SETTINGS = "settings", gettext_noop("Its settings, and who chooses them")
    TRIAL = "trial", gettext_noop("What was observed in a trial")
    WITHOUT_TOOL = "without tool", gettext_noop("What the problem would need without the tool")
    TRAINING = "training", gettext_noop("Training, and the time for it")
    IMPACT_ASSESSMENT = "impact assessment", gettext_noop("The data protection impact assessment")
    REFUSAL = "refusal", gettext_noop("What people may refuse, and how")
    COST = "cost", gettext_noop("What it costs, upkeep included")
    EXIT = "exit", gettext_noop("How it would be stopped")


class Ending(LabelledEnum):
    """How something that holds on came to its end."""

    WITHDRAWN = "withdrawn", gettext_noop("Withdrawn by those who signed it")
    DENOUNCED = "denounced", gettext_noop("Denounced by one side")
    DONE = "done", gettext_noop("Done")
    DROPPED = "dropped", gettext_noop("Dropped")
    ENDED = "ended", gettext_noop("Ended")
    ANSWERED = "answered", gettext_noop("Answered")


ENDINGS: Mapping[DialogueKind, tuple[Ending, ...]] = {
    DialogueKind.AGREEMENT: (Ending.WITHDRAWN, Ending.DENOUNCED),
    DialogueKind.COMMITMENT: (Ending.DONE, Ending.DROPPED),
    DialogueKind.CLAUSE: (Ending.ENDED,),
    DialogueKind.AGENDA_ITEM: (Ending.ANSWERED,),
}
"""How each kind can end; what is not here is a fact of its day."""

ORIGINS = frozenset({DialogueKind.POINT, DialogueKind.CONSULTATION, DialogueKind.AGREEMENT})
"""What a commitment or a clause can come from."""


class CommitmentState(LabelledEnum):
    """Where a commitment stands today."""

    OPEN = "open", gettext_noop("Under way")
    LATE = "late", gettext_noop("Late")
    DONE = "done", gettext_noop("Done")
    DROPPED = "dropped", gettext_noop("Dropped")


class WatchedFigure(LabelledEnum):
    """What a review clause watches."""

    OVERRIDES = "overrides", gettext_noop("The share of proposals that people overrode")
    MINUTES = "minutes", gettext_noop("Minutes that the machine takes beyond those it saves")
    UPKEEP = "upkeep", gettext_noop("Hours that the system itself takes in a month")
    LATE_LOOKS = "late looks", gettext_noop("Second looks that were answered late")
    SERVED_AS_WELL = (
        "served as well",
        gettext_noop("What a no costs: a loss in two quarters, or one upheld complaint"),
    )
    DATE = "date", gettext_noop("A date")


class ClauseCause(StrEnum):
    """Why a clause fired."""

    ABOVE = "above"
    HIDDEN = "hidden"
    MISSING = "missing"
    LATE = "late"
    LOSS = "loss"
    DATE = "date"


def can_write_kind(role: Role | None, kind: DialogueKind) -> bool:
    """Allow what a role may note: representatives only items of the agenda and positions."""
    own = kind in {DialogueKind.AGENDA_ITEM, DialogueKind.POSITION}
    return can_put_on_agenda(role) if own else can_write_dialogue(role)


def judge_point(stances: Collection[Stance]) -> PointState:
    """Return what became of a point: one that does not share it is enough, a mandate is no yes.

    A college alone shares nothing with anybody: its point is pending.
    """
    if Stance.NOT_SHARED in stances:
        return PointState.NOT_SHARED
    if len(stances) < 2 or Stance.ON_MANDATE in stances:
        return PointState.PENDING
    return PointState.SHARED


def judge_commitment(due: date, ending: Ending | None, today: date) -> CommitmentState:
    """Return where a commitment stands: on the day itself it is not late yet."""
    if ending is not None:
        return CommitmentState.DONE if ending is Ending.DONE else CommitmentState.DROPPED
    return CommitmentState.LATE if today > due else CommitmentState.OPEN

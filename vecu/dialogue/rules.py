"""Dialogue in closed words, and what follows from positions and dates. Pure.

Workshop, consultation and negotiation are three things: none becomes another.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from vecu.accounts.rules import Role, can_put_on_agenda, can_write_dialogue
from vecu.translation import gettext_noop


class DialogueKind(StrEnum):
    """What members note of a dialogue."""

    WORKSHOP = "workshop"
    POINT = "point"
    CONSULTATION = "consultation"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"
    CLAUSE = "clause"
    AGENDA_ITEM = "agenda item"


class DialogueVerb(StrEnum):
    """What dialogue adds to what is done in all rooms. No member has a clause fire."""

    NOTE_AVIS = "note avis"
    END = "end"
    FIRE = "fire"


class DialogueSide(StrEnum):
    """Who notes something: staff representatives, or those who answer for the system."""

    STAFF = "representatives"
    SYSTEM = "system"


class College(StrEnum):
    """Those who sit at a workshop: each speaks for itself, never for another."""

    USERS = "users"
    MANAGEMENT = "management"
    REPRESENTATIVES = "representatives"
    TOUCHED = "touched"


COLLEGE_LABELS: Mapping[College, str] = {
    College.USERS: gettext_noop("Those who work with it"),
    College.MANAGEMENT: gettext_noop("Management"),
    College.REPRESENTATIVES: gettext_noop("The staff representatives"),
    College.TOUCHED: gettext_noop("Those whom it concerns"),
}


class Stance(StrEnum):
    """How a college stands to a point. On mandate: it must ask those who sent it first."""

    SHARED = "shared"
    NOT_SHARED = "not shared"
    ON_MANDATE = "on mandate"


STANCE_LABELS: Mapping[Stance, str] = {
    Stance.SHARED: gettext_noop("Shares this point"),
    Stance.NOT_SHARED: gettext_noop("Does not share this point"),
    Stance.ON_MANDATE: gettext_noop("On mandate: position pending"),
}


class PointState(StrEnum):
    """What became of a point between the colleges that were there."""

    SHARED = "shared"
    NOT_SHARED = "not shared"
    PENDING = "pending"


POINT_LABELS: Mapping[PointState, str] = {
    PointState.SHARED: gettext_noop("Shared by all who were there"),
    PointState.NOT_SHARED: gettext_noop("Not shared by all"),
    PointState.PENDING: gettext_noop("Pending"),
}


class StaffBody(StrEnum):
    """Which body is consulted. Only of a CSE does the laboratory know what silence counts as."""

    CSE = "CSE"
    CST = "CST"
    OTHER = "other"


BODY_LABELS: Mapping[StaffBody, str] = {
    StaffBody.CSE: gettext_noop("Social and economic committee (CSE)"),
    StaffBody.CST: gettext_noop("Social committee of a local public body (CST)"),
    StaffBody.OTHER: gettext_noop("Another body"),
}


class Expertise(StrEnum):
    """Which experts give an opinion: they make the time for a CSE's avis longer."""

    NONE = "none"
    EXPERT = "expert"
    BOTH_LEVELS = "both levels"


EXPERTISE_LABELS: Mapping[Expertise, str] = {
    Expertise.NONE: gettext_noop("No expert"),
    Expertise.EXPERT: gettext_noop("An expert"),
    Expertise.BOTH_LEVELS: gettext_noop(
        "Experts, with both the central committee and those of establishments consulted"
    ),
}


class Avis(StrEnum):
    """What a body answered. An equal vote of a CST is an avis that says neither."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    EQUAL_VOTE = "equal vote"


AVIS_LABELS: Mapping[Avis, str] = {
    Avis.FAVOURABLE: gettext_noop("Favourable"),
    Avis.UNFAVOURABLE: gettext_noop("Unfavourable"),
    Avis.EQUAL_VOTE: gettext_noop("Votes were equal: given, neither favourable nor unfavourable"),
}


class DossierItem(StrEnum):
    """What a body can be handed to judge by."""

    PROBLEM = "problem"
    WORK = "work"
    JOBS = "jobs"
    DATA = "data"
    SETTINGS = "settings"
    TRIAL = "trial"
    WITHOUT_TOOL = "without tool"
    TRAINING = "training"
    IMPACT_ASSESSMENT = "impact assessment"
    REFUSAL = "refusal"
    COST = "cost"
    EXIT = "exit"


DOSSIER_LABELS: Mapping[DossierItem, str] = {
    DossierItem.PROBLEM: gettext_noop("The problem, and what the system is meant to do"),
    DossierItem.WORK: gettext_noop("What changes in the work, and for whom"),
    DossierItem.JOBS: gettext_noop("What becomes of posts, pay and qualifications"),
    DossierItem.DATA: gettext_noop("Which data of staff and of the public it uses"),
    DossierItem.SETTINGS: gettext_noop("Its settings, and who chooses them"),
    DossierItem.TRIAL: gettext_noop("What was observed in a trial"),
    DossierItem.WITHOUT_TOOL: gettext_noop("What the problem would need without the tool"),
    DossierItem.TRAINING: gettext_noop("Training, and the time for it"),
    DossierItem.IMPACT_ASSESSMENT: gettext_noop("The data protection impact assessment"),
    DossierItem.REFUSAL: gettext_noop("What people may refuse, and how"),
    DossierItem.COST: gettext_noop("What it costs, upkeep included"),
    DossierItem.EXIT: gettext_noop("How it would be stopped"),
}


class Ending(StrEnum):
    """How something that holds on came to its end."""

    WITHDRAWN = "withdrawn"
    DENOUNCED = "denounced"
    DONE = "done"
    DROPPED = "dropped"
    ENDED = "ended"
    ANSWERED = "answered"


ENDING_LABELS: Mapping[Ending, str] = {
    Ending.WITHDRAWN: gettext_noop("Withdrawn by those who signed it"),
    Ending.DENOUNCED: gettext_noop("Denounced by one side"),
    Ending.DONE: gettext_noop("Done"),
    Ending.DROPPED: gettext_noop("Dropped"),
    Ending.ENDED: gettext_noop("Ended"),
    Ending.ANSWERED: gettext_noop("Answered"),
}

ENDINGS: Mapping[DialogueKind, tuple[Ending, ...]] = {
    DialogueKind.AGREEMENT: (Ending.WITHDRAWN, Ending.DENOUNCED),
    DialogueKind.COMMITMENT: (Ending.DONE, Ending.DROPPED),
    DialogueKind.CLAUSE: (Ending.ENDED,),
    DialogueKind.AGENDA_ITEM: (Ending.ANSWERED,),
}
"""How each kind can end; what is not here is a fact of its day."""

ORIGINS = frozenset({DialogueKind.POINT, DialogueKind.CONSULTATION, DialogueKind.AGREEMENT})
"""What a commitment or a clause can come from."""


class CommitmentState(StrEnum):
    """Where a commitment stands today."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"


class WatchedFigure(StrEnum):
    """What a review clause watches."""

    OVERRIDES = "overrides"
    MINUTES = "minutes"
    DATE = "date"


WATCHED_LABELS: Mapping[WatchedFigure, str] = {
    WatchedFigure.OVERRIDES: gettext_noop("The share of proposals that people overrode"),
    WatchedFigure.MINUTES: gettext_noop("Minutes that the machine takes beyond those it saves"),
    WatchedFigure.DATE: gettext_noop("A date"),
}


class ClauseCause(StrEnum):
    """Why a clause fired."""

    ABOVE = "above"
    HIDDEN = "hidden"
    MISSING = "missing"
    DATE = "date"


def get_side(role: Role) -> DialogueSide:
    """Return for whom somebody with this role notes something."""
    return DialogueSide.STAFF if role is Role.REPRESENTATIVE else DialogueSide.SYSTEM


def can_write_kind(role: Role | None, kind: DialogueKind) -> bool:
    """Allow what a role may note: representatives put items on the agenda, and nothing else."""
    return can_put_on_agenda(role) if kind is DialogueKind.AGENDA_ITEM else can_write_dialogue(role)


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

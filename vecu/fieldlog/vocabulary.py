"""The closed lists of the log: outcomes, reasons, explanations, corrections, upkeep. Pure.

Reasons are worded for any kind of work. Systems that already speak HL7's codes (AHRQ 25-0073) may
send these instead; each is counted as one of ours.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class Outcome(LabelledEnum):
    """What a person did with a proposal."""

    ACCEPTED = "accepted", gettext_noop("Accepted")
    MODIFIED = "modified", gettext_noop("Changed")
    OVERRIDDEN = "overridden", gettext_noop("Overridden")
    IGNORED = "ignored", gettext_noop("Ignored")
    DEFERRED = "deferred", gettext_noop("Put off")
    ESCALATED = "escalated", gettext_noop("Passed on to somebody else")


HL7_OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.ACCEPTED: "accepted", Outcome.OVERRIDDEN: "overridden"}
)
"""The outcomes of CDS Hooks feedback. It has none for the others: they are not overrides."""


class OverrideReason(LabelledEnum):
    """Why a proposal was not simply accepted."""

    NOT_APPLICABLE = "not_applicable", gettext_noop("It does not fit the case")
    ALREADY_DONE = "already_done", gettext_noop("It was done already")
    NOT_PRIORITY = "not_priority", gettext_noop("Something else is more urgent")
    NO_TIME = "no_time", gettext_noop("No time")
    WRONG_MOMENT = "wrong_moment", gettext_noop("It comes at the wrong moment")
    OTHER_PERSON = "other_person", gettext_noop("Somebody else is to decide")
    INFORMATION_MISSING = "information_missing", gettext_noop("Something is missing to decide")
    FACTS_WRONG = "facts_wrong", gettext_noop("It rests on something wrong or out of date")
    RULE_CONTRADICTS = (
        "rule_contradicts",
        gettext_noop("A rule, or somebody who knows, says otherwise"),
    )
    NOT_TRUSTED = "not_trusted", gettext_noop("It is not trusted")
    HARM_FEARED = "harm_feared", gettext_noop("It could harm somebody")
    PERSON_DECLINES = "person_declines", gettext_noop("The person concerned does not want it")
    """Whom it concerns does not want it, or wants something else."""
    NOT_FEASIBLE = "not_feasible", gettext_noop("It cannot be done")
    NOT_UNDERSTOOD = "not_understood", gettext_noop("It is not understood")
    KEPT_BY_HAND = "kept_by_hand", gettext_noop("It was kept by hand, by choice")
    """No delay and no fault: somebody chose to do it."""
    OTHER = "other", gettext_noop("Another reason")


HL7_REASONS: Mapping[str, OverrideReason] = MappingProxyType(
    {
        "patient-ineligible": OverrideReason.NOT_APPLICABLE,
        "indication-order-exists": OverrideReason.ALREADY_DONE,
        "action-completed": OverrideReason.ALREADY_DONE,
        "action-unsuccessful": OverrideReason.ALREADY_DONE,
        "action-performed-no-adverse-effect": OverrideReason.ALREADY_DONE,
        "action-not-priority": OverrideReason.NOT_PRIORITY,
        "limited-time": OverrideReason.NO_TIME,
        "wrong-time-workflow": OverrideReason.WRONG_MOMENT,
        "inappropriate-recipient": OverrideReason.OTHER_PERSON,
        "need-more-info": OverrideReason.INFORMATION_MISSING,
        "does-not-align-latest-evidence": OverrideReason.FACTS_WRONG,
        "expert-contradicts": OverrideReason.RULE_CONTRADICTS,
        "policy-contradicts": OverrideReason.RULE_CONTRADICTS,
        "recipient-does-not-trust": OverrideReason.NOT_TRUSTED,
        "risk-benefit-ratio": OverrideReason.HARM_FEARED,
        "mitigate-risk-negative-outcome": OverrideReason.HARM_FEARED,
        "likely-negative-health-outcomes": OverrideReason.HARM_FEARED,
        "patient-contraindication": OverrideReason.HARM_FEARED,
        "patient-fears-discomfort": OverrideReason.PERSON_DECLINES,
        "patient-does-not-want-change": OverrideReason.PERSON_DECLINES,
        "cultural-religious-reason": OverrideReason.PERSON_DECLINES,
        "prefers-alternative": OverrideReason.PERSON_DECLINES,
        "patient-refuses": OverrideReason.PERSON_DECLINES,
        "inadequate-support": OverrideReason.NOT_FEASIBLE,
        "service-not-available": OverrideReason.NOT_FEASIBLE,
        "implementation-challenges": OverrideReason.NOT_FEASIBLE,
        "too-costly-uncovered": OverrideReason.NOT_FEASIBLE,
        "recipient-does-not-understand": OverrideReason.NOT_UNDERSTOOD,
        "comorbidity-disability": OverrideReason.NOT_FEASIBLE,
    }
)
"""HL7's reasons for not following a proposal, and how each is counted."""


class ExplanationUse(LabelledEnum):
    """Whether an explanation was shown, and what it was worth to its reader."""

    NOT_SHOWN = "not_shown", gettext_noop("No explanation was shown")
    SHOWN = "shown", gettext_noop("Shown; whether it helped was not said")
    """Nobody asked whether it helped, or there was no reply."""
    HELPED = "helped", gettext_noop("Shown, and it helped")
    DID_NOT_HELP = "did_not_help", gettext_noop("Shown, and it did not help")


class CorrectionKind(StrEnum):
    """What was wrong in what the machine proposed."""

    INVENTED = "invented"
    OMITTED = "omitted"
    ASSUMED = "assumed"
    TONE = "tone"
    OTHER = "other"


class TotalsSheet(StrEnum):
    """What somebody types totals of: of corrections that a draft needed, or of upkeep."""

    CORRECTIONS = "corrections"
    UPKEEP = "upkeep"


class GainUse(LabelledEnum):
    """What became of the time that was gained; one answer for the texts of a sheet."""

    MORE_PEOPLE = "more_people", gettext_noop("More people seen")
    MORE_TIME = "more_time", gettext_noop("More time for each person")
    FEWER_HOURS = "fewer_hours", gettext_noop("Fewer hours of work")
    NOT_KNOWN = "not_known", gettext_noop("Nobody knows")


class UpkeepTrade(LabelledEnum):
    """The trade of who looks after a system. A rare one is counted together with others."""

    CASE_WORK = "case_work", gettext_noop("With the people, or on the cases")
    OFFICE = "office", gettext_noop("Office and reception")
    HEAD = "head", gettext_noop("Head of a team or service")
    TECHNICAL = "technical", gettext_noop("Computing and data")
    OTHER = "other", gettext_noop("Another trade")


class UpkeepWork(LabelledEnum):
    """What a system takes beside its proposals."""

    SETTINGS = "settings", gettext_noop("Checking and changing its settings")
    DATA = "data", gettext_noop("Entering and correcting data for it")
    ANSWERING = "answering", gettext_noop("Answering for it")
    """To the people concerned, to colleagues, to those who audit it."""


class SamplingArm(StrEnum):
    """How the case was worked on; drawn by the system, never chosen by person."""

    PROPOSAL_FIRST = "proposal_first"
    OWN_VIEW_FIRST = "own_view_first"

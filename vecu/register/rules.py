"""What is noted of an AI system in closed words, and what follows from its dates. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from vecu.translation import gettext_noop


class SystemFamily(StrEnum):
    """What a system does, whatever its technique."""

    CONVERSATION = "conversation"
    WRITING = "writing"
    DETECTION = "detection"
    PREDICTION = "prediction"
    MATCHING = "matching"
    PLANNING = "planning"
    RECOGNITION = "recognition"


FAMILY_LABELS = {
    SystemFamily.CONVERSATION: gettext_noop("Answers questions in conversation"),
    SystemFamily.WRITING: gettext_noop("Writes, summarises, transcribes or translates"),
    SystemFamily.DETECTION: gettext_noop("Raises alerts about what seems irregular"),
    SystemFamily.PREDICTION: gettext_noop("Estimates a risk, a score or a need to come"),
    SystemFamily.MATCHING: gettext_noop("Matches or ranks people, offers or files"),
    SystemFamily.PLANNING: gettext_noop("Plans work or shares it out"),
    SystemFamily.RECOGNITION: gettext_noop("Recognises images, sounds or documents"),
}


class Stage(StrEnum):
    """Where a system stands. One without a noted stage stands nowhere: never in production."""

    IDEA = "idea"
    DESIGN = "design"
    EXPERIMENT = "experiment"
    EVALUATION = "evaluation"
    PRODUCTION = "production"
    ABANDONED = "abandoned"


STAGE_LABELS = {
    Stage.IDEA: gettext_noop("Idea"),
    Stage.DESIGN: gettext_noop("Design"),
    Stage.EXPERIMENT: gettext_noop("Experiment"),
    Stage.EVALUATION: gettext_noop("Evaluation"),
    Stage.PRODUCTION: gettext_noop("In production"),
    Stage.ABANDONED: gettext_noop("Abandoned"),
}

STAGES_OF_USE = frozenset({Stage.EXPERIMENT, Stage.EVALUATION, Stage.PRODUCTION})
"""Stages in which the work of somebody depends on the system."""


class SettingLean(StrEnum):
    """What a threshold was set for: the one costs the other."""

    MISSES_LITTLE = "misses little"
    ALERTS_LITTLE = "alerts little"


LEAN_LABELS = {
    SettingLean.MISSES_LITTLE: gettext_noop("Set to miss little: it alerts more often for nothing"),
    SettingLean.ALERTS_LITTLE: gettext_noop("Set to raise fewer alerts: it misses more"),
}


class InvolvementStep(StrEnum):
    """At which step somebody took part."""

    PROBLEM = "problem"
    CHOICE = "choice"
    DESIGN = "design"
    SETTINGS = "settings"
    EXPERIMENT = "experiment"
    EVALUATION = "evaluation"
    GENERAL_USE = "general use"


STEP_LABELS = {
    InvolvementStep.PROBLEM: gettext_noop("Saying what the problem is"),
    InvolvementStep.CHOICE: gettext_noop("Choosing the system, or to do without"),
    InvolvementStep.DESIGN: gettext_noop("Designing it"),
    InvolvementStep.SETTINGS: gettext_noop("Choosing its settings"),
    InvolvementStep.EXPERIMENT: gettext_noop("Trying it at work"),
    InvolvementStep.EVALUATION: gettext_noop("Judging the trial"),
    InvolvementStep.GENERAL_USE: gettext_noop("Deciding on general use"),
}


class InvolvementEffect(StrEnum):
    """What came of taking part."""

    NOT_KNOWN = "not known"
    NOTHING = "nothing"
    ANSWERED = "answered"
    CHANGED = "changed"
    STOPPED = "stopped"


EFFECT_LABELS = {
    InvolvementEffect.NOT_KNOWN: gettext_noop("What came of it is not known yet"),
    InvolvementEffect.NOTHING: gettext_noop("Nothing changed, and nobody said why"),
    InvolvementEffect.ANSWERED: gettext_noop("Nothing changed, and they learned why"),
    InvolvementEffect.CHANGED: gettext_noop("Something changed"),
    InvolvementEffect.STOPPED: gettext_noop("The project was stopped or put off"),
}

EFFECTS_TO_EXPLAIN = frozenset(
    {InvolvementEffect.ANSWERED, InvolvementEffect.CHANGED, InvolvementEffect.STOPPED}
)
"""Effects that are believed only with what was answered, changed or stopped."""

RIGHT_TO_REFUSE = gettext_noop(
    "Neither consultation nor agreement: taking part removes nobody’s right to refuse."
)
"""Stands beside whatever is shown of who took part."""


class ConsultationKind(StrEnum):
    """Whether staff representatives were consulted, or did not have to be."""

    HELD = "held"
    NOT_DUE = "not due"


class ConsultationState(StrEnum):
    """How the consultation stands beside the first use of the system at work."""

    NOT_NOTED = "not noted"
    NOT_DUE = "not due"
    BEFORE_USE = "before use"
    TOO_LATE = "too late"


CONSULTATION_LABELS = {
    ConsultationState.NOT_NOTED: gettext_noop("No consultation is noted"),
    ConsultationState.NOT_DUE: gettext_noop("No consultation was due"),
    ConsultationState.BEFORE_USE: gettext_noop("Consulted before the experiment"),
    ConsultationState.TOO_LATE: gettext_noop("Consulted only once the experiment had begun"),
}


GAP_SOURCES = frozenset({"quotation", "practice"})
"""Words and practices of people: all that may stand beside a real situation, never the log."""


class EntryKind(StrEnum):
    """What an act of the history is about."""

    SYSTEM = "system"
    CONTACT = "contact"
    STAGE = "stage"
    VERSION = "version"
    SETTING = "setting"
    INVOLVEMENT = "involvement"
    CONSULTATION = "consultation"
    GAP = "gap"


class RegisterVerb(StrEnum):
    """What a member did in the register."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    PUBLISH = "publish"
    TAKE_BACK = "take back"


def find_first_use(stages: Iterable[tuple[Stage, date]]) -> date | None:
    """Return the first day on which the work of somebody depended on a system, None before it."""
    return min((day for stage, day in stages if stage in STAGES_OF_USE), default=None)


def judge_consultation(
    consultations: Iterable[tuple[ConsultationKind, date]], first_use: date | None
) -> ConsultationState:
    """Return how the earliest consultation stands beside the first use.

    On the day on which use begins it is too late. One that was held counts more than a note that
    none was due.
    """
    noted = list(consultations)
    held = min((day for kind, day in noted if kind is ConsultationKind.HELD), default=None)
    if held is None:
        return ConsultationState.NOT_DUE if noted else ConsultationState.NOT_NOTED
    if first_use is None or held < first_use:
        return ConsultationState.BEFORE_USE
    return ConsultationState.TOO_LATE

"""What is noted of an AI system in closed words, and what follows from its dates. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class SystemFamily(LabelledEnum):
    """What a system does, whatever its technique."""

    CONVERSATION = "conversation", gettext_noop("Answers questions in conversation")
    WRITING = "writing", gettext_noop("Writes, summarises, transcribes or translates")
    DETECTION = "detection", gettext_noop("Raises alerts about what seems irregular")
    PREDICTION = "prediction", gettext_noop("Estimates a risk, a score or a need to come")
    MATCHING = "matching", gettext_noop("Matches or ranks people, offers or files")
    PLANNING = "planning", gettext_noop("Plans work or shares it out")
    RECOGNITION = "recognition", gettext_noop("Recognises images, sounds or documents")


class SupportedReach(LabelledEnum):
    """Whether a system is used on people supported: then those who say no need a way."""

    YES = "yes", gettext_noop("Yes: on what is written, decided or paid for them")
    NO = "no", gettext_noop("No: nothing of it reaches them")


class Stage(LabelledEnum):
    """Where a system stands. One without a noted stage stands nowhere: never in production."""

    IDEA = "idea", gettext_noop("Idea")
    DESIGN = "design", gettext_noop("Design")
    EXPERIMENT = "experiment", gettext_noop("Experiment")
    EVALUATION = "evaluation", gettext_noop("Evaluation")
    PRODUCTION = "production", gettext_noop("In production")
    ABANDONED = "abandoned", gettext_noop("Abandoned")


STAGES_OF_USE = frozenset({Stage.EXPERIMENT, Stage.EVALUATION, Stage.PRODUCTION})
"""Stages in which the work of somebody depends on the system."""


class SettingLean(LabelledEnum):
    """Which way a threshold was moved: the one costs the other.

    It says nothing of how far: the second strictest value of four may be chosen to alert less.
    """

    MISSES_LITTLE = (
        "misses little",
        gettext_noop("Chosen to miss less, even if it alerts more often for nothing"),
    )
    ALERTS_LITTLE = "alerts little", gettext_noop("Chosen to alert less, even if it misses more")


class InvolvementStep(LabelledEnum):
    """At which step somebody took part."""

    PROBLEM = "problem", gettext_noop("Saying what the problem is")
    CHOICE = "choice", gettext_noop("Choosing the system, or to do without")
    DESIGN = "design", gettext_noop("Designing it")
    SETTINGS = "settings", gettext_noop("Choosing its settings")
    EXPERIMENT = "experiment", gettext_noop("Trying it at work")
    EVALUATION = "evaluation", gettext_noop("Judging the trial")
    GENERAL_USE = "general use", gettext_noop("Deciding on general use")


class InvolvementEffect(LabelledEnum):
    """What came of taking part."""

    NOT_KNOWN = "not known", gettext_noop("What came of it is not known yet")
    NOTHING = "nothing", gettext_noop("Nothing changed, and nobody said why")
    ANSWERED = "answered", gettext_noop("Nothing changed, and they learned why")
    CHANGED = "changed", gettext_noop("Something changed")
    STOPPED = "stopped", gettext_noop("The project was stopped or put off")


EFFECTS_TO_EXPLAIN = frozenset(
    {InvolvementEffect.ANSWERED, InvolvementEffect.CHANGED, InvolvementEffect.STOPPED}
)
"""Effects that are believed only with what was answered, changed or stopped."""

RIGHT_TO_REFUSE = gettext_noop(
    "Neither consultation nor agreement: taking part removes nobody’s right to refuse."
)
"""Stands beside whatever is shown of who took part."""


class ConsultationKind(LabelledEnum):
    """Whether staff representatives were consulted, or did not have to be."""

    HELD = "held", gettext_noop("They were consulted")
    NOT_DUE = "not due", gettext_noop("No consultation is due")


class ConsultationOutcome(LabelledEnum):
    """What came of a consultation: that a body was consulted says nothing of it."""

    FAVOURABLE = "favourable", gettext_noop("Favourable opinion")
    UNFAVOURABLE = "unfavourable", gettext_noop("Unfavourable opinion")
    DIVIDED = "divided", gettext_noop("Divided opinion")
    NONE_GIVEN = "none given", gettext_noop("No opinion given")


OUTCOME_NOT_NOTED = gettext_noop("Opinion not noted")
"""What stands where nobody has noted what came of a consultation."""


class ConsultationState(LabelledEnum):
    """How the consultation stands beside the first use of the system at work."""

    NOT_NOTED = "not noted", gettext_noop("No consultation is noted")
    NOT_DUE = "not due", gettext_noop("No consultation was due")
    BEFORE_USE = "before use", gettext_noop("before the experiment")
    TOO_LATE = "too late", gettext_noop("only once the experiment had begun")


GAP_SOURCES = frozenset({"quotation", "practice"})
"""Words and practices of people: all that may stand beside a real situation, never the log."""


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

"""Walked paths: which tasks, by which doors, how a walk ended. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

TASKS_OF_SERIES = 3
"""How many tasks are walked by every way in, the same ones each time."""
MINUTES_STEP = 5
"""Minutes are given in fives: a path is timed, and nobody who worked on it."""
MOST_MINUTES = 600


class WalkVerb(StrEnum):
    """What is done to a series besides noting it."""

    INFORM = "inform"


class WalkDoor(LabelledEnum):
    """By which way somebody comes in."""

    COUNTER = "counter", gettext_noop("At the counter")
    TELEPHONE = "telephone", gettext_noop("By telephone")
    ONLINE = "online", gettext_noop("Online")
    BOT = "bot", gettext_noop("By the bot")


class WalkTask(LabelledEnum):
    """What is tried, in a situation that is invented."""

    FIRST_CLAIM = "first", gettext_noop("Ask for a right for the first time")
    CUT_OFF = "cut-off", gettext_noop("Ask for help before a cut-off")
    SECOND_LOOK = "second-look", gettext_noop("Ask that a person looks again")
    APPEAL = "appeal", gettext_noop("Contest a decision, six days before it is too late")
    LANGUAGE = "language", gettext_noop("Ask for help without speaking the language")
    NO_SMARTPHONE = "no-smartphone", gettext_noop("Ask for help without a smartphone")


class ToolAnswer(LabelledEnum):
    """What whoever walks says to the tool. Yes and no are walked on the same half-day."""

    UNASKED = "unasked", gettext_noop("The tool is not spoken of")
    YES = "yes", gettext_noop("Saying yes to the tool")
    NO = "no", gettext_noop("Saying no to the tool")


class WalkEnd(LabelledEnum):
    """Where a walk ended."""

    DONE = "done", gettext_noop("What was asked for was obtained")
    SENT_ON = "sent-on", gettext_noop("Sent elsewhere")
    PROMISED = "promised", gettext_noop("Promised, and it did not come")
    STOPPED = "stopped", gettext_noop("Stopped on the way")

    @property
    def is_obtained(self) -> bool:
        """Whether a real person would have had what they came for."""
        return self is WalkEnd.DONE


class NonTakeUp(LabelledEnum):
    """Why a right is not taken up: the four kinds of the Odenore (Grenoble)."""

    UNKNOWN = "unknown", gettext_noop("Not known: nothing said that this right exists")
    UNASKED = "unasked", gettext_noop("Not asked for: known, and not claimed")
    UNRECEIVED = "unreceived", gettext_noop("Not received: asked for, and it did not come")
    UNOFFERED = "unoffered", gettext_noop("Not offered: who could have spoken of it did not")


NON_TAKE_UP_QUESTIONS = {
    NonTakeUp.UNKNOWN: gettext_noop("Did anything on the way say that this right exists?"),
    NonTakeUp.UNASKED: gettext_noop(
        "What on the way could make somebody give up, or choose not to ask?"
    ),
    NonTakeUp.UNRECEIVED: gettext_noop("Was it asked for, and did it come?"),
    NonTakeUp.UNOFFERED: gettext_noop(
        "Did somebody, or a machine, who could see this right speak of it?"
    ),
}
"""What a service may ask of its own paths, by kind: never of a person."""


@dataclass(frozen=True, slots=True)
class WalkRow:
    """A row of the table: a task, and what was said to the tool."""

    task: WalkTask
    answer: ToolAnswer

    @property
    def twin(self) -> "WalkRow | None":
        """The row of saying yes that a row of saying no is read beside, None for any other."""
        return WalkRow(self.task, ToolAnswer.YES) if self.answer is ToolAnswer.NO else None

"""The programme of a session, minute by minute. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from vecu.demonstrators.machines.interface import Demonstrator
from vecu.demonstrators.session import Session
from vecu.messages import Message
from vecu.translation import gettext_noop

SESSION_MINUTES = 90
WELCOME_MINUTES, ROUND_MINUTES, QUESTIONS_MINUTES, CLOSING_MINUTES = 5, 9, 10, 3


class PartKind(StrEnum):
    """What a part of a session is."""

    WELCOME = "welcome"
    BEFORE = "before"
    DEMONSTRATOR = "demonstrator"
    AFTER = "after"
    QUESTIONS = "questions"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PartStep:
    """What to do for so many minutes."""

    minutes: int
    words: Message
    by_machine: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the programme; `begin` is in minutes from the start."""

    kind: PartKind
    title: Message
    steps: Sequence[PartStep]
    begin: int = 0
    demonstrator: Demonstrator | None = None

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(step.minutes for step in self.steps)

    @property
    def end(self) -> int:
        """When it ends, in minutes from the start."""
        return self.begin + self.minutes


RULE = Message(
    gettext_noop(
        "Nobody has to say what they do with AI at work. Nobody notes who said what. “I pass” is"
        " an answer."
    )
)
THREE_QUESTIONS = Message(
    gettext_noop(
        "What would we have to know, ask or see before we decide? Three questions, and no"
        " recommendation."
    )
)

_WELCOME = (
    PartStep(
        3,
        Message(
            gettext_noop(
                "Read the rule aloud. Say what the group will do, and that nothing here is an exam."
            )
        ),
    ),
    PartStep(
        2,
        Message(gettext_noop("Give everybody four position cards, and four people a role card.")),
    ),
)
_BEFORE = (
    PartStep(
        ROUND_MINUTES,
        Message(
            gettext_noop(
                "Show and read each statement. One minute of silence, then all cards go up at once."
                " Count them. Nobody explains their card."
            )
        ),
    ),
)
_AFTER = (
    PartStep(
        ROUND_MINUTES,
        Message(
            gettext_noop(
                "The same statements, the same cards. Do not recall the first counts. Then anybody"
                " may say what changed their mind, or why it did not change."
            )
        ),
    ),
)
_QUESTIONS = (
    PartStep(3, Message(gettext_noop("Everybody writes one question, in silence."))),
    PartStep(
        7,
        Message(
            gettext_noop(
                "Read them aloud, put together those that resemble each other, keep three. What you"
                " do not agree on is noted as not settled."
            )
        ),
    ),
)
_CLOSING = (
    PartStep(
        CLOSING_MINUTES,
        Message(
            gettext_noop(
                "Read aloud the three questions and what is not settled. Say who will get the"
                " record."
            )
        ),
    ),
)
_PLAY = Message(
    gettext_noop(
        "Open the page. The group says what to choose or write, the person at the keyboard does"
        " it. Read “Where it fails” together."
    )
)


def plan_programme(session: Session) -> Sequence[Part]:
    """Return the parts of a session, 90 minutes in all.

    A demonstrator is played for its own minutes; what these leave of the time is shared out evenly
    among the discussions, the first ones get a minute more where it does not divide.
    """
    parts = list(_iter_parts(session))
    begins = accumulate((part.minutes for part in parts), initial=0)
    return [
        Part(part.kind, part.title, part.steps, begin, part.demonstrator)
        for part, begin in zip(parts, begins, strict=False)
    ]


def _iter_parts(session: Session) -> Iterator[Part]:
    yield Part(PartKind.WELCOME, Message(gettext_noop("Welcome")), _WELCOME)
    yield Part(PartKind.BEFORE, Message(gettext_noop("The round before")), _BEFORE)
    discussions = _share_discussion(session)
    for demonstrator, minutes in zip(session.demonstrators, discussions, strict=True):
        play = PartStep(demonstrator.minutes, _PLAY, by_machine=True)
        discuss = Message(gettext_noop("Discuss: %(question)s"), question=demonstrator.question)
        steps = (play, PartStep(minutes, discuss))
        yield Part(PartKind.DEMONSTRATOR, demonstrator.title, steps, demonstrator=demonstrator)
    yield Part(PartKind.AFTER, Message(gettext_noop("The round after")), _AFTER)
    yield Part(PartKind.QUESTIONS, Message(gettext_noop("Three questions")), _QUESTIONS)
    yield Part(PartKind.CLOSING, Message(gettext_noop("Closing")), _CLOSING)


def _share_discussion(session: Session) -> Sequence[int]:
    around = WELCOME_MINUTES + 2 * ROUND_MINUTES + QUESTIONS_MINUTES + CLOSING_MINUTES
    played = sum(each.minutes for each in session.demonstrators)
    number = len(session.demonstrators)
    share, rest = divmod(SESSION_MINUTES - around - played, number)
    return [share + (index < rest) for index in range(number)]


def write_hour(session: Session, minute: int, language: str) -> str:
    """Return when a minute of the session is: on the clock, or counted from its start."""
    if not session.start:
        return str(minute)
    hours, minutes = (int(part) for part in session.start.split(":"))
    hour, past = divmod(hours * 60 + minutes + minute, 60)
    return f"{hour} h {past:02}" if language == "fr" else f"{hour}:{past:02}"

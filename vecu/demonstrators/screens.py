"""What is projected in a session: one sentence a screen, in the order of the programme. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.interface import Demonstrator
from vecu.demonstrators.programme import (
    RULE,
    THREE_QUESTIONS,
    Part,
    PartKind,
    plan_programme,
)
from vecu.demonstrators.session import Session
from vecu.messages import Message
from vecu.translation import gettext_noop

LONG = 150
"""Characters above which a sentence is written smaller."""


@dataclass(frozen=True, slots=True)
class ProjectedPage:
    """One large `sentence`; `beside` stands below it, smaller. `opens` is a page to play."""

    part: Part
    sentence: Message | Mapping[str, str]
    beside: Message | Mapping[str, str] | None = None
    opens: Demonstrator | None = None

    @property
    def minutes(self) -> int:
        """How long its part takes; to try a machine and to discuss it have their own minutes."""
        if self.part.kind is PartKind.DEMONSTRATOR:
            return self.part.steps[0 if self.opens else -1].minutes
        return self.part.minutes

    def say(self, language: str) -> str:
        """Return the sentence in a language."""
        return _say(self.sentence, language)

    def say_beside(self, language: str) -> str:
        """Return what stands below it, '' for nothing."""
        return _say(self.beside, language) if self.beside else ""

    def is_long(self, language: str) -> bool:
        """Whether the sentence has to be written smaller."""
        return len(self.say(language)) > LONG


_RAISE = Message(gettext_noop("In silence first. Then all cards go up at once."))
_DISCUSS = Message(gettext_noop("To discuss"))
_END = Message(gettext_noop("Thank you. The three questions go on; who asked them does not."))


def list_screens(session: Session) -> Sequence[ProjectedPage]:
    """Return the screens of a session."""
    return [screen for part in plan_programme(session) for screen in _iter_screens(part, session)]


def _iter_screens(part: Part, session: Session) -> Iterator[ProjectedPage]:
    match part.kind:
        case PartKind.WELCOME:
            yield ProjectedPage(part, RULE)
        case PartKind.BEFORE | PartKind.AFTER:
            for statement in session.statements:
                yield ProjectedPage(part, statement.plain or statement.statement, _RAISE)
        case PartKind.QUESTIONS:
            yield ProjectedPage(part, THREE_QUESTIONS)
        case PartKind.CLOSING:
            yield ProjectedPage(part, _END)
        case PartKind.DEMONSTRATOR:
            yield from _iter_demonstrator_screens(part)


def _iter_demonstrator_screens(part: Part) -> Iterator[ProjectedPage]:
    demonstrator = part.demonstrator
    if demonstrator is not None:
        yield ProjectedPage(part, demonstrator.announcement, opens=demonstrator)
        yield ProjectedPage(part, demonstrator.question, _DISCUSS)


def _say(words: Message | Mapping[str, str], language: str) -> str:
    return words.say(language) if isinstance(words, Message) else words[language]

"""The shape of what is promised: sentences in blocks, and for whom each is said. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class PromiseMedium(StrEnum):
    """Where a promise is read."""

    PAGE = "page"
    """The first page of an inquiry, by its link, by a relay's or with a card."""
    PROGRAM = "program"
    """The note that begins a form in another program, such as ODK Collect."""
    CARD = "card"
    """A card on paper, which has room for no more; the page that it leads to says the rest."""
    POSTER = "poster"
    """A poster on paper; the page that it leads to says the rest."""
    REPLIES = "replies"
    """Before the first finding to which a person replies whether it holds where they work."""
    INTERVIEWS = "interviews"
    """Before the first question that an interviewer reads out on the telephone."""


class PromiseCondition(StrEnum):
    """For whom a sentence is said."""

    LINK = "link"
    CARD = "card"
    RELAY = "relay"
    """Who came by a relay's link, which is a link too."""
    FILES = "files"
    """Where the inquiry asks for files."""
    ALL_OPTIONAL = "all optional"
    """Where every question may be left blank."""
    SOME_REQUIRED = "some required"
    RETENTION_SET = "retention set"
    """Where the study names the day until which answers are kept."""
    RETENTION_UNSET = "retention unset"
    CONTROLLER = "controller"
    """Where the study or the laboratory names who is responsible; the next three likewise."""
    OFFICER = "officer"
    HOSTING = "hosting"
    CONTACT = "contact"
    EMPLOYER_SERVER = "employer server"
    """Where the employer of those who answer runs the server."""
    OTHER_SERVER = "other server"
    """Where somebody else does, and is named."""
    AUTHORITY_SET = "authority set"
    AUTHORITY_UNSET = "authority unset"
    """Where the supervisory authority is the French one."""
    CONSENT = "basis consent"
    """The legal basis that the study names; a study begun with version 0.1.0 may name none."""
    PUBLIC_TASK = "basis public task"
    LEGITIMATE_INTEREST = "basis legitimate interest"
    LEGAL_OBLIGATION = "basis legal obligation"
    SPECIAL_CONSENT = "special explicit consent"
    """The ground for what reveals health, opinions and their like."""
    SPECIAL_RESEARCH = "special research"
    SPECIAL_PUBLIC_INTEREST = "special public interest"
    SPECIAL_NONE = "special none"
    """Where a study names a legal basis, and no ground for these."""


class PromiseDay(StrEnum):
    """Which day a sentence names as `%(day)s`."""

    ANSWERS = "answers"
    """The last day on which answers are kept."""
    DRAFT = "draft"
    """The last day on which answers are kept that somebody begins today and does not send."""


PROMISE_NAMES = (
    "day",
    "name",
    "contact",
    "controller",
    "officer",
    "authority",
    "hosting",
    "operator",
)
"""What the texts leave open, to be filled in for each person."""


@dataclass(frozen=True, slots=True)
class PromiseSentence:
    """One thing that is promised, said if any condition of `when` holds, or always without one.

    A text may hold `%(day)s`, the one that `day` names, `%(name)s`, the relay's, and the other
    `PROMISE_NAMES`; a real % sign is written `%%`.
    """

    text: str
    when: tuple[PromiseCondition, ...] = ()
    day: PromiseDay | None = None


@dataclass(frozen=True, slots=True)
class PromiseBlock:
    """Sentences that are read together, below a heading or none; templates know them by `key`."""

    key: str
    sentences: tuple[PromiseSentence, ...]
    heading: str = ""

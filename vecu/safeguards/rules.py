"""The closed words of what is stored of a person, and how long. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

LONGEST_DAYS = 366
"""Days after which a code is void: a yes is asked for again once a year at least."""


class ConsentKind(LabelledEnum):
    """Which of three things a yes is; none is the others."""

    RECORDING = "recording", gettext_noop("Being recorded")
    SUPPORT = "support", gettext_noop("The support itself")
    LEGAL_BASIS = "legal basis", gettext_noop("The legal basis of using data (GDPR, 6.1.a)")


CONSENT_SENTENCES: Mapping[ConsentKind, str] = MappingProxyType(
    {
        ConsentKind.RECORDING: gettext_noop("It is for one thing: recording your voice."),
        ConsentKind.SUPPORT: gettext_noop("It is for one thing: helping you in this way."),
        ConsentKind.LEGAL_BASIS: gettext_noop("It is for one thing: using what you say."),
    }
)
"""What a yes is for, in simple words, as msgids."""


class ConsentClosure(LabelledEnum):
    """Why the page that asks is closed."""

    NO_SHEET = "no sheet", gettext_noop("The service has not said what it asks.")
    NO_ROUTE = "no route", gettext_noop("The service has not said where those go who say no.")
    SWITCHED_OFF = "switched off", gettext_noop("The tool is switched off. Nobody is asked.")


class ConsentAnswer(LabelledEnum):
    """What somebody does on the page that asks."""

    YES = "yes", gettext_noop("Yes, with the tool")
    NO = "no", gettext_noop("No, without the tool")
    LATER = "later", gettext_noop("Answer later")
    ELSEWHERE = "elsewhere", gettext_noop("Answer to somebody else")


class Typist(LabelledEnum):
    """Who types an answer, and how it came to them."""

    MYSELF = "myself", gettext_noop("Me")
    HELPER = "helper", gettext_noop("Somebody whom I chose, or an interpreter")
    OFFICE_TELEPHONE = "telephone", gettext_noop("The named office, by telephone")
    OFFICE_COUNTER = "counter", gettext_noop("The named office, at the counter")
    OFFICE_PAPER = "paper", gettext_noop("The named office, from a paper")


class PersonCodeKind(LabelledEnum):
    """What a person has a code for."""

    CONSENT = "consent", gettext_noop("Consent")
    SECOND_LOOK = "second look", gettext_noop("A person looks again")


class ContactChannel(LabelledEnum):
    """How an answer or a request came."""

    ONLINE = "online", gettext_noop("on a phone or a computer")
    TELEPHONE = "telephone", gettext_noop("by telephone")
    COUNTER = "counter", gettext_noop("at a counter")
    PAPER = "paper", gettext_noop("on paper")


class AnsweringRole(LabelledEnum):
    """Who typed an answer: a role, never a person."""

    SELF = "self", gettext_noop("the person")
    HELPER = "helper", gettext_noop("somebody whom the person chose, or an interpreter")
    OFFICE = "office", gettext_noop("the office that is named for it")


class PersonCodeState(LabelledEnum):
    """What is stored under a code. There is no word for a no: a no is no row."""

    ISSUED = "issued", gettext_noop("Printed, no answer yet")
    YES = "yes", gettext_noop("Yes")
    RECEIVED = "received", gettext_noop("Received")
    LOOKED_AT = "looked at", gettext_noop("Looked at by a person")
    UPHELD = "upheld", gettext_noop("Looked at: it stays as it was")
    CHANGED = "changed", gettext_noop("Looked at: it was changed")
    PASSED_ON = "passed on", gettext_noop("Passed on as an appeal")
    OUT_OF_TIME = "out of time", gettext_noop("Came after its day")


TYPISTS: Mapping[Typist, tuple[AnsweringRole, ContactChannel]] = MappingProxyType(
    {
        Typist.MYSELF: (AnsweringRole.SELF, ContactChannel.ONLINE),
        Typist.HELPER: (AnsweringRole.HELPER, ContactChannel.ONLINE),
        Typist.OFFICE_TELEPHONE: (AnsweringRole.OFFICE, ContactChannel.TELEPHONE),
        Typist.OFFICE_COUNTER: (AnsweringRole.OFFICE, ContactChannel.COUNTER),
        Typist.OFFICE_PAPER: (AnsweringRole.OFFICE, ContactChannel.PAPER),
    }
)
"""What is stored of who typed."""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One thing that matters to a person, with the tool and without."""

    topic: str
    with_tool: str
    without_tool: str


def parse_lines(text: str) -> list[tuple[str, str]]:
    """Return the topic and what happens of each line, such as `The summary: I write it by hand`.

    What has no colon is a topic of which nothing is said.
    """
    lines = [each.partition(":") for each in text.splitlines() if each.strip()]
    return [(topic.strip(), happens.strip()) for topic, _colon, happens in lines]


def list_unmatched_topics(with_tool: str, without_tool: str) -> tuple[list[str], list[str]]:
    """Return which topics lack what happens without the tool, then which lack what happens with it.

    Empty ones lack it on both sides: a conditional offer has no half.
    """
    sides = [
        {topic.casefold(): topic for topic, happens in parse_lines(text) if happens}
        for text in (with_tool, without_tool)
    ]
    topics = {
        topic.casefold(): topic
        for text in (with_tool, without_tool)
        for topic, _happens in parse_lines(text)
    }
    lacks_with, lacks_without = (
        [topic for key, topic in topics.items() if key not in side] for side in sides
    )
    return lacks_without, lacks_with


def compare_lines(with_tool: str, without_tool: str) -> Sequence[ComparedLine]:
    """Return what happens side by side, in the order of what happens with the tool."""
    without = {topic.casefold(): happens for topic, happens in parse_lines(without_tool)}
    return [
        ComparedLine(topic, happens, without.get(topic.casefold(), ""))
        for topic, happens in parse_lines(with_tool)
    ]

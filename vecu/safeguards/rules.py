"""The closed words of what is stored of a person, and how long. Pure."""

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

LONGEST_DAYS = 366
"""Days after which a code is void: a yes is asked for again once a year at least."""


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

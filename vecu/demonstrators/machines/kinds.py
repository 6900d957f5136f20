"""Demonstrators by what their machines do, as a page lists them. Pure."""

from collections.abc import Sequence

from vecu.demonstrators.machines.catalogue import get_demonstrator
from vecu.demonstrators.machines.interface import Demonstrator
from vecu.messages import Message
from vecu.translation import gettext_noop

KINDS = (
    (
        Message(gettext_noop("Machines that read and write")),
        (
            "eliza",
            "answering-bot",
            "document-reading",
            "generative-assistant",
            "recorded-summaries",
        ),
    ),
    (
        Message(gettext_noop("Machines that count and predict")),
        ("predictive-maintenance", "weak-signals"),
    ),
    (Message(gettext_noop("Questions before the machine")), ("exposure", "mail-triage")),
)
"""A heading, and the names of the demonstrators below it."""


def group_demonstrators() -> Sequence[tuple[Message, Sequence[Demonstrator]]]:
    """Return every demonstrator under the heading of its kind."""
    return [(heading, [get_demonstrator(name) for name in names]) for heading, names in KINDS]

"""Demonstrators by what their machines do, as a page lists them. Pure."""

from collections.abc import Sequence

from vecu.messages import Message
from vecu.pilots.demonstrators.catalogue import list_demonstrators
from vecu.pilots.demonstrators.interface import Demonstrator
from vecu.translation import gettext_noop

KINDS = (
    (
        Message(gettext_noop("Machines that read and write")),
        ("eliza", "answering-bot", "document-reading", "generative-assistant"),
    ),
    (
        Message(gettext_noop("Machines that count and predict")),
        ("predictive-maintenance", "weak-signals"),
    ),
    (Message(gettext_noop("Questions before the machine")), ("exposure", "mail-triage")),
)
"""A heading, and the names of the demonstrators below it."""
OTHERS = Message(gettext_noop("Others to try"))


def group_demonstrators() -> Sequence[tuple[Message, Sequence[Demonstrator]]]:
    """Return every demonstrator under one heading; those of no kind come last."""
    listed = list_demonstrators()
    of_a_kind = {name for _heading, names in KINDS for name in names}
    groups = [
        (heading, [each for each in listed if each.name in names]) for heading, names in KINDS
    ]
    others = [each for each in listed if each.name not in of_a_kind]
    return [(heading, found) for heading, found in [*groups, (OTHERS, others)] if found]

"""Numbers in France at which people answer, beside machines and before free texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.messages import Message
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number, free of charge, and whom it is for; day and night unless it says otherwise."""

    number: str
    subject: Message
    scheme: str = "tel"
    """Of its link: `sms` where one writes."""


HELPLINES: Sequence[Helpline] = (
    Helpline("3114", Message(gettext_noop("Distress, thoughts of suicide"))),
    Helpline("119", Message(gettext_noop("A child in danger"))),
    Helpline("3919", Message(gettext_noop("Violence against women"))),
    Helpline("115", Message(gettext_noop("Homeless, nowhere to sleep"))),
    Helpline("3977", Message(gettext_noop("Elder or disability abuse (daytime)"))),
    Helpline("17", Message(gettext_noop("Police, in an emergency"))),
    Helpline("15", Message(gettext_noop("Medical emergency"))),
    Helpline("112", Message(gettext_noop("Any emergency, in Europe"))),
    Helpline(
        "114",
        Message(gettext_noop("Emergency, by text message")),
        "sms",
    ),
)
"""Where each was read, and when, stands among the origins of the page of ELIZA."""

"""The demonstrators of this laboratory, in the order in which a page lists them. Pure."""

from collections.abc import Sequence

from vecu.pilots.demonstrators.answering_bot.demonstrator import AnsweringBot
from vecu.pilots.demonstrators.assistant.demonstrator import GenerativeAssistant
from vecu.pilots.demonstrators.document_reading.demonstrator import DocumentReading
from vecu.pilots.demonstrators.eliza.demonstrator import Eliza
from vecu.pilots.demonstrators.exposure.demonstrator import Exposure
from vecu.pilots.demonstrators.interface import Demonstrator
from vecu.pilots.demonstrators.mail_triage.demonstrator import MailTriage
from vecu.pilots.demonstrators.maintenance.demonstrator import Maintenance
from vecu.pilots.demonstrators.weak_signals.demonstrator import WeakSignals


def list_demonstrators() -> Sequence[Demonstrator]:
    """Return all of them."""
    return (
        Eliza(),
        AnsweringBot(),
        Maintenance(),
        DocumentReading(),
        Exposure(),
        WeakSignals(),
        GenerativeAssistant(),
        MailTriage(),
    )


def get_demonstrator(name: str) -> Demonstrator:
    """Return the one of this name; raise `LookupError`."""
    found = find_demonstrator(name)
    if found is None:
        raise LookupError(f"This laboratory has no demonstrator “{name}”.")
    return found


def find_demonstrator(name: str) -> Demonstrator | None:
    """Return the one of this name, None if there is none."""
    return next((each for each in list_demonstrators() if each.name == name), None)

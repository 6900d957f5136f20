"""The demonstrators of this laboratory, in the order in which a page lists them. Pure."""

from collections.abc import Sequence

from vecu.demonstrators.machines.answering_bot.demonstrator import AnsweringBot
from vecu.demonstrators.machines.assistant.demonstrator import GenerativeAssistant
from vecu.demonstrators.machines.document_reading.demonstrator import DocumentReading
from vecu.demonstrators.machines.eliza.demonstrator import Eliza
from vecu.demonstrators.machines.exposure.demonstrator import Exposure
from vecu.demonstrators.machines.interface import Demonstrator
from vecu.demonstrators.machines.mail_triage.demonstrator import MailTriage
from vecu.demonstrators.machines.maintenance.demonstrator import Maintenance
from vecu.demonstrators.machines.recorded_summaries.demonstrator import RecordedSummaries
from vecu.demonstrators.machines.weak_signals.demonstrator import WeakSignals


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
        RecordedSummaries(),
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

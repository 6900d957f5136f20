"""The job-offers checker of the Val-de-Sève as a pilot, with what its groups shared and agreed."""

from datetime import date

from tests.dialogue.factories import WORKSHOP, note, note_point, note_signed
from tests.register.factories import NOW
from vecu.evidence.sources import Evidence, Reference
from vecu.pilots.models import PilotRelease, PilotUse
from vecu.pilots.release import ReleaseContent, put_version_to_use
from vecu.pilots.version_queries import list_supports
from vecu.register.models import System

FIRST_DAY, SECOND_DAY = date(2026, 9, 7), date(2026, 11, 16)
CHANGES = {"fr": "La question d’abord.", "en": "The question first."}


def make_pilot(system: System) -> PilotUse:
    """Say that a system is the checker of job offers."""
    return PilotUse.objects.create(system=system.pk, pilot="job-offers")


def discuss(system: System) -> list[Evidence]:
    """Note a point that groups shared and an agreement; return both, by source."""
    note_point(system, note(system, WORKSHOP))
    note_signed(system)
    return sorted(list_supports(system.scope), key=lambda each: each.reference.source)


def release_first(system: System) -> PilotRelease:
    """Put version 1 to use, which answers nothing."""
    content = ReleaseContent("1", FIRST_DAY, CHANGES, {})
    return put_version_to_use(system, content, by="lea", now=NOW)


def make_second(
    rural: Reference | None, rounds: Reference | None, *beside: Reference
) -> ReleaseContent:
    """Return version 2 with what its two answers stand on."""
    chosen = {"rural-no-transport": rural, "itinerant-no-car": rounds}
    supports = {reason: each for reason, each in chosen.items() if each}
    return ReleaseContent("2", SECOND_DAY, CHANGES, supports, beside)


def release_both(system: System, *beside: Reference) -> PilotRelease:
    """Put both versions to use: the second one stands on an agreement and on a shared point."""
    agreement, point = discuss(system)
    release_first(system)
    content = make_second(point.reference, agreement.reference, *beside)
    return put_version_to_use(system, content, by="lea", now=NOW)

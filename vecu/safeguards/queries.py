"""Read the safeguards of systems."""

from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from vecu.register.queries import System, find_stage, find_system_by_slug
from vecu.register.rules import Stage, SupportedReach
from vecu.safeguards.models import (
    ConsentRecording,
    ConsentSheet,
    PersonCode,
    RefusalRoute,
    SafeguardRecord,
)
from vecu.safeguards.rules import ConsentClosure

__all__ = [
    "ConsentRecording",
    "ConsentSheet",
    "PersonCode",
    "RefusalRoute",
    "SafeguardRecord",
    "count_person_codes",
    "find_consent_closure",
    "find_recording",
    "find_safeguard",
    "find_sheet",
    "has_consent_page",
    "list_recorded_languages",
    "list_routes",
    "list_safeguards",
    "needs_route",
]

Row = TypeVar("Row", bound=SafeguardRecord)


def find_safeguard(system: System, model: type[Row], entry: UUID) -> Row | None:
    """Return an entry of the safeguards of a system, None if there is none."""
    return model._default_manager.filter(system=system, pk=entry).first()


def list_safeguards(system: System, model: type[Row]) -> list[Row]:
    """Return the entries of one kind of the safeguards of a system."""
    return list(model._default_manager.filter(system=system))


def list_routes(system: System) -> list[RefusalRoute]:
    """Return where those go who say no to a system, one for each place."""
    return list_safeguards(system, RefusalRoute)


def needs_route(system: System) -> bool:
    """Return whether those who say no to a system need a way: it is used on people supported."""
    is_used = system.supported == SupportedReach.YES
    return is_used or ConsentSheet.objects.filter(system=system).exists()


def find_sheet(system: System) -> ConsentSheet | None:
    """Return what people are asked before a system is used on them, None if nothing is written."""
    return ConsentSheet.objects.filter(system=system).first()


def find_consent_closure(system: System) -> ConsentClosure | None:
    """Return why nobody can be asked now, None if people can."""
    if find_sheet(system) is None:
        return ConsentClosure.NO_SHEET
    if not list_routes(system):
        return ConsentClosure.NO_ROUTE
    if find_stage(system) is Stage.ABANDONED:
        return ConsentClosure.SWITCHED_OFF
    return None


def find_recording(sheet: ConsentSheet, language: str) -> ConsentRecording | None:
    """Return the voice that reads a sheet in a language, None if none reads the words of now."""
    wanted = sheet.hash_words(language)
    return ConsentRecording.objects.filter(
        system=sheet.system_id, language=language, words=wanted
    ).first()


def list_recorded_languages(sheet: ConsentSheet) -> list[tuple[str, bool]]:
    """Return in which languages a voice is stored, and whether it reads the words of now."""
    found = ConsentRecording.objects.filter(system=sheet.system_id).order_by("language")
    return [
        (language, words == sheet.hash_words(language))
        for language, words in found.values_list("language", "words")
    ]


def count_person_codes(until: date) -> int:
    """Return how many codes of people are stored that may have been printed until a day.

    Of a second look that is closed only the week is known.
    """
    return PersonCode.objects.filter(day__lte=until + timedelta(days=6)).count()


def has_consent_page(slug: str) -> bool:
    """Return whether people can be asked before the system with this address is used on them."""
    system = find_system_by_slug(slug)
    return system is not None and find_consent_closure(system) is None

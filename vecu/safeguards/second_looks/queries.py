"""Read second looks: the office, one request by its code, all of a system, those that are late."""

from datetime import date
from uuid import UUID

from vecu.accounts.rules import Scope, ScopeKind
from vecu.credentials import parse_access_code
from vecu.register.queries import System
from vecu.safeguards.models import LookOffice, PersonCode
from vecu.safeguards.person_codes import list_code_fingerprints
from vecu.safeguards.rules import PersonCodeKind, PersonCodeState
from vecu.safeguards.second_looks.rules import LookRow, count_late_by_month

__all__ = [
    "count_late_looks",
    "find_look",
    "find_look_office",
    "has_look_office",
    "list_looks",
]


def find_look_office(system: System) -> LookOffice | None:
    """Return the office that receives requests about a system, None if none is named."""
    return LookOffice.objects.filter(system=system).first()


def has_look_office(slug: str) -> bool:
    """Return whether an office is named for the system with this address."""
    return LookOffice.objects.filter(system__slug=slug).exists()


def find_look(system: System, typed: str) -> PersonCode | None:
    """Return what is stored of the request under a typed code, None if nothing is."""
    code = parse_access_code(typed)
    if code is None:
        return None
    wanted = list_code_fingerprints(system, PersonCodeKind.SECOND_LOOK, code)
    return PersonCode.objects.filter(fingerprint__in=wanted).first()


def list_looks(system: System) -> list[LookRow]:
    """Return what is stored of all requests about a system, without their codes."""
    return _list_rows(system.pk)


def count_late_looks(scope: Scope, today: date) -> dict[str, int]:
    """Return by month (`2026-11`) how many answers about a system were late.

    A dialogue about anything else has none.
    """
    is_system = scope.kind is ScopeKind.SYSTEM
    return count_late_by_month(_list_rows(scope.id), today) if is_system else {}


def _list_rows(system: UUID) -> list[LookRow]:
    found = PersonCode.objects.filter(system=system, kind=PersonCodeKind.SECOND_LOOK)
    return [
        LookRow(day, deadline, PersonCodeState(state))
        for day, deadline, state in found.values_list("day", "deadline", "state")
    ]

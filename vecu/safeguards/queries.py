"""Read the safeguards of systems."""

from typing import TypeVar
from uuid import UUID

from vecu.register.queries import System
from vecu.safeguards.models import PersonCode, RefusalRoute, SafeguardRecord

__all__ = [
    "PersonCode",
    "RefusalRoute",
    "SafeguardRecord",
    "find_safeguard",
    "list_routes",
    "list_safeguards",
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

"""What rooms above own of a system: each deletes it with the system.

This room does not know those above. Each of these registers its function in a module of this name,
which is imported when the laboratory starts.
"""

from collections.abc import Callable

from vecu.register.models import System

DeleteContents = Callable[[System], None]
"""Deletes what one room owns of a system, in the transaction that deletes the system after it."""

_registered: list[DeleteContents] = []


def register_system_contents(delete: DeleteContents) -> None:
    """Have a room's contents deleted with every system."""
    if delete not in _registered:
        _registered.append(delete)


def list_system_contents() -> tuple[DeleteContents, ...]:
    """Return what every installed room has registered."""
    return tuple(_registered)

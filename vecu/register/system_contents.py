"""What rooms above own of a system: each says what it is, and deletes it with the system.

This room does not know those above. Each of these registers its `SystemContents` in a module of
this name, which is imported when the laboratory starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vecu.register.models import System


@dataclass(frozen=True, slots=True)
class SystemContents:
    """What one room owns of a system.

    `list_phrases` yields what would be deleted, in the current language. `delete` is called in the
    transaction that deletes the system after it.
    """

    list_phrases: Callable[[System], Iterable[str]]
    delete: Callable[[System], None]


_registered: list[SystemContents] = []


def register_system_contents(contents: SystemContents) -> None:
    """Have a room's contents named and deleted with every system."""
    if contents not in _registered:
        _registered.append(contents)


def list_system_contents() -> tuple[SystemContents, ...]:
    """Return what every installed room has registered."""
    return tuple(_registered)


def list_deletion_phrases(system: System) -> list[str]:
    """Return what other rooms would delete with a system, in the current language."""
    return [each for contents in _registered for each in contents.list_phrases(system)]

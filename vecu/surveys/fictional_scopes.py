"""What rooms above hold that is marked as invented: each lists it, and deletes it.

This room does not know those above. Each of these registers its `FictionalScopes` in a module of
this name, which is imported when the laboratory starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from vecu.accounts.rules import Scope


class DeleteScope(Protocol):
    """Delete one invented scope, by its slug, with all that belongs to it."""

    def __call__(self, slug: str, *, by: str, now: datetime) -> None:
        """Delete it; called in the transaction that deletes all that is invented."""


@dataclass(frozen=True, slots=True)
class FictionalScopes:
    """The invented scopes of one room, by slug, how one is deleted, and whether any is real."""

    list_scopes: Callable[[], Mapping[str, Scope]]
    delete_scope: DeleteScope
    has_real_scopes: Callable[[], bool]


_registered: list[FictionalScopes] = []


def register_fictional_scopes(scopes: FictionalScopes) -> None:
    """Have what a room marks as invented named and deleted with the demonstration."""
    if scopes not in _registered:
        _registered.append(scopes)


def list_fictional_scopes() -> tuple[FictionalScopes, ...]:
    """Return what every installed room has registered."""
    return tuple(_registered)

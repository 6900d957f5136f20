"""Find a study, system or group by the end of its address, in rooms that this one does not know.

Each of them registers how in a module of this name, which is imported when the laboratory starts.
"""

from collections.abc import Callable

from vecu.accounts.rules import Scope, ScopeKind

ScopeFinder = Callable[[str], Scope | None]
_FINDERS: dict[ScopeKind, ScopeFinder] = {}


def register_scope_finder(kind: ScopeKind, finder: ScopeFinder) -> None:
    """Have scopes of this kind found by `finder`."""
    _FINDERS[kind] = finder


def find_scopes(slug: str) -> list[Scope]:
    """Return what has this slug: none, one, or one of each kind."""
    return [scope for finder in _FINDERS.values() if (scope := finder(slug)) is not None]

"""A system is found by the end of its address."""

from vecu.accounts.rules import Scope, ScopeKind
from vecu.accounts.scope_finders import register_scope_finder
from vecu.register.queries import find_system_by_slug


def _find(slug: str) -> Scope | None:
    system = find_system_by_slug(slug)
    return system.scope if system else None


register_scope_finder(ScopeKind.SYSTEM, _find)

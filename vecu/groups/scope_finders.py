"""A group is found by the end of its address."""

from vecu.accounts.rules import Scope, ScopeKind
from vecu.accounts.scope_finders import register_scope_finder
from vecu.groups.queries import find_group_by_slug


def _find(slug: str) -> Scope | None:
    group = find_group_by_slug(slug)
    return group.scope if group else None


register_scope_finder(ScopeKind.GROUP, _find)

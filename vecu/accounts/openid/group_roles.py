"""Roles that the groups of a directory give, and take away again.

A role that a person gave is never changed by a group. The last owner of a scope stays its owner,
whatever the directory says.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from vecu.accounts.actions import LastOwner, give_role, remove_role
from vecu.accounts.models import Membership, User, scope_columns
from vecu.accounts.openid.configuration import GroupGrant, OpenIDConfiguration
from vecu.accounts.rules import Role, Scope, ScopeKind
from vecu.accounts.scope_finders import find_scopes

PROVIDER = "provider"
"""Who gives such a role, in the audit."""


def read_groups(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the groups that a provider says; one that says none, or something else, says none."""
    found = claims.get(name, ())
    if isinstance(found, str):
        return (found,)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


@transaction.atomic
def apply_groups(
    user: User, claims: Mapping[str, Any], configuration: OpenIDConfiguration, *, now: datetime
) -> None:
    """Give the roles of somebody's groups, and take those that came by a group and do no longer."""
    if configuration.grants is None:
        return
    groups = read_groups(claims, configuration.groups_claim)
    due = list_due_roles([each for group in groups for each in configuration.grants.get(group, ())])
    memberships = list(user.memberships.all())
    for scope, role in due.items():
        held = next((each for each in memberships if _scope(each) == scope), None)
        if held is None or (held.by_group and held.role != role):
            with suppress(LastOwner):
                give_role(user, scope, role, by=PROVIDER, now=now)
                Membership.objects.filter(**scope_columns(scope), user=user).update(by_group=True)
    for held in memberships:
        if held.by_group and _scope(held) not in due:
            with suppress(LastOwner):
                remove_role(user, _scope(held), by=PROVIDER, now=now)


def list_due_roles(grants: Collection[GroupGrant]) -> dict[Scope, Role]:
    """Return the widest of these roles in each scope that exists."""
    order, due = list(Role), dict[Scope, Role]()
    for grant in grants:
        found = (each for each in find_scopes(grant.slug) if each.kind is grant.kind)
        scope = next(found, None)
        if scope and order.index(grant.role) <= order.index(due.get(scope, order[-1])):
            due[scope] = grant.role
    return due


def _scope(held: Membership) -> Scope:
    return Scope(ScopeKind(held.scope_kind), held.scope_uuid)

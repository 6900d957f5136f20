"""Change accounts, members and roles, and write the audit log."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.dispatch import Signal
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.accounts.models import (
    AccessLink,
    AuditEvent,
    Mandate,
    Membership,
    User,
    scope_columns,
)
from vecu.accounts.rules import GRANTABLE_ROLES, Role, Scope, ScopeKind
from vecu.errors import VecuError


class MemberRefused(VecuError):
    """An account cannot be created: the name is taken or invalid, or the password too weak."""


class LastOwner(VecuError):
    """A scope would be left with nobody who answers for it."""


_ACTORS = frozenset({"command", "demonstration", "provider"})
"""Who acts in the audit without an account."""
_LAST_OWNER = {
    ScopeKind.STUDY: gettext_noop(
        "%(account)s is the last owner of this study. Make somebody else an owner first."
    ),
    ScopeKind.SYSTEM: gettext_noop(
        "%(account)s is the last owner of this system. Make somebody else an owner first."
    ),
    ScopeKind.GROUP: gettext_noop(
        "%(account)s is the last owner of this group. Make somebody else an owner first."
    ),
}


@transaction.atomic
def create_member(
    account: str,
    password: str | None,
    *,
    name: str = "",
    email: str = "",
    may_create_studies: bool = False,
    may_manage_accounts: bool = False,
) -> User:
    """Create an account for a member; raise `MemberRefused` with what to change.

    The account has no role in any scope until `give_role`. `name` is what colleagues read.
    """
    _check_name(account)
    user = User(
        username=account,
        first_name=name,
        email=email,
        may_create_studies=may_create_studies,
        may_manage_accounts=may_manage_accounts,
    )
    set_password(user, password)
    return user


def _check_name(account: str) -> None:
    """Raise `MemberRefused` for a name that can be mistaken for another, or stands in no address.

    Whoever joins by a link chooses their name themselves, and the audit tells people apart by it.
    """
    name = User.normalize_username(account)
    if not any(each.isalnum() for each in name):  # browsers leave “..” out of an address
        raise MemberRefused(_("An account name needs a letter or a digit. Choose another."))
    if name.lower() in _ACTORS or User.objects.filter(username__iexact=name).exists():
        raise MemberRefused(str(User._meta.get_field("username").error_messages["unique"]))


def set_password(user: User, password: str | None) -> None:
    """Set an account's password, with None one that opens nothing.

    Raise `MemberRefused` with what to change. Of an account that exists nothing else is written:
    it may have been disabled meanwhile.
    """
    try:
        if password is not None:
            validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as error:
        raise MemberRefused(" ".join(error.messages)) from error
    user.save(update_fields=None if user.pk is None else ["password"])


@transaction.atomic
def give_role(user: User, scope: Scope, role: Role, *, by: str, now: datetime) -> None:
    """Give `user` this role in the scope, in place of the one they had, and record who gave it.

    Raises `LastOwner` when it would take the last owner's role away, `ValueError` when this kind
    of scope has no such role: forms and commands offer none but `GRANTABLE_ROLES`.
    """
    if role not in GRANTABLE_ROLES[scope.kind]:
        raise ValueError(f"No {role} can be named in a {scope.kind}.")
    if role is not Role.OWNER:
        _require_other_owner(user, scope)
    given, _new = Membership.objects.update_or_create(
        **scope_columns(scope),
        user=user,
        defaults={"role": role, "undertaking": None, "by_group": False},
    )
    _renew_mandate(given, scope, localdate(now))
    record_audit_event(by, "gave role", scope, user.username, {"role": role}, now=now)


def _renew_mandate(given: Membership, scope: Scope, day: date) -> None:
    """Give a new representative a mandate that no paper backs yet, and others none."""
    is_staff = given.role == Role.REPRESENTATIVE
    if is_staff != (given.mandate_id is not None):
        columns = {**scope_columns(scope), "opened": day}
        given.mandate = Mandate.objects.create(**columns) if is_staff else None
        given.save(update_fields=["mandate"])


@transaction.atomic
def name_mandate(
    user: User, scope: Scope, *, body: str, paper: str, paper_day: date, now: datetime
) -> None:
    """Note which paper of which body appoints a representative, which only they say themselves.

    Raise `Membership.DoesNotExist` for whoever is no representative.
    """
    given = Membership.objects.select_related("mandate").get(
        **scope_columns(scope), user=user, role=Role.REPRESENTATIVE
    )
    mandate = given.mandate or Mandate(**scope_columns(scope))
    mandate.body, mandate.paper, mandate.paper_day = body, paper, paper_day
    mandate.save()
    given.mandate = mandate
    given.save(update_fields=["mandate"])
    record_audit_event(user.username, "named mandate", scope, now=now)


@transaction.atomic
def undertake_secrecy(user: User, scope: Scope, *, now: datetime) -> None:
    """Note that an interviewer undertakes secrecy, the first time; they alone do so."""
    held = Membership.objects.filter(**scope_columns(scope), user=user, role=Role.INTERVIEWER)
    if held.filter(undertaking=None).update(undertaking=localdate(now)):
        record_audit_event(user.username, "undertook secrecy", scope, now=now)


@transaction.atomic
def remove_role(user: User, scope: Scope, *, by: str, now: datetime) -> None:
    """Take from `user` whatever role they have in the scope, and record who did.

    Without a role nothing happens. Raise `LastOwner` for the last owner.
    """
    _require_other_owner(user, scope)
    removed, _rows = Membership.objects.filter(**scope_columns(scope), user=user).delete()
    if removed:
        record_audit_event(by, "removed role", scope, user.username, now=now)


@transaction.atomic
def delete_accounts(names: Iterable[str], *, by: str, now: datetime) -> tuple[str, ...]:
    """Delete these accounts and return their names; one whose work is still stored stays."""
    deleted = []
    for user in User.objects.filter(username__in=list(names)).order_by("username"):
        with suppress(ProtectedError):
            user.delete()
            record_audit_event(by, "deleted account", scope=None, target=user.username, now=now)
            deleted.append(user.username)
    return tuple(deleted)


def remove_scope_roles(scope: Scope) -> None:
    """Remove roles, mandates and invitations in a scope that is being deleted.

    Its audit log stays.
    """
    Membership.objects.filter(**scope_columns(scope)).delete()
    Mandate.objects.filter(**scope_columns(scope)).delete()
    AccessLink.objects.filter(**scope_columns(scope)).delete()


audit_event_recorded = Signal()
"""Sent with what was written: `at`, `actor`, `verb`, `scope`, `target`, `detail`."""


def record_audit_event(
    actor: str,
    verb: str,
    scope: Scope | None,
    target: str = "",
    detail: Mapping[str, Any] | None = None,
    *,
    now: datetime,
) -> None:
    """Write one line of the audit: `actor` (an account's name) did `verb` to `target` in `scope`.

    `detail` must be JSON and must hold nothing of what a respondent said.
    """
    act = {"actor": actor, "verb": verb, "target": target, "detail": dict(detail or {})}
    AuditEvent.objects.create(at=now, **scope_columns(scope), **act)
    audit_event_recorded.send(sender=AuditEvent, at=now, scope=scope, **act)


def purge_audit(*, now: datetime) -> int:
    """Delete the audit's events that are older than the laboratory keeps them; return how many.

    Nothing else removes any: neither a deleted study nor whoever would rather not have been seen.
    """
    return AuditEvent.objects.delete_before(now - timedelta(days=settings.AUDIT_DAYS))


def is_last_owner(user: User, scope: Scope) -> bool:
    """Return whether no other owner of the scope can sign in.

    Rows are locked: two owners may leave at once.
    """
    named = Membership.objects.select_for_update().filter(**scope_columns(scope), role=Role.OWNER)
    owners = {owner.user_id: owner.user.is_active for owner in named.select_related("user")}
    return user.pk in owners and not any(
        active for owner, active in owners.items() if owner != user.pk
    )


def _require_other_owner(user: User, scope: Scope) -> None:
    if is_last_owner(user, scope):
        raise LastOwner(_(_LAST_OWNER[scope.kind]) % {"account": user.username})

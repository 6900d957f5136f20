"""Change accounts as a whole: passwords, permissions in the laboratory, disabling, removal.

Nobody can shut themselves out, nor leave the laboratory without somebody who manages accounts.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.actions import is_last_owner, record_audit_event, remove_role, set_password
from vecu.accounts.models import AccessLink, User
from vecu.accounts.rules import Scope, ScopeKind
from vecu.accounts.sessions import end_sessions
from vecu.errors import VecuError


class AccountChangeRefused(VecuError):
    """The change would shut out somebody who is needed."""


def record_account_event(
    by: str, verb: str, user: User, detail: Mapping[str, Any] | None = None, *, now: datetime
) -> None:
    """Record what was done with an account, for the laboratory and in each of its scopes.

    Owners of a study thus read who could sign in as a member of it.
    """
    for scope in (None, *list_scopes(user)):
        record_audit_event(by, verb, scope, user.username, detail, now=now)


def list_scopes(user: User) -> list[Scope]:
    """Return every scope in which an account has a role."""
    return [Scope(ScopeKind(item.scope_kind), item.scope_uuid) for item in user.memberships.all()]


@transaction.atomic
def change_own_password(user: User, password: str, *, now: datetime) -> None:
    """Set the password that a member has chosen; sessions of the old one end by themselves.

    Links for a new password are revoked. Raises `MemberRefused` with what to change.
    """
    set_password(user, password)
    AccessLink.objects.filter(user=user).delete()
    record_account_event(user.username, "changed own password", user, now=now)


@transaction.atomic
def set_permissions(
    user: User,
    *,
    may_create_studies: bool,
    may_manage_accounts: bool,
    by: str,
    now: datetime,
) -> None:
    """Set what an account may do in the laboratory; raise `AccountChangeRefused`.

    Somebody who can sign in must be left to manage accounts.
    """
    if not may_manage_accounts:
        _require_other_manager(user)
    user.may_create_studies, user.may_manage_accounts = may_create_studies, may_manage_accounts
    user.save(update_fields=["may_create_studies", "may_manage_accounts"])
    detail = {"studies": may_create_studies, "accounts": may_manage_accounts}
    record_audit_event(by, "changed permissions", None, user.username, detail, now=now)


@transaction.atomic
def disable_account(user: User, *, by: str, now: datetime) -> None:
    """Keep an account from signing in, and end its sessions now; it can be enabled again.

    Its roles stay. Raise `AccountChangeRefused` for one's own account, and for the last one that
    manages accounts.
    """
    _require_other_than(user, by)
    _require_other_manager(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _shut_out(user)
    record_account_event(by, "disabled account", user, now=now)


@transaction.atomic
def enable_account(user: User, *, by: str, now: datetime) -> None:
    """Let a disabled account sign in again, with the roles it had."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_account_event(by, "enabled account", user, now=now)


@transaction.atomic
def remove_account(user: User, *, by: str, now: datetime) -> None:
    """Remove an account for good: its name, email, password, permissions, roles and sessions.

    The account name stays, in the audit and beside what the person coded, and nobody else can
    take it. Raise `AccountChangeRefused` as for disabling, and for the last owner of a study.
    """
    _require_other_than(user, by)
    _require_other_manager(user)
    scopes = list_scopes(user)
    if any(is_last_owner(user, scope) for scope in scopes):
        raise AccountChangeRefused(
            _(
                "%(account)s is the last owner of a study. Another owner must be named first, on "
                "the page Members of that study, or with: vecu member role ACCOUNT STUDY owner"
            )
            % {"account": user.username}
        )
    record_account_event(by, "removed account", user, now=now)
    for scope in scopes:
        remove_role(user, scope, by=by, now=now)
    SocialAccount.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.first_name = user.last_name = user.email = ""
    user.is_active = user.may_create_studies = user.may_manage_accounts = False
    user.is_staff = user.is_superuser = False
    user.last_login, user.removed = None, now.date()
    user.save()
    Authenticator.objects.filter(user=user).delete()
    _shut_out(user)


@transaction.atomic
def remove_factors(user: User, *, by: str, now: datetime) -> None:
    """Remove every second factor of somebody who lost theirs, with the recovery codes.

    All sessions end. Raise `AccountChangeRefused` for one's own account.
    """
    _require_other_than(user, by)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record_account_event(by, "removed second factors", user, now=now)


def _shut_out(user: User) -> None:
    AccessLink.objects.filter(user=user).delete()
    end_sessions(user)


def _require_other_than(user: User, by: str) -> None:
    if user.username == by:
        raise AccountChangeRefused(
            _("This is your own account. Ask somebody else who manages accounts.")
        )


def _require_other_manager(user: User) -> None:
    """Raise when this is the last account that manages. Rows are locked: two may leave at once."""
    managers = User.objects.select_for_update().filter(may_manage_accounts=True, is_active=True)
    if [manager.pk for manager in managers] == [user.pk]:
        raise _refuse_last_manager(user)


def require_manager_of_others(leaving: Collection[str]) -> None:
    """Raise `AccountChangeRefused` if accounts stay, and all that could manage them leave."""
    active = User.objects.filter(is_active=True)
    staying = active.exclude(username__in=leaving)
    last = active.filter(may_manage_accounts=True, username__in=leaving).first()
    if last and staying.exists() and not staying.filter(may_manage_accounts=True).exists():
        raise _refuse_last_manager(last)


def _refuse_last_manager(user: User) -> AccountChangeRefused:
    return AccountChangeRefused(
        _(
            "%(account)s is the last account that may manage all accounts. Give another this "
            "permission first."
        )
        % {"account": user.username}
    )

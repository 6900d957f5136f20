"""What changes in accounts: members, their roles, and the record of what they did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.models import AuditEvent, Membership, User
from vecu.accounts.rules import Role
from vecu.errors import VecuError


class MemberRefused(VecuError):
    """An account cannot be made as asked: the name is taken or unfit, or the password too weak."""


class LastOwner(VecuError):
    """A study would be left with nobody who answers for it."""


@transaction.atomic
def create_member(
    account: str,
    password: str,
    *,
    name: str = "",
    email: str = "",
    may_create_studies: bool = False,
) -> User:
    """Create an account for a member of staff; raise `MemberRefused` saying what to change.

    The account has no role in any study until `give_role`. `name` is what colleagues read.
    """
    user = User(
        username=account,
        first_name=name,
        email=email,
        may_create_studies=may_create_studies,
    )
    set_password(user, password)
    return user


def set_password(user: User, password: str) -> None:
    """Give an account this password; raise `MemberRefused` saying what to change."""
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as error:
        raise MemberRefused(" ".join(error.messages)) from error
    user.save()


@transaction.atomic
def give_role(user: User, study: UUID, role: Role, *, by: str, now: datetime) -> None:
    """Give `user` this role in the study, in place of the one they had, and record who gave it.

    Raises `LastOwner` when it would take the last owner's role away.
    """
    if role is not Role.OWNER:
        _require_other_owner(user, study)
    Membership.objects.update_or_create(study=study, user=user, defaults={"role": role})
    record_audit_event(by, "gave role", study, user.username, {"role": role}, now=now)


@transaction.atomic
def remove_role(user: User, study: UUID, *, by: str, now: datetime) -> None:
    """Take from `user` whatever role they have in the study, and record who did.

    Nothing happens when they have none. Raises `LastOwner` for the last owner.
    """
    _require_other_owner(user, study)
    removed, _rows = Membership.objects.filter(study=study, user=user).delete()
    if removed:
        record_audit_event(by, "removed role", study, user.username, now=now)


def record_audit_event(
    actor: str,
    verb: str,
    study: UUID | None,
    target: str = "",
    detail: Mapping[str, Any] | None = None,
    *,
    now: datetime,
) -> None:
    """Write one line of the audit: `actor` (an account's name) did `verb` to `target`.

    `detail` must be JSON and must hold nothing of what a respondent said.
    """
    AuditEvent.objects.create(
        at=now, actor=actor, verb=verb, study=study, target=target, detail=dict(detail or {})
    )


def _require_other_owner(user: User, study: UUID) -> None:
    """Raise `LastOwner` when `user` is the only owner. Rows are locked: two owners may leave."""
    owners = Membership.objects.select_for_update().filter(study=study, role=Role.OWNER)
    if [owner.user_id for owner in owners] == [user.pk]:
        raise LastOwner(
            _("%(account)s is the last owner of this study. Make somebody else an owner first.")
            % {"account": user.username}
        )

"""Links that a member hands to somebody: to create an account, or to choose a new password.

A link works once, for seven days, and only while whoever made it may still make it. Opening it uses
nothing up, since programs that check mail open links. It goes round the pauses after wrong
passwords: whoever has it is signed in.
"""

import secrets
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vecu.accounts.account_changes import record_account_event
from vecu.accounts.actions import create_member, give_role, record_audit_event, set_password
from vecu.accounts.key_ring import get_fingerprint, list_fingerprints
from vecu.accounts.models import AccessLink, LinkPurpose, User, scope_columns
from vecu.accounts.openid.identities import ProviderIdentity, link_account, unlink_account
from vecu.accounts.queries import find_account, get_role, may_replace_password
from vecu.accounts.rules import Role, Scope
from vecu.accounts.sessions import end_sessions
from vecu.credentials import generate_token
from vecu.errors import VecuError

LIFETIME = timedelta(days=7)


class LinkGone(VecuError):
    """The link was used or revoked, has expired, or whoever made it may no longer."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This link no longer works: it was used or revoked, or it is more than seven "
                "days old. Ask the person who gave it to you for a new one."
            )
        )


class LinkRefused(VecuError):
    """A member may not make such a link."""


@transaction.atomic
def make_invitation(
    name: str,
    *,
    by: User,
    now: datetime,
    scope: Scope | None = None,
    role: Role | None = None,
    may_create_studies: bool = False,
) -> str:
    """Return the token of a link by which somebody can create an account, perhaps with a role.

    `name` says whom it is for, in the list of open links.
    """
    token = _make_link(
        AccessLink(
            purpose=LinkPurpose.INVITATION,
            by=by.username,
            name=name,
            **scope_columns(scope),
            role=role or "",
            may_create_studies=may_create_studies,
        ),
        now,
    )
    detail = {"role": role} if role else {}
    record_audit_event(by.username, "invited", scope, "", detail, now=now)
    return token


@transaction.atomic
def make_password_link(user: User, *, by: User, now: datetime) -> str:
    """Return the token of a link by which `user` can choose a new password.

    Earlier links for this account are revoked. Raise `LinkRefused` when `by` may not.
    """
    if not may_replace_password(by, user):
        raise LinkRefused(
            _("This account opens more than your studies. Ask whoever manages all accounts.")
        )
    AccessLink.objects.filter(user=user).delete()
    link = AccessLink(purpose=LinkPurpose.RESET, by=by.username, user=user)
    record_account_event(by.username, "made password link", user, now=now)
    return _make_link(link, now)


def get_link(token: str, purpose: LinkPurpose, *, now: datetime) -> AccessLink:
    """Return an open link by its token; raise `LinkGone`."""
    found = AccessLink.objects.select_related("user").filter(
        fingerprint__in=list_fingerprints(_name_link(token)), purpose=purpose, expires__gt=now
    )
    link = found.first()
    if link is None or not _may_still(link):
        raise LinkGone
    return link


@transaction.atomic
def accept_invitation(
    token: str,
    *,
    account: str,
    name: str,
    password: str | None = None,
    opens_with: ProviderIdentity | None = None,
    now: datetime,
) -> User:
    """Create the account of an invited person, give it its role, and use up the link.

    It opens with a password, or with a sign-in at the provider. Raise `MemberRefused` with what to
    change, or `IdentityTaken`, and then the link still works.
    """
    link = _use_up(token, LinkPurpose.INVITATION, now)
    user = create_member(account, password, name=name, may_create_studies=link.may_create_studies)
    if link.scope:
        give_role(user, link.scope, Role(link.role), by=link.by, now=now)
    record_account_event(user.username, "joined", user, {"invited by": link.by}, now=now)
    if opens_with:
        link_account(user, opens_with, by=user.username, now=now)
    return user


@transaction.atomic
def accept_password_link(token: str, password: str, *, now: datetime) -> User:
    """Set the new password, end all sessions of the account, and use up the link.

    Raise `MemberRefused` with what to change, and then the link still works.
    """
    user = _use_up(token, LinkPurpose.RESET, now).user
    assert user is not None  # noqa: S101 - such a link is made for an account
    set_password(user, password)
    unlink_account(user)
    end_sessions(user)
    record_account_event(user.username, "used password link", user, now=now)
    return user


@transaction.atomic
def accept_provider_link(token: str, opens_with: ProviderIdentity, *, now: datetime) -> User:
    """Let an account open with a sign-in at the provider, as `link_account`; use up the link."""
    user = _use_up(token, LinkPurpose.RESET, now).user
    assert user is not None  # noqa: S101 - such a link is made for an account
    link_account(user, opens_with, by=user.username, now=now)
    return user


def list_open_links(scope: Scope | None, *, now: datetime) -> QuerySet[AccessLink]:
    """Return the open invitations to a scope, of the laboratory those to none, latest first."""
    return AccessLink.objects.filter(
        purpose=LinkPurpose.INVITATION, expires__gt=now, **scope_columns(scope)
    ).order_by("-expires")


def list_password_links(*, now: datetime) -> QuerySet[AccessLink]:
    """Return the open links for a new password, of all accounts, latest first."""
    return (
        AccessLink.objects.filter(purpose=LinkPurpose.RESET, expires__gt=now)
        .select_related("user")
        .order_by("-expires")
    )


@transaction.atomic
def revoke_link(link: AccessLink, *, by: str, now: datetime) -> None:
    """Make a link useless."""
    link.delete()
    target = link.user.username if link.user else ""
    record_audit_event(by, "revoked link", link.scope, target, now=now)


def find_link(link_id: UUID) -> AccessLink | None:
    """Return a link by its identifier, None if it was used or revoked."""
    return AccessLink.objects.select_related("user").filter(pk=link_id).first()


def count_open_links(*, made_until: date, now: datetime) -> int:
    """Return how many links are open that may have been made until a day."""
    last = datetime.combine(made_until, time.max, now.tzinfo) + LIFETIME
    return AccessLink.objects.filter(expires__gt=now, expires__lte=last).count()


def purge_links(now: datetime) -> int:
    """Delete the links that have expired and return how many."""
    return AccessLink.objects.filter(expires__lte=now).delete()[0]


def _make_link(link: AccessLink, now: datetime) -> str:
    token = generate_token(secrets.token_bytes)
    link.fingerprint = get_fingerprint(_name_link(token))
    link.expires = now + LIFETIME
    link.save()
    return token


def _use_up(token: str, purpose: LinkPurpose, now: datetime) -> AccessLink:
    """Delete a link; of two people who send it at the same moment one gets `LinkGone`."""
    link = get_link(token, purpose, now=now)
    deleted, _rows = AccessLink.objects.filter(pk=link.pk).delete()
    if not deleted:
        raise LinkGone
    return link


def _may_still(link: AccessLink) -> bool:
    maker = find_account(link.by)
    if maker is None or not maker.is_active:
        return False
    if link.user:
        return may_replace_password(maker, link.user)
    if link.scope:
        return get_role(maker, link.scope) is Role.OWNER
    return maker.may_manage_accounts


def _name_link(token: str) -> str:
    return f"link {token}"

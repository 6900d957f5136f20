"""Of whom a second factor is required, of whom it is wished, and who proved one in this session."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest

from vecu.accounts.models import CachedValue, User
from vecu.accounts.rules import EVERYBODY, MANAGERS, Role
from vecu.accounts.secret_encryption import decrypt_secret, encrypt_secret
from vecu.accounts.sessions import SIGNED_IN

WISHED = frozenset({MANAGERS, Role.OWNER, Role.RESEARCHER, Role.CODER})
"""Those whose account opens what people answered, or every other account."""
AT_PROVIDER = "provider"
"""The kind of a factor that was proven at the organisation's provider."""
FRESH_SECONDS = 300.0
"""How long after a password or a factor a member may do what cannot be undone."""


def is_factor_due(request: HttpRequest, user: User) -> bool:
    """Return whether this session lacks a second factor that the laboratory requires.

    A visit of the tour needs none: it began without a password, where nothing is real.
    """
    if not settings.SECOND_FACTOR or request.session.get(BACKEND_SESSION_KEY) != SIGNED_IN:
        return False
    return not has_proven_factor(request, user) and _concerns(user, settings.SECOND_FACTOR)


def is_factor_wished(request: HttpRequest, user: User) -> bool:
    """Return whether a member who signed in by a password alone should add a second factor."""
    if settings.LAB_FICTIONAL or has_proven_factor(request, user):
        return False
    return _concerns(user, WISHED)


def count_members_without_factor() -> int:
    """Return how many members whose account opens much can sign in by a password alone."""
    if settings.LAB_FICTIONAL:
        return 0
    protected = Authenticator.objects.values("user")
    members = User.objects.filter(is_active=True, removed=None).exclude(pk__in=protected)
    return sum(each.has_usable_password() and _concerns(each, WISHED) for each in members)


def has_proven_factor(request: HttpRequest, user: User) -> bool:
    """Return whether a second factor was proven in this session, here or at a provider."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def record_proven_factor(request: HttpRequest, user: User, kind: str) -> None:
    """Note in the session that a second factor was proven; `kind` says which, or where."""
    record_authentication(request, user, "mfa", type=kind)


def record_password(request: HttpRequest, user: User) -> None:
    """Note in the session that the password is known: it has just been chosen."""
    record_authentication(request, user, "password")


def forget_proven_factor(request: HttpRequest, user: User) -> None:
    """Note in the session that its factor is no more: where one is required, one is due again."""
    records = get_authentication_records(request, user)
    left = [record for record in records if record["method"] != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = left


def is_freshly_signed_in(request: HttpRequest, user: User, *, now: float) -> bool:
    """Return whether the member gave a factor, or without one a password, in the last five minutes.

    `now` is in seconds since 1970, as allauth notes them. Who has set a second factor here proves
    that: whoever has their password alone cannot take the account from them. Being signed in by a
    provider says nothing, since it may not have asked; having been sent there to sign in afresh
    does. A visit of the tour is fresh: it has nothing to prove.
    """
    if request.session.get(BACKEND_SESSION_KEY) != SIGNED_IN:
        return True
    is_proof = _is_own_factor if has_own_factor(user) else _is_proof
    return any(
        is_proof(record) and 0 <= now - record["at"] < FRESH_SECONDS
        for record in get_authentication_records(request, user)
    )


def has_own_factor(user: User) -> bool:
    """Return whether a member has set a second factor here."""
    return bool(is_mfa_enabled(user))


def _is_own_factor(record: dict[str, Any]) -> bool:
    return record["method"] == "mfa" and record.get("type") != AT_PROVIDER


def _is_proof(record: dict[str, Any]) -> bool:
    if record["method"] == "socialaccount" or record.get("type") == AT_PROVIDER:
        return bool(record.get("reauthenticated"))
    return record["method"] in {"password", "mfa"}


def purge_cached_values(now: datetime) -> int:
    """Delete what the cache holds no longer, of codes used and tried; return how many."""
    return CachedValue.objects.filter(expires__lt=now).delete()[0]


def encrypt_factors_anew(number: int) -> None:
    """Encrypt with the newest key what was encrypted with another, of all accounts at once."""
    for each in Authenticator.objects.select_for_update():
        old = {
            name: value
            for name, value in each.data.items()
            if isinstance(value, str) and value.startswith(f"{number}:")
        }
        if old:
            each.data |= {name: encrypt_secret(decrypt_secret(old[name])) for name in old}
            each.save(update_fields=["data"])


def _concerns(user: User, named: frozenset[str]) -> bool:
    return EVERYBODY in named or not named.isdisjoint(_list_positions(user))


def _list_positions(user: User) -> Iterator[str]:
    if user.may_manage_accounts:
        yield MANAGERS
    yield from user.memberships.values_list("role", flat=True).distinct()

"""What a sign-in at the provider is for, and what is known between leaving and coming back."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.http import HttpRequest

from vecu.accounts.openid.configuration import OpenIDConfiguration
from vecu.accounts.openid.identities import ProviderIdentity
from vecu.accounts.openid.provider import ProviderReply
from vecu.accounts.openid.tokens import Claims

_SESSION_KEY = "openid_pending"
_FRESH, _CLOCKS_APART = timedelta(minutes=5), timedelta(minutes=2)
_LONGEST_NAME = 150


class SignInPurpose(StrEnum):
    """Why somebody is sent to the provider."""

    SIGN_IN = "sign in"
    JOIN = "join"
    LINK = "link"
    OWN_LINK = "own link"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class PendingLink:
    """Somebody who signed in at the provider, and has yet to say that an account is theirs.

    `token` is of the link that was handed over, '' on one's own account. `name` is what the
    provider calls the person: proposed, and stored only if they leave it.
    """

    issuer: str
    subject: str
    purpose: str
    token: str
    name: str

    @property
    def identity(self) -> ProviderIdentity:
        """Who they are to the provider."""
        return ProviderIdentity(self.issuer, self.subject)


def hold_pending(request: HttpRequest, reply: ProviderReply, state: dict[str, Any]) -> None:
    """Hold in the session who somebody is until they confirm what for."""
    pending = PendingLink(
        issuer=str(reply.claims["iss"]),
        subject=reply.subject,
        purpose=state["purpose"],
        token=state.get("token", ""),
        name=_find_name(reply.claims),
    )
    request.session[_SESSION_KEY] = asdict(pending)


def find_pending(request: HttpRequest) -> PendingLink | None:
    """Return what waits to be confirmed, None where nothing does."""
    held = request.session.get(_SESSION_KEY)
    return PendingLink(**held) if held else None


def has_factor(claims: Claims, configuration: OpenIDConfiguration) -> bool:
    """Return whether the provider says that somebody showed two factors (RFC 8176, `mfa`)."""
    methods = claims.get("amr")
    said = isinstance(methods, list) and "mfa" in methods
    return said or claims.get("acr") in configuration.levels


def is_fresh(claims: Claims, now: datetime) -> bool:
    """Return whether somebody has just signed in there, and was not merely still signed in."""
    moment = claims.get("auth_time")
    if not isinstance(moment, int | float):
        return False
    return -_CLOCKS_APART.total_seconds() <= now.timestamp() - moment < _FRESH.total_seconds()


def _find_name(claims: Claims) -> str:
    """Return what the provider calls a person, '' if it says an address in place of a name."""
    parts = (claims.get("given_name"), claims.get("usual_name") or claims.get("family_name"))
    name = claims.get("name") or " ".join(str(part) for part in parts if part)
    return "" if "@" in str(name) else str(name)[:_LONGEST_NAME]

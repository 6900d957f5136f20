"""What a sign-in at the provider is for, and what is known between leaving and coming back."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from vecu.accounts.openid.configuration import OpenIDConfiguration
from vecu.accounts.openid.identities import ProviderIdentity
from vecu.accounts.openid.provider import ProviderReply
from vecu.accounts.openid.tokens import Claims
from vecu.errors import VecuError

_SESSION_KEY = "openid_pending"
_FRESH, _CLOCKS_APART = timedelta(minutes=5), timedelta(minutes=2)
_PENDING = timedelta(minutes=10)
_LONGEST_NAME = 150


class SignInPurpose(StrEnum):
    """Why somebody is sent to the provider."""

    SIGN_IN = "sign in"
    JOIN = "join"
    LINK = "link"
    OWN_LINK = "own link"
    AGAIN = "again"


class PendingLinkGone(VecuError):
    """Whoever signed in at the provider confirmed it too late, or is another member by now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You signed in there more than ten minutes ago, or for another account than the "
                "one that is open here now. Nothing was changed. Begin once more."
            )
        )


@dataclass(frozen=True, slots=True)
class PendingLink:
    """Somebody who signed in at the provider, and has yet to say that an account is theirs.

    `token` is of the link that was handed over, '' on one's own account, of which `account` is the
    number. `name` is what the provider calls the person: proposed, and stored only if they leave
    it. `since` is in seconds since 1970.
    """

    issuer: str
    subject: str
    purpose: str
    token: str
    account: int | None
    name: str
    since: float

    @property
    def identity(self) -> ProviderIdentity:
        """Who they are to the provider."""
        return ProviderIdentity(self.issuer, self.subject)


def hold_pending(
    request: HttpRequest, reply: ProviderReply, state: dict[str, Any], now: datetime
) -> None:
    """Hold in the session who somebody is until they confirm what for."""
    pending = PendingLink(
        issuer=str(reply.claims["iss"]),
        subject=reply.subject,
        purpose=state["purpose"],
        token=state.get("token", ""),
        account=state.get("account"),
        name=_find_name(reply.claims),
        since=now.timestamp(),
    )
    request.session[_SESSION_KEY] = asdict(pending)


def find_pending(request: HttpRequest, now: datetime) -> PendingLink | None:
    """Return what waits to be confirmed, None where nothing does.

    Raise `PendingLinkGone` after ten minutes, and where the member who left for the provider is not
    the one who is signed in.
    """
    held = request.session.get(_SESSION_KEY)
    if not held:
        return None
    pending = PendingLink(**held)
    is_recent = 0 <= now.timestamp() - pending.since < _PENDING.total_seconds()
    is_another = pending.purpose == SignInPurpose.OWN_LINK and pending.account != request.user.pk
    if is_another or not is_recent:
        raise PendingLinkGone
    return pending


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

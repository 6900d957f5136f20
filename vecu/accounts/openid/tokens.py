"""Read what a provider signed: whose it is, for whom, and of when.

The library checks the signature; times are compared here, so that a clock that is wrong is told
from a token that is old.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vecu.errors import VecuError

ALGORITHMS = ("ES256", "RS256")
"""What a provider may sign with. Neither `none` nor a secret that both sides know."""
_LEEWAY = timedelta(minutes=2)
_FRESH = timedelta(minutes=10)
"""How old what a provider has just written can seem before one of the clocks must be wrong."""

Claims = Mapping[str, Any]


class OpenIDRefused(VecuError, OAuth2Error):
    """What the provider answered is not accepted; the text says why, and what to do."""


def read_token(
    token: Any, keys: Mapping[str, Any], *, issuer: str, audience: str, now: datetime
) -> Claims:
    """Return the claims of a token that was signed just now for us; raise `OpenIDRefused`."""
    try:
        claims = jwt.decode(
            token,
            key=_find_key(token, keys),
            algorithms=list(ALGORITHMS),
            audience=audience,
            issuer=issuer,
            options={
                "require": ["iss", "aud", "sub"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        _check_party(claims, audience)
        _check_times(claims, now)
    except (jwt.PyJWTError, LookupError, TypeError, ValueError) as error:
        raise OpenIDRefused(
            _(
                "What the sign-in service answered does not have its signature, or is not meant for"
                " this laboratory. Try once more; if it happens again, tell whoever runs the"
                " laboratory."
            )
        ) from error
    return claims


def _find_key(token: Any, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """Return the key that the token names; of a provider with one key, that one."""
    found = jwt.PyJWKSet.from_dict(dict(keys))
    name = jwt.get_unverified_header(token).get("kid")
    if name is None and len(found.keys) == 1:
        return found.keys[0]
    return found[str(name)]


def _check_party(claims: Claims, audience: str) -> None:
    """Refuse what was written for another service, and is only readable by this one as well."""
    if claims.get("azp", audience) != audience:
        raise ValueError(claims["azp"])


def _check_times(claims: Claims, now: datetime) -> None:
    written = claims.get("iat")
    if written is not None:
        moment = _read_moment(written)
        if moment > now + _LEEWAY or moment < now - _FRESH:
            raise OpenIDRefused(
                _(
                    "The clock of the sign-in service says %(theirs)s, the one of this laboratory"
                    " %(here)s. One of them is wrong, so nobody can sign in this way. Tell whoever"
                    " runs the laboratory."
                )
                % {"theirs": _format_moment(moment), "here": _format_moment(now)}
            )
    if "exp" in claims and _read_moment(claims["exp"]) < now - _LEEWAY:
        raise jwt.ExpiredSignatureError


def _read_moment(seconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(seconds) from error


def _format_moment(moment: datetime) -> str:
    return date_format(moment.astimezone(UTC), "j F Y, H:i") + " UTC"


def is_same(expected: str, found: Any) -> bool:
    """Compare two random texts, in the same time whatever they are; an empty one equals none."""
    return bool(expected) and compare_digest(expected.encode(), str(found or "").encode())

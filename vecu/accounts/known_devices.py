"""The cookie of a browser that signed in before: it keeps a turn there while invented names flood.

It is a random number and a keyed digest of that number and the account's name. Nobody reads a name
in it, and nobody makes one without the server's key. It opens nothing: it says only whose tries are
counted apart. Browsers send it to the sign-in page alone, so no page of respondents ever gets it.
"""

import re
import secrets
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from vecu.accounts.key_ring import get_fingerprint, list_fingerprints

DAYS = 90
_SECONDS_A_DAY = 86_400
_FORM = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")


def find_device(request: HttpRequest, account: str) -> str:
    """Return the number of a browser in which this account signed in before, '' for any other.

    Without the database, so that an existing and an invented name take the same work.
    """
    held = _FORM.fullmatch(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    if held is None:
        return ""
    number, digest = held.groups()
    made = list_fingerprints(_name_device(number, account))
    return number if any(compare_digest(digest, each) for each in made) else ""


def set_device_cookie(response: HttpResponse, account: str) -> None:
    """Have the browser hold that this account signed in, in place of any account before it."""
    number = secrets.token_hex(16)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{number}.{get_fingerprint(_name_device(number, account))}",
        max_age=DAYS * _SECONDS_A_DAY,
        path=reverse("accounts:sign-in"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def _name_device(number: str, account: str) -> str:
    return f"device {number} {account.lower()}"

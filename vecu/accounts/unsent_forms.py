"""A form that arrived when its member's session was over waits for the same member.

It is encrypted, in a session that opens nothing, for an hour. Files and passwords are not kept. It
is sent again by its member, on a page of its own, without a script.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.urls import ResolverMatch

from vecu.accounts.models import User
from vecu.accounts.secret_encryption import (
    UNSENT_FORM,
    UnreadableSecret,
    decrypt_secret,
    encrypt_secret,
)
from vecu.accounts.sessions import GRACE

MOST_CHARACTERS = 1_000_000
_KEY = "unsent form"
_OF_ALLAUTH = ("account", "mfa", "socialaccount")
"""How the names of allauth's pages begin, which like ours ask for passwords and codes."""


@dataclass(frozen=True, slots=True)
class UnsentForm:
    """Where a form was sent to, its fields in their order, and whether there were files."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def keep_form(request: HttpRequest, user: User, *, now: datetime) -> bool:
    """Put the form of this request into its session; return whether there was one to keep."""
    match = request.resolver_match
    if request.method != "POST" or match is None or _asks_for_secrets(match):
        return False
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        had_files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):  # refused, or cut on its way
        return False
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return False
    until = (now + GRACE).timestamp()
    kept = [user.pk, until, request.get_full_path(), fields, had_files]
    request.session[_KEY] = encrypt_secret(json.dumps(kept), UNSENT_FORM)
    request.session.set_expiry(now + GRACE)
    return True


def find_form(request: HttpRequest, user: User, *, now: datetime) -> UnsentForm | None:
    """Return the form that waits for this member; forget what is another's, or older."""
    sealed = request.session.get(_KEY)
    if not sealed:
        return None
    try:
        owner, until, path, fields, had_files = json.loads(decrypt_secret(sealed, UNSENT_FORM))
    except UnreadableSecret:
        owner = until = 0
    if owner != user.pk or now.timestamp() >= until:
        forget_form(request)
        return None
    return UnsentForm(path, _pair(fields), had_files)


def forget_form(request: HttpRequest) -> None:
    """Delete the form that waits."""
    request.session.pop(_KEY, None)


def _asks_for_secrets(match: ResolverMatch) -> bool:
    return "accounts" in match.namespaces or (match.url_name or "").startswith(_OF_ALLAUTH)


def _pair(fields: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields]

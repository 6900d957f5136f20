"""Whether the provider would still let somebody in: asked again while a session goes on.

At an organisation's own provider we ask every twenty minutes, at the next request, with the refresh
token that came with the session. Who is disabled there is out within the hour. A provider that gave
no such token gives sessions of an hour; one that does not answer is asked again five minutes later,
until the session's fixed end. ProConnect keeps a session of its own for twelve hours, which asks
the agent's organisation nothing: there is nothing to ask, and the pages say so.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from vecu.accounts.models import User
from vecu.accounts.openid.configuration import OpenIDConfiguration
from vecu.accounts.openid.group_roles import apply_groups
from vecu.accounts.openid.identities import find_identity
from vecu.accounts.openid.provider import OpenIDProvider, ProviderReply
from vecu.accounts.openid.tokens import OpenIDRefused
from vecu.accounts.secret_encryption import UnreadableSecret, decrypt_secret, encrypt_secret

EVERY, WITHOUT_TOKEN, WHEN_SILENT = timedelta(minutes=20), timedelta(hours=1), timedelta(minutes=5)
"""When the provider is asked again: after it let somebody in, if it cannot be, if it is silent."""
_SESSION_KEY = "openid"
_SECONDS_OF_ASKING = 30
log = logging.getLogger(__name__)


def remember_admission(
    request: HttpRequest, reply: ProviderReply, configuration: OpenIDConfiguration, now: datetime
) -> None:
    """Note in the session when to ask again, with what; of ProConnect, how to leave it."""
    held = {"due": (now + (EVERY if reply.refresh_token else WITHOUT_TOKEN)).isoformat()}
    if configuration.is_proconnect:
        held = {"id_token": encrypt_secret(reply.id_token)}
    elif reply.refresh_token:
        held["token"] = encrypt_secret(reply.refresh_token)
    request.session[_SESSION_KEY] = held


def find_goodbye(request: HttpRequest) -> str:
    """Return where somebody ends their session at ProConnect as well, '' for all others."""
    held = request.session.get(_SESSION_KEY, {}).get("id_token", "")
    if not held or settings.OPENID is None:
        return ""
    with suppress(UnreadableSecret, requests.RequestException, OpenIDRefused):
        provider = OpenIDProvider(request, settings.OPENID)
        return provider.build_goodbye(request, decrypt_secret(held))
    return ""


def is_still_admitted(request: HttpRequest, user: User, *, now: datetime) -> bool:
    """Return whether a member's session may go on; ask the provider when it is time to."""
    held = request.session.get(_SESSION_KEY, {})
    if "due" not in held or now < datetime.fromisoformat(held["due"]):
        return True
    with _one_at_a_time(request) as may_ask:
        return not may_ask or _ask(request, user, held, now)


@contextmanager
def _one_at_a_time(request: HttpRequest) -> Iterator[bool]:
    """Say whether no other request of this session is asking at this moment.

    A provider that renews the token at each use takes a second use of the old one for theft.
    """
    name = f"openid-asks-{request.session.session_key}"
    may_ask = cache.add(name, 1, _SECONDS_OF_ASKING)
    try:
        yield may_ask
    finally:
        if may_ask:
            cache.delete(name)


def _ask(request: HttpRequest, user: User, held: dict[str, str], now: datetime) -> bool:
    """Ask with the token; note when to ask next, and give the roles of today's groups."""
    identity = find_identity(user)
    if settings.OPENID is None or identity is None or "token" not in held:
        return False
    provider = OpenIDProvider(request, settings.OPENID)
    try:
        token = decrypt_secret(held["token"])
        reply = provider.get_oauth2_adapter(request, now).refresh(token)
    except (UnreadableSecret, OpenIDRefused):
        return False
    except requests.RequestException:
        log.warning("The sign-in service did not answer whether a member may stay.")
        request.session[_SESSION_KEY] = {**held, "due": (now + WHEN_SILENT).isoformat()}
        return True
    if reply is None or reply.subject != identity.subject:
        return False
    remember_admission(request, reply, provider.configuration, now)
    apply_groups(user, reply.claims, provider.configuration, now=now)
    return True

"""When there is a tour: only where nothing real could be opened without a password.

All of it must hold, for every request: the process was started by `vecu demo` at an address of this
machine; the browser runs on this machine, speaks to it by name, and no proxy stands between; no
study, system, group or account is real. See decision 0077.
"""

import os
from urllib.parse import urlsplit

from django.http import HttpRequest

from vecu.accounts.queries import has_real_accounts
from vecu.site.loopback import is_loopback
from vecu.surveys.queries import has_fictional_contents, has_real_contents

TOUR = "VECU_TOUR"
"""The variable in which `vecu demo` tells its processes that there may be a tour."""
_OPEN = "open"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_PROXY_HEADERS = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED",
    "HTTP_X_REAL",
    "HTTP_X_ORIGINAL",
    "HTTP_X_CLIENT",
    "HTTP_X_CLUSTER",
    "HTTP_X_PROXY",
    "HTTP_X_ENVOY",
    "HTTP_TRUE_CLIENT",
    "HTTP_CLIENT_IP",
    "HTTP_CF_",
    "HTTP_CDN_",
    "HTTP_FASTLY",
    "HTTP_FLY_",
    "HTTP_VIA",
)
"""How the names of headers begin that proxies and tunnels add."""


def allow_tour(host: str) -> None:
    """Let the processes of this server offer the tour, if `host` is an address of this machine."""
    forbid_tour()
    if is_loopback(host):
        os.environ[TOUR] = _OPEN


def forbid_tour() -> None:
    """Let no process of this server offer the tour, whatever its environment says."""
    os.environ.pop(TOUR, None)


def is_open(request: HttpRequest) -> bool:
    """Return whether the tour may be offered in response to a request."""
    return comes_from_here(request) and is_offered()


def is_offered() -> bool:
    """Return whether this server offers the tour just now, to whoever is at this machine."""
    return os.environ.get(TOUR) == _OPEN and is_all_invented()


def comes_from_here(request: HttpRequest) -> bool:
    """Return whether a browser on this machine sent a request, directly and by a local name.

    The name keeps out pages of other sites whose name was made to lead here (DNS rebinding).
    """
    return (
        is_loopback(request.META.get("REMOTE_ADDR", ""))
        and _find_host_name(request.META.get("HTTP_HOST", "")) in LOCAL_NAMES
        and not any(name.startswith(_PROXY_HEADERS) for name in request.META)
    )


def _find_host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # no browser sends such a name
        return ""


def is_all_invented() -> bool:
    """Return whether there is a demonstration, and nothing and nobody real beside it."""
    return has_fictional_contents() and not has_real_contents() and not has_real_accounts()

"""How large a request each address accepts, known before its body is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.urls import Resolver404, resolve

V = TypeVar("V", bound=Callable[..., Any])
_LIMIT = "body_limit"


def accept_bodies(most: int) -> Callable[[V], V]:
    """Let the address of a view accept bodies of `most` bytes: it takes files.

    To be the outermost decorator. The view itself answers to an announced body that is larger,
    and says what may be sent instead.
    """

    def decorate(view: V) -> V:
        setattr(view, _LIMIT, most)
        return view

    return decorate


def get_body_limit(view: object) -> int:
    """Return the bytes that a view accepts in one body; without a limit of its own, a form's."""
    limit: int = getattr(view, _LIMIT, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return limit


def find_body_limit(path: str) -> int:
    """Return the bytes that the address `path` accepts in one body."""
    try:
        return get_body_limit(resolve(path).func)
    except Resolver404:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE

"""What stands between Django's middleware and our pages, for members alone."""

from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse

_KEPT = {"CONTENT_TYPE", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "SERVER_NAME", "SERVER_PORT"}
"""Of a request that waits for a fresh sign-in: what it takes to answer it afterwards."""


class ForgetAddresses:
    """Keep the address of a member out of a form that waits for them to sign in afresh.

    allauth stores such a form in the session with all that came with it: the address of the
    person, their browser and their cookies, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on every request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Cut what will be stored down to what is needed; allauth then stores it."""
        if isinstance(error, ReauthenticationRequired):
            request.META = {name: request.META[name] for name in _KEPT & request.META.keys()}

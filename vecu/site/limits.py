"""Middleware that refuses what is too large, or what a full disk or quota has no room for."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vecu.site.disk_reserve import DiskReserve
from vecu.site.middleware import (
    READS,
    Handler,
    describe_retry,
    render_explanation,
    render_too_large,
)
from vecu.site.stored_files import FileQuota
from vecu.site.view_limits import (
    BODY_LIMITS,
    get_body_limit,
    may_bring_files,
    may_use_reserve,
)

RESERVE = DiskReserve(settings.HOME / "reserve", settings.DISK_RESERVE)
QUOTA = FileQuota(settings.FILE_QUOTA)
_WITHOUT_FILE = 100_000
"""Bytes up to which a form that may bring a file is taken for one without."""


class LimitRequests:
    """Refuse a request before its body is read, and say what may be done instead."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Return a refusal, or None for the view to go on.

        A view that takes files refuses what is too large itself, in words of its own.
        """
        view = request.resolver_match.view_name if request.resolver_match else ""
        if may_use_reserve(view):
            RESERVE.make_room()
        if request.method in READS:
            return None
        size = _announced_size(request)
        if size > (most := get_body_limit(view)):
            return None if view in BODY_LIMITS else render_too_large(request, most)
        if may_use_reserve(view):
            return None
        if not RESERVE.has_room():
            return _refuse_for_now(request)
        if may_bring_files(view) and size > _WITHOUT_FILE and not QUOTA.has_room(size):
            return _refuse_files(request)
        return None


MOST_DIGITS = 18
"""Of an announced size that are read: enough for any, and few enough to be a number at once."""


def _announced_size(request: HttpRequest) -> int:
    announced = request.META.get("CONTENT_LENGTH") or ""
    return int(announced[:MOST_DIGITS]) if announced.isdecimal() else 0


def _refuse_for_now(request: HttpRequest) -> HttpResponse:
    message = _("The laboratory has no room just now, so nothing was stored.")
    response = render_explanation(
        request, HTTPStatus.SERVICE_UNAVAILABLE, f"{message} {describe_retry(request)}"
    )
    response["Retry-After"] = "600"
    return response


def _refuse_files(request: HttpRequest) -> HttpResponse:
    return render_explanation(
        request,
        HTTPStatus.INSUFFICIENT_STORAGE,
        _(
            "The laboratory has no room for more files, so nothing was stored. Go back and send "
            "this without the file, or write to the laboratory."
        ),
    )

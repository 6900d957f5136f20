"""What all responses to OpenRosa clients share: headers, envelope, message."""

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InternalError, NotSupportedError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.file_sanitizer.sanitize import FileNotNow
from vecu.surveys.openrosa.submissions import FieldingChanged
from vecu.surveys.openrosa.views.errors import describe_failure
from vecu.surveys.openrosa.views.multipart import ADVISED

View = Callable[..., HttpResponse]
XML = "text/xml; charset=utf-8"
_EXPECTED = (VecuError, BadRequest, SuspiciousOperation, MultiPartParserError, OSError)
_NOT_NOW = (OperationalError, InternalError, NotSupportedError, ProgrammingError)
"""The database is full, locked, gone or read-only, or its tables change during an upgrade."""
_log = logging.getLogger(__name__)


def openrosa_message(status: int, message: str) -> HttpResponse:
    """Return an OpenRosa response: one message for the person who holds the device.

    It has no `nature`: of several with the same, a program may show the last one only, and each
    message holds a receipt code of its own.
    """
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(message)}</message></OpenRosaResponse>"
    )
    return HttpResponse(body, status=status, content_type=XML)


def add_headers(response: HttpResponse) -> HttpResponse:
    """Add the headers that OpenRosa requires, and forbid caching."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(ADVISED)
    response["Date"] = http_date()
    response["Cache-Control"] = "no-store"
    return response


def openrosa(*methods: str, versioned: bool = True) -> Callable[[View], View]:
    """Add to a view the OpenRosa headers, and the status and message of each error.

    `versioned` views reject a request that does not name its OpenRosa version. The standard's
    `Date` header is not required: browsers cannot send one, and it would not be stored.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **rest: int) -> HttpResponse:
            needs_version = versioned and request.method != "HEAD"
            if request.method not in methods:
                response = openrosa_message(
                    405, _("This address does not take that kind of request.")
                )
                response["Allow"] = ", ".join(methods)
            elif needs_version and request.headers.get("X-OpenRosa-Version") != "1.0":
                response = openrosa_message(
                    400, _("The header X-OpenRosa-Version: 1.0 is missing.")
                )
            else:
                response = _answered(view, request, slug, **rest)
            return add_headers(response)

        return wrapped

    return decorate


def _answered(view: View, request: HttpRequest, slug: str, **rest: int) -> HttpResponse:
    try:
        return view(request, slug, **rest)
    except (FieldingChanged, FileNotNow):
        return _later()
    except _NOT_NOW:
        _log.exception("An answer could not be kept.")
        return _later()
    except _EXPECTED as error:
        return openrosa_message(*describe_failure(error))
    except Http404 as error:
        return openrosa_message(404, str(error))


def _later() -> HttpResponse:
    """Return a 503: the submission is not at fault; the device keeps it and sends it later."""
    response = openrosa_message(
        503, _("Nothing could be kept just now. Please send it again later.")
    )
    response["Retry-After"] = "60"
    return response

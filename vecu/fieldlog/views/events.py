"""Where systems send events, and what they need for it. No page, no cookie, no session, no log.

Whatever else can fail the site explains, in JSON too (`event_responses.make_refusal`).
"""

from http import HTTPStatus
from importlib.resources import files
from secrets import token_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.fieldlog.event_intake import LogTokenRefused, take_batch
from vecu.fieldlog.events import EventBatchRefused, check_size
from vecu.fieldlog.http_binding import MediaTypeRefused, read_content
from vecu.fieldlog.schema import build_event_schema
from vecu.fieldlog.views.event_responses import make_refusal, make_response


def take_events(request: HttpRequest) -> HttpResponse:
    """Keep the events of a batch that are right, and say what became of each other one."""
    if request.method != "POST":
        message = _("This address does not take that kind of request.")
        response = make_refusal(HTTPStatus.METHOD_NOT_ALLOWED, message)
        response["Allow"] = "POST"
        return response
    language = get_language() or settings.LANGUAGE_CODE
    try:
        receipt = take_batch(
            _get_token(request), _read(request), now=timezone.now(), random_bytes=token_bytes
        )
    except (LogTokenRefused, EventBatchRefused, MediaTypeRefused) as error:
        return make_refusal(_get_status(error), error.say(language))
    return make_response(receipt.describe(language))


@require_safe
def serve_schema(_request: HttpRequest) -> HttpResponse:
    """Serve the JSON Schema of an event."""
    return JsonResponse(build_event_schema(), content_type="application/schema+json")


@require_safe
def serve_client(_request: HttpRequest) -> HttpResponse:
    """Serve the client: one file of Python that others copy."""
    return HttpResponse(
        files("vecu.fieldlog").joinpath("client.py").read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="field_log_client.py"'},
    )


def _get_token(request: HttpRequest) -> str:
    """Return the token of a request, '' if it has none, which no log has."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _read(request: HttpRequest) -> bytes:
    """Return the events of a request; one that is announced too large is not read."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    check_size(int(announced[:18]) if announced.isdecimal() else 0)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return read_content(request.content_type or "", headers, request.body)


def _get_status(error: LogTokenRefused | EventBatchRefused | MediaTypeRefused) -> HTTPStatus:
    match error:
        case LogTokenRefused():
            return HTTPStatus.UNAUTHORIZED
        case MediaTypeRefused():
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        case EventBatchRefused(too_large=True):
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return HTTPStatus.BAD_REQUEST

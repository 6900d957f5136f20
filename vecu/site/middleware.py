"""Middleware for every request, besides Django's own."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from vecu.fieldlog.views.event_responses import make_refusal
from vecu.surveys.openrosa.views.responses import add_headers, openrosa_message
from vecu.tables import FileRefused
from vecu.translation import format_number

Handler = Callable[[HttpRequest], HttpResponse]
FOR_PROGRAMS: Mapping[str, Callable[[int, str], HttpResponse]] = {
    "/openrosa/": lambda status, message: add_headers(openrosa_message(status, message)),
    "/log/": make_refusal,
}
"""How programs are answered, by the beginning of the addresses that they speak to."""
READS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def is_cross_site(request: HttpRequest) -> bool:
    """Return whether a browser says that another site made this request.

    Browsers since 2023 send Sec-Fetch-Site, older ones Origin on every POST. A request with
    neither comes from a program, which sends nobody's cookies. No CSRF token is needed, so
    pages can be cached and respondents need no session.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return bool(origin) and _host(origin) != request.get_host()


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no browser sends such an address
        return ""


class RefuseCrossSitePosts:
    """Respond 403 to a write that another site's page makes a browser send."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on reads, and writes from our own pages."""
        if request.method not in READS and is_cross_site(request):
            return render_explanation(
                request,
                HTTPStatus.FORBIDDEN,
                _("This was sent from another site, so it was not accepted."),
            )
        return self.get_response(request)


class ContentPolicy:
    """Forbid browsers to load anything from elsewhere and to run inline scripts."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the content security policy, the same for every page."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY
        return response


class LanguageFromAddress:
    """Activate the language in the URL (/fr/, /en/), else the browser's first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request only, without a cookie."""
        language = translation.get_language_from_path(
            request.path_info
        ) or translation.get_language_from_request(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ExplainFailures:
    """Render a page for Django's empty error responses: wrong method, body too large."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Explain a URL that only accepts forms, as after signing in again midway."""
        response = self.get_response(request)
        content_type = response.headers.get("Content-Type", "")
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and content_type.startswith(
            "text/html"
        ):
            message = _("There is no such page. Check the address, or start from the first page.")
            response.content = render_explanation(request, response.status_code, message).content
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Explain an error to which Django would respond without text, or with an empty page."""
        if isinstance(error, RequestDataTooBig):
            return render_too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if isinstance(error, UnreadablePostError):
            message = _("Only a part of what you sent arrived, so nothing was stored.")
            return render_explanation(
                request, HTTPStatus.REQUEST_TIMEOUT, f"{message} {describe_retry(request)}"
            )
        if isinstance(error, FileRefused):  # it was readable once: too many are read just now
            message = error.say(translation.get_language() or settings.LANGUAGE_CODE)
            return render_explanation(request, HTTPStatus.UNPROCESSABLE_ENTITY, message)
        return None


def render_too_large(request: HttpRequest, most: int) -> HttpResponse:
    """Return a page that says how large a form may be, in bytes `most`."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return render_explanation(
        request,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("This is too large: the limit is %(size)s MB. Please shorten it and try again.")
        % {"size": format_number(most / 1_000_000, language)},
    )


def describe_retry(request: HttpRequest) -> str:
    """Return a sentence that says how nothing typed is lost."""
    if request.path_info.startswith(tuple(FOR_PROGRAMS)):
        return _("Please send it again later.")
    return _("Reload this page in a moment: what you typed will be sent again.")


def render_explanation(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Return a page that says in one sentence what happened and what to do.

    Programs get the sentence in their own format, which they can display.
    """
    for beginning, respond in FOR_PROGRAMS.items():
        if request.path_info.startswith(beginning):
            return respond(status, message)
    return render(request, "ui/explain.html", {"message": message, "status": status}, status=status)

"""URLs without a language, and error pages."""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import gettext as _

from vecu.accounts.decorators import NoRole, NotAllowed
from vecu.site.middleware import describe_retry, render_explanation
from vecu.site.security_log.listeners import write_missing_role, write_refusal

_NOT_NOW = (OperationalError, InterfaceError, InternalError)
"""The database is full, locked, read-only, starting or gone."""


def redirect_to_language(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Redirect a URL without a language, such as a link to share, to the reader's language.

    A URL with a language lacks its final slash, as typed from paper.
    """
    target = f"/{rest}" if get_language_from_path(f"/{rest}") else f"/{get_language()}/{rest}"
    if not target.endswith("/"):
        target += "/"
    if resolve(target).func is redirect_to_language:  # which is the fallback for everything else
        raise Http404
    return HttpResponseRedirect(target)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a request that could not be parsed."""
    return render_explanation(
        request, 400, _("What your browser sent could not be read. Please go back and try again.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a refusal; one to a member is noted in the security log."""
    if isinstance(exception, NotAllowed):
        write_refusal(request, timezone.now())
    return render_explanation(
        request, 403, str(exception) or _("You may not see this page with your role.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain that there is no such page; where a member lacks a role, that is noted, not said."""
    if isinstance(exception, NoRole):
        write_missing_role(request, timezone.now())
    return render_explanation(
        request, 404, _("There is no such page. Check the address, or start from the first page.")
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Apologise for an internal error, or say that the database does not work just now."""
    if isinstance(sys.exception(), _NOT_NOW):
        message = _("The laboratory cannot store or read anything just now.")
        response = render_explanation(request, 503, f"{message} {describe_retry(request)}")
        response["Retry-After"] = "60"
        return response
    return render_explanation(
        request,
        500,
        _("Something failed on our side. What you had saved is kept. Please try again."),
    )

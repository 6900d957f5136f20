"""Access control of all members' pages, in every room."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.accounts.models import User
from vecu.accounts.queries import get_role
from vecu.accounts.rules import Role, Scope, ScopeKind
from vecu.accounts.second_factor import is_factor_due
from vecu.accounts.sessions import EndedSession, SessionEnd
from vecu.errors import VecuError

P = ParamSpec("P")
Permission = Callable[[Role | None], bool]
Page = Callable[..., HttpResponse]
ONWARD = "factor_onward"
"""In the session: the page that waits for a second factor to be added."""


class HasScope(Protocol):
    """A study, a system or a group, as far as accounts need to know it."""

    @property
    def scope(self) -> Scope:
        """Where roles in it are looked up."""


Found = TypeVar("Found", bound=HasScope)

_NOT_ALLOWED = {
    ScopeKind.STUDY: gettext_noop("Your role in this study does not permit this."),
    ScopeKind.SYSTEM: gettext_noop("Your role in this system does not permit this."),
    ScopeKind.GROUP: gettext_noop("Your role in this group does not permit this."),
}


class StaffRequest(HttpRequest):
    """A request that passed these decorators: its user is a member."""

    user: User


class NotAllowed(VecuError, PermissionDenied):
    """The member's role in this scope does not permit this; Django answers 403 with the message."""


class NoRole(Http404):
    """The member has no role here; Django answers 404, as for what does not exist."""


def require_staff(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Page:
    """Require a member, with a second factor where the laboratory says so.

    Anybody else is sent to sign in, who lacks the factor to add one, and then both back here.
    """

    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_factor_due(request, request.user):
            return _lead_to_factor(request)
        return view(request, *args, **kwargs)

    return wraps(view)(require_signed_in(guarded))


def _lead_to_factor(request: StaffRequest) -> HttpResponse:
    """Redirect to where the factor is asked for or added; explain it where a form was sent.

    That one is sent again by reloading the page, and so kept.
    """
    if request.method not in {"GET", "HEAD"} or "HX-Request" in request.headers:
        raise NotAllowed(
            _(
                "Your laboratory asks for a second step at sign-in. Open “Your account” in another "
                "tab, add one there, then reload this page: what you typed is sent again."
            )
        )
    onward = request.get_full_path()
    request.session[ONWARD] = onward
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in types:
        return redirect_to_login(onward, reverse("mfa_reauthenticate"))
    if Authenticator.Type.WEBAUTHN in types:
        return redirect_to_login(onward, reverse("mfa_reauthenticate_webauthn"))
    return redirect("mfa_index")


def require_signed_in(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Page:
    """Require a member, with or without a second factor: on the pages by which it is added.

    A script that requests a part of a page gets a 401 with a message to display: redirected, it
    would insert the sign-in page. Responses are never cached by browsers or proxies, so that
    Back shows nothing after signing out.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            response = view(request, *args, **kwargs)
        elif "HX-Request" in request.headers:
            response = render(request, "accounts/signed_out.html", status=HTTPStatus.UNAUTHORIZED)
        else:
            response = _ask_to_sign_in(request)
        add_never_cache_headers(response)
        return response

    return guarded


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign in, then back here, or to the form that was sent too late."""
    ended: EndedSession | None = getattr(request, "ended_session", None)
    if ended is None:
        return redirect_to_login(request.get_full_path())
    if ended.why is SessionEnd.IDLE:
        message = _("Your session ended: nothing was done in it for %(minutes)s minutes.")
        words = message % {"minutes": settings.IDLE_MINUTES}
    elif ended.why is SessionEnd.PROVIDER:
        words = _("Your session ended: your organisation’s sign-in service no longer confirms it.")
    else:
        words = _("Your session ended: it had lasted twelve hours.")
    if ended.form_kept:
        more = _("What you have just sent waits for you for an hour: sign in, then send it again.")
        words = f"{words} {more}"
    messages.warning(request, words)
    page = reverse("accounts:unsent-form") if ended.form_kept else request.get_full_path()
    return redirect_to_login(page)


def require_study_creator(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Page:
    """Require a member who may begin studies, systems and groups; respond 403 to others."""

    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.may_create_studies:
            raise NotAllowed(
                _(
                    "Your account may not create studies, AI systems or learning groups. Ask "
                    "whoever runs the laboratory."
                )
            )
        return view(request, *args, **kwargs)

    return wraps(view)(require_staff(guarded))


def require_account_manager(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Page:
    """Require a member who may manage all accounts; respond 403 to others."""

    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.may_manage_accounts:
            raise NotAllowed(
                _("Your account may not manage accounts. Ask whoever runs the laboratory.")
            )
        return view(request, *args, **kwargs)

    return wraps(view)(require_staff(guarded))


def require_permission(
    permission: Permission, find: Callable[[str], Found]
) -> Callable[[Callable[Concatenate[StaffRequest, Found, Role, P], HttpResponse]], Page]:
    """Decorate a view of one scope, so that only a role that `permission` accepts reaches it.

    The address gives `slug`; `find` (surveys.queries.get_study) returns what has the scope, or
    raises Http404; the view gets `(request, study, role, **rest of the address)`. Anonymous people
    are sent to sign in. A member with no role in this very scope gets 404, as for a study that does
    not exist: they cannot learn of it. A role that does not suffice gets 403.

        @require_permission(can_read_stories, get_study)
        def stories(request: StaffRequest, study: Study, role: Role) -> HttpResponse: ...
    """

    def decorate(view: Callable[Concatenate[StaffRequest, Found, Role, P], HttpResponse]) -> Page:
        def guarded(
            request: StaffRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            found = find(slug)
            role = get_role(request.user, found.scope)
            if role is None:
                raise NoRole
            if not permission(role):
                raise NotAllowed(_(_NOT_ALLOWED[found.scope.kind]))
            return view(request, found, role, *args, **kwargs)

        return wraps(view)(require_staff(guarded))

    return decorate

"""What allauth asks us when somebody comes back from the provider."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlencode

import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from vecu.accounts.failed_sign_ins import tally
from vecu.accounts.openid.admission import remember_admission
from vecu.accounts.openid.configuration import OpenIDConfiguration
from vecu.accounts.openid.group_roles import apply_groups
from vecu.accounts.openid.provider import OpenIDProvider, ProviderReply
from vecu.accounts.openid.sign_in import SignInPurpose, has_factor, hold_pending, is_fresh
from vecu.accounts.openid.tokens import OpenIDRefused
from vecu.accounts.second_factor import AT_PROVIDER, record_proven_factor

_STATE_LENGTH = 43
_UNKNOWN = _(
    "You are signed in at the sign-in service, but no account here opens with it. Accounts begin"
    " with an invitation: ask whoever runs the laboratory for a link, open it, and choose this"
    " sign-in there. If you had an account, ask for a link to open it anew."
)
_DISABLED = _("Your account here is disabled. Ask whoever manages the accounts.")
SILENT = _(
    "The sign-in service does not answer. Nothing was changed. Try again in a few minutes; if it"
    " lasts, tell whoever runs the laboratory."
)
_NO_FACTOR = _(
    "This laboratory asks for a second factor at the sign-in service, and none was shown, or you"
    " went back. Set one up there, or ask your organisation how, then begin once more."
)
_CANCELLED = _("You went back, or the sign-in service refused.")
_OLD = _("This sign-in took too long, or was used already. Begin once more.")
_LOST = _(
    "This browser has begun no such sign-in, or did so more than ten minutes ago, or finished it"
    " already. Begin once more, in one window."
)
_FAILED = _(
    "The sign-in service reported an error. Begin once more; if it happens again, tell"
    " whoever runs the laboratory."
)
_NOT_AFRESH = _(
    "The sign-in service did not ask you to sign in afresh, or somebody else did. What you wanted"
    " to do was not done."
)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Let in whoever opens an account here; make no account of an unknown person."""

    def get_provider(
        self, request: HttpRequest, provider: Any, client_id: str | None = None
    ) -> OpenIDProvider:
        """Return the laboratory's only provider, which is in its settings and in no table."""
        assert settings.OPENID is not None  # noqa: S101 - else no page leads here
        return OpenIDProvider(request, settings.OPENID)

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Return 256 random bits; ProConnect refuses fewer than 32 signs."""
        return get_random_string(_STATE_LENGTH)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: accounts begin with an invitation."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Go on to what the sign-in was for; raise `ImmediateHttpResponse` but for signing in."""
        reply: ProviderReply = sociallogin.reply
        purpose = SignInPurpose(sociallogin.state["purpose"])
        configuration: OpenIDConfiguration = sociallogin.provider.configuration
        if configuration.levels and not has_factor(reply.claims, configuration):
            _refuse(request, _NO_FACTOR)
        if purpose is SignInPurpose.AGAIN:
            raise ImmediateHttpResponse(_confirm_again(request, sociallogin))
        if purpose is not SignInPurpose.SIGN_IN:
            hold_pending(request, reply, sociallogin.state, timezone.now())
            raise ImmediateHttpResponse(redirect("accounts:openid-confirm"))
        if not sociallogin.is_existing:
            _refuse(request, _UNKNOWN)
        if not sociallogin.user.is_active:
            _refuse(request, _DISABLED)
        _admit(request, sociallogin)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: OpenIDProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Say what went wrong, in the person's language."""
        if isinstance(exception, requests.RequestException):
            _refuse(request, SILENT, HTTPStatus.SERVICE_UNAVAILABLE)
        cancelled = _NO_FACTOR if provider.configuration.levels else _CANCELLED
        _refuse(request, _explain(error, exception, extra_context or {}, cancelled))


def _explain(
    error: str | None, exception: Exception | None, context: Mapping[str, Any], cancelled: Any
) -> str:
    if isinstance(exception, OpenIDRefused):
        return str(exception)
    if exception:
        return str(_OLD)
    if error == AuthError.CANCELLED:
        return str(cancelled)
    return str(_LOST if "state_id" in context else _FAILED)


def _refuse(
    request: HttpRequest, message: Any, status: HTTPStatus = HTTPStatus.FORBIDDEN
) -> NoReturn:
    """Count it among the failed sign-ins of the day, and say why on a page."""
    tally.count("", today=timezone.localdate())
    raise ImmediateHttpResponse(render_refusal(request, message, status))


def render_refusal(request: HttpRequest, message: Any, status: HTTPStatus) -> HttpResponse:
    """Return the page that says why nobody was signed in, and what to do."""
    context = {"message": str(message)}
    return render(request, "accounts/openid_refused.html", context, status=status)


def _admit(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Prepare the session of somebody who is about to be signed in."""
    now, user, reply = timezone.now(), sociallogin.user, sociallogin.reply
    configuration: OpenIDConfiguration = sociallogin.provider.configuration
    if request.user.is_authenticated:
        logout(request)
    apply_groups(user, reply.claims, configuration, now=now)
    remember_admission(request, reply, configuration, now)
    if has_factor(reply.claims, configuration):
        record_proven_factor(request, user, AT_PROVIDER)


def _confirm_again(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Go on with what needed a fresh sign-in, if the same person has just signed in."""
    if sociallogin.user != request.user or not is_fresh(sociallogin.reply.claims, timezone.now()):
        _refuse(request, _NOT_AFRESH)
    record_authentication(request, request.user, "socialaccount", reauthenticated=True)
    request.GET = QueryDict(urlencode({"next": sociallogin.state.get("next", "")}))
    return resume_request(request) or redirect(settings.LOGIN_REDIRECT_URL)

"""Sign in at the provider, come back, and say which account is one's own.

Leaving is a link, not a form: browsers that hold our forms to our own origin would stop at the
provider. It changes nothing here but the session of whoever follows it; an account is linked or
made only by a page of ours that is sent.
"""

from http import HTTPStatus
from typing import cast

import requests
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts.access_links import (
    LinkGone,
    accept_invitation,
    accept_provider_link,
    get_link,
)
from vecu.accounts.actions import MemberRefused
from vecu.accounts.decorators import StaffRequest, require_signed_in
from vecu.accounts.forms import JoinByProviderForm
from vecu.accounts.models import LinkPurpose, User
from vecu.accounts.openid.identities import IdentityTaken, link_account
from vecu.accounts.openid.provider import (
    OpenIDCallback,
    OpenIDProvider,
    get_provider_name,
)
from vecu.accounts.openid.sign_in import (
    PendingLink,
    PendingLinkGone,
    SignInPurpose,
    find_pending,
)
from vecu.accounts.openid.tokens import OpenIDRefused
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.accounts.views.handed_links import explain_gone
from vecu.accounts.views.openid_adapter import SILENT, render_refusal
from vecu.accounts.views.sign_in import find_onward

_SECONDS_AWAY = 600


@never_cache
@require_safe
def sign_in_there(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider, to sign in here."""
    return _leave(request, SignInPurpose.SIGN_IN)


@never_cache
@require_safe
def join_there(request: HttpRequest, token: str) -> HttpResponse:
    """Send an invited person to the provider; their account will open with it."""
    return _leave_by_link(request, SignInPurpose.JOIN, LinkPurpose.INVITATION, token)


@never_cache
@require_safe
def link_there(request: HttpRequest, token: str) -> HttpResponse:
    """Send the holder of a link for an account to the provider; it will open with it."""
    return _leave_by_link(request, SignInPurpose.LINK, LinkPurpose.RESET, token)


@require_signed_in
@require_safe
def link_own_there(request: StaffRequest) -> HttpResponse:
    """Send a member to the provider; their account will open with it."""
    return _leave(request, SignInPurpose.OWN_LINK)


@require_signed_in
@require_safe
def confirm_there(request: StaffRequest) -> HttpResponse:
    """Ask a member to sign in at the provider afresh; send them there by the link of this page.

    Whatever form led here may not be redirected to another origin itself.
    """
    if "leave" in request.GET:
        return _leave(request, SignInPurpose.AGAIN)
    _get_provider(request)
    context = {"provider": get_provider_name(), "next": find_onward(request)}
    return render(request, "accounts/openid_again.html", context)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take somebody back from the provider."""
    provider = _get_provider(request)
    adapter = provider.get_oauth2_adapter(request, timezone.now())
    response: HttpResponse = OpenIDCallback.adapter_view(adapter)(request)
    response.headers["Content-Language"] = translation.get_language()
    return response


@never_cache
@require_safe
def signed_out_there(request: HttpRequest) -> HttpResponse:
    """Take somebody back whose session at the provider has ended as well."""
    return redirect("accounts:sign-in")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest) -> HttpResponse:
    """Ask whether the account is theirs; then make or link it, and sign them in."""
    try:
        pending = find_pending(request, timezone.now())
        if pending is None or settings.OPENID is None:
            return redirect("accounts:sign-in")
        return _confirm(request, pending)
    except (LinkGone, PendingLinkGone) as refusal:
        return explain_gone(request, refusal)
    except IdentityTaken as refusal:
        return render_refusal(request, refusal, HTTPStatus.CONFLICT)


def _confirm(request: HttpRequest, pending: PendingLink) -> HttpResponse:
    if pending.purpose == SignInPurpose.JOIN:
        return _join(request, pending)
    now = timezone.now()
    if pending.purpose == SignInPurpose.LINK:
        user = get_link(pending.token, LinkPurpose.RESET, now=now).user
    else:
        user = request.user if isinstance(request.user, User) else None
    if user is None:
        return redirect("accounts:sign-in")
    if request.method != "POST":
        context = {"account": user, "pending": pending, "provider": get_provider_name()}
        return render(request, "accounts/openid_link.html", context)
    if pending.token:
        accept_provider_link(pending.token, pending.identity, now=now)
    else:
        require_fresh_sign_in(cast(StaffRequest, request))
        link_account(user, pending.identity, by=user.username, now=now)
    return _go_on(request)


def _join(request: HttpRequest, pending: PendingLink) -> HttpResponse:
    now = timezone.now()
    link = get_link(pending.token, LinkPurpose.INVITATION, now=now)
    data = request.POST if request.method == "POST" else None
    form = JoinByProviderForm(data, initial={"name": pending.name or link.name})
    if form.is_valid():
        try:
            accept_invitation(
                pending.token,
                account=form.cleaned_data["account"],
                name=form.cleaned_data["name"],
                opens_with=pending.identity,
                now=now,
            )
        except MemberRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _go_on(request)
    context = {"form": form, "provider": get_provider_name()}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/openid_join.html", context, status=status)


def _go_on(request: HttpRequest) -> HttpResponse:
    """Show the button with which the account opens from now on.

    The form that was sent may not be redirected to the provider itself.
    """
    logout(request)
    message = _("The account is ready. Sign in with %(provider)s.")
    messages.success(request, message % {"provider": get_provider_name()})
    return redirect("accounts:sign-in")


def _leave_by_link(
    request: HttpRequest, purpose: SignInPurpose, kind: LinkPurpose, token: str
) -> HttpResponse:
    try:
        get_link(token, kind, now=timezone.now())
    except LinkGone as refusal:
        return explain_gone(request, refusal)
    return _leave(request, purpose, token)


def _leave(request: HttpRequest, purpose: SignInPurpose, token: str = "") -> HttpResponse:
    provider = _get_provider(request)
    is_new = request.session.session_key is None
    try:
        response = provider.redirect(
            request,
            AuthProcess.LOGIN,
            next_url=find_onward(request),
            afresh=purpose is SignInPurpose.AGAIN,
            purpose=purpose.value,
            token=token,
            account=request.user.pk,
            language=translation.get_language(),
        )
    except requests.RequestException:
        return render_refusal(request, SILENT, HTTPStatus.SERVICE_UNAVAILABLE)
    except OpenIDRefused as refusal:
        return render_refusal(request, refusal, HTTPStatus.FORBIDDEN)
    if is_new:
        request.session.set_expiry(_SECONDS_AWAY)
    return response


def _get_provider(request: HttpRequest) -> OpenIDProvider:
    if settings.OPENID is None:
        raise Http404
    return OpenIDProvider(request, settings.OPENID)

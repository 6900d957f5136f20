"""Pages behind a link that was handed over: join, or choose a new password.

Their address holds the link's token, so they are stored by no browser and written to no log.
"""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vecu.accounts.access_links import (
    LinkGone,
    accept_invitation,
    accept_password_link,
    get_link,
)
from vecu.accounts.actions import MemberRefused
from vecu.accounts.forms import JoinForm, NewPasswordForm
from vecu.accounts.known_devices import set_device_cookie
from vecu.accounts.models import LinkPurpose, User
from vecu.accounts.openid.provider import get_provider_name
from vecu.accounts.openid.sign_in import PendingLinkGone
from vecu.accounts.second_factor import record_password


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose an account name and a password, and sign them in."""
    now = timezone.now()
    try:
        link = get_link(token, LinkPurpose.INVITATION, now=now)
        form = JoinForm(_typed(request), initial={"name": link.name})
        if form.is_valid():
            user = accept_invitation(
                token,
                account=form.cleaned_data["account"],
                name=form.cleaned_data["name"],
                password=form.cleaned_data["new"],
                now=now,
            )
            return _sign_in(request, user)
    except LinkGone as refusal:
        return explain_gone(request, refusal)
    except MemberRefused as refusal:
        form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    context = {"form": form, "provider": get_provider_name(), "token": token}
    return render(request, "accounts/join.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of the link choose a new password for the account, and sign them in."""
    now = timezone.now()
    try:
        link = get_link(token, LinkPurpose.RESET, now=now)
        form = NewPasswordForm(_typed(request))
        if form.is_valid():
            user = accept_password_link(token, form.cleaned_data["new"], now=now)
            return _sign_in(request, user)
    except LinkGone as refusal:
        return explain_gone(request, refusal)
    except MemberRefused as refusal:
        form.add_error("new", str(refusal))
    context = {
        "form": form,
        "account": link.user,
        "provider": get_provider_name(),
        "token": token,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/choose_password.html", context, status=status)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in by what else allauth asks: a new password takes no second factor away."""
    record_password(request, user)
    onward = resolve_url(settings.LOGIN_REDIRECT_URL)
    response: HttpResponse = perform_login(request, user, redirect_url=onward)
    set_device_cookie(response, user.username)
    return response


def explain_gone(request: HttpRequest, refusal: LinkGone | PendingLinkGone) -> HttpResponse:
    """Say that a link no longer works."""
    context = {"message": str(refusal), "status": 410}
    return render(request, "ui/explain.html", context, status=410)

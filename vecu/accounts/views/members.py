"""Accounts of the laboratory, for those who manage them: list, invite, disable, remove."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.access_links import (
    LIFETIME,
    LinkRefused,
    find_link,
    list_open_links,
    list_password_links,
    make_invitation,
    make_password_link,
    revoke_link,
)
from vecu.accounts.account_changes import (
    AccountChangeRefused,
    disable_account,
    enable_account,
    remove_account,
    set_permissions,
)
from vecu.accounts.decorators import StaffRequest, require_account_manager
from vecu.accounts.failed_sign_ins import list_failed_sign_ins
from vecu.accounts.forms import PermissionsForm, StaffInvitationForm
from vecu.accounts.mail import send_link
from vecu.accounts.models import User
from vecu.accounts.openid.provider import get_provider_name
from vecu.accounts.queries import (
    find_account,
    get_audit_verb_label,
    list_account_events,
    list_accounts,
    list_audit_details,
    may_replace_password,
)
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in

EVENTS, FAILURES_SINCE = 50, timedelta(days=30)
"""How many events of the audit the page lists, and since when failed sign-ins."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made: shown once, or sent to `sent_to`; `mail_failed` if it could not.

    `back` is the page to return to.
    """

    address: str
    back: str
    days: int = LIFETIME.days
    sent_to: str = ""
    mail_failed: bool = False


def build_new_link(
    request: HttpRequest, token: str, *, joins: bool, email: str, back: str
) -> NewLink:
    """Build the address of a link and send it, if there is an email address and a mail server."""
    page = "accounts:join" if joins else "accounts:choose-password"
    address = request.build_absolute_uri(reverse(page, args=(token,)))
    if not email or not settings.HAS_MAIL:
        return NewLink(address, back)
    names = {"laboratory": settings.LAB_NAME}
    subject = _("Join %(laboratory)s") if joins else _("A new password for %(laboratory)s")
    if send_link(email, address, subject % names):
        return NewLink(address, back, sent_to=email)
    return NewLink(address, back, mail_failed=True)


@require_account_manager
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: StaffRequest) -> HttpResponse:
    """List all accounts, open links and failed sign-ins; make a link to join."""
    data = request.POST if request.method == "POST" else None
    form = StaffInvitationForm(data)
    now = timezone.now()
    if form.is_valid():
        require_fresh_sign_in(request)
        may_create = form.cleaned_data["may_create_studies"]
        token = make_invitation(
            form.cleaned_data["name"], by=request.user, now=now, may_create_studies=may_create
        )
        email, back = form.cleaned_data.get("email", ""), reverse("accounts:accounts")
        made = build_new_link(request, token, joins=True, email=email, back=back)
        return render(request, "accounts/new_link.html", {"made": made})
    events = list_account_events()[:EVENTS]
    context = {
        "form": form,
        "accounts": list_accounts(),
        "invitations": list_open_links(None, now=now),
        "password_links": list_password_links(now=now),
        "failures": list_failed_sign_ins(timezone.localdate() - FAILURES_SINCE),
        "events": [
            (event, get_audit_verb_label(event.verb), list_audit_details(event.detail))
            for event in events
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/accounts.html", context, status=status)


@require_account_manager
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: StaffRequest, name: str) -> HttpResponse:
    """Show one account, and set what it may do in the laboratory."""
    user = get_account_or_404(name)
    form = PermissionsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            set_permissions(user, **form.cleaned_data, by=request.user.username, now=timezone.now())
        except AccountChangeRefused as refusal:
            return _account(request, user, str(refusal))
        messages.success(request, _("The permissions were saved."))
        return (
            redirect("accounts:accounts")
            if _may_go_on(request)
            else redirect(settings.LOGIN_REDIRECT_URL)
        )
    return _account(request, user)


@require_account_manager
@require_POST
def change_state(request: StaffRequest, name: str) -> HttpResponse:
    """Disable an account, or enable it."""
    user, now = get_account_or_404(name), timezone.now()
    try:
        if request.POST.get("to") == "enabled":
            enable_account(user, by=request.user.username, now=now)
            message = _("%(account)s can sign in again.")
        else:
            disable_account(user, by=request.user.username, now=now)
            message = _("%(account)s is signed out everywhere and can no longer sign in.")
    except AccountChangeRefused as refusal:
        return _account(request, user, str(refusal))
    messages.success(request, message % {"account": user.username})
    return redirect("accounts:account", name=user.username)


@require_account_manager
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, name: str) -> HttpResponse:
    """Say what is removed with an account; then remove it."""
    user = get_account_or_404(name)
    refusal = ""
    if request.method == "POST":
        require_fresh_sign_in(request)
        try:
            remove_account(user, by=request.user.username, now=timezone.now())
        except AccountChangeRefused as refused:
            refusal = str(refused)
        else:
            message = _("The account %(account)s was removed.")
            messages.success(request, message % {"account": user.username})
            return redirect("accounts:accounts")
    context = {"account": user, "refusal": refusal}
    return render(request, "accounts/remove.html", context, status=422 if refusal else 200)


@require_account_manager
@require_POST
def make_link(request: StaffRequest, name: str) -> HttpResponse:
    """Make a link by which the holder of an account chooses a new password."""
    user = get_account_or_404(name)
    back = reverse("accounts:account", args=(user.username,))
    require_fresh_sign_in(request)
    try:
        token = make_password_link(user, by=request.user, now=timezone.now())
    except LinkRefused as refusal:
        return _account(request, user, str(refusal))
    email = user.email if "mail" in request.POST else ""
    made = build_new_link(request, token, joins=False, email=email, back=back)
    return render(request, "accounts/new_link.html", {"made": made})


@require_account_manager
@require_POST
def revoke(request: StaffRequest, link_id: UUID) -> HttpResponse:
    """Make an open link useless."""
    link = find_link(link_id)
    if link is not None and link.scope is None:
        revoke_link(link, by=request.user.username, now=timezone.now())
    messages.success(request, _("The link no longer works."))
    return redirect("accounts:accounts")


def _account(request: StaffRequest, user: User, refusal: str = "") -> HttpResponse:
    context = {
        "account": user,
        "refusal": refusal,
        "own": user == request.user,
        "resettable": may_replace_password(request.user, user),
        "provider": get_provider_name(),
        "factors": Authenticator.objects.filter(user=user).exists(),
        "mails": bool(settings.HAS_MAIL and user.email),
    }
    return render(request, "accounts/account.html", context, status=422 if refusal else 200)


def get_account_or_404(name: str) -> User:
    """Return the account with this name, a disabled one too; raise `Http404`."""
    user = find_account(name.replace("\x00", ""))
    if user is None:
        raise Http404
    return user


def _may_go_on(request: StaffRequest) -> bool:
    request.user.refresh_from_db()
    return request.user.may_manage_accounts

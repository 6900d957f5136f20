"""Invite many people: paste or upload a table, look at it, then hand over the links."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.bulk_invitation import (
    Invitation,
    InvitationsRefused,
    LineProblem,
    make_invitations,
    normalize_table,
    read_invitations,
)
from vecu.accounts.decorators import NotAllowed, StaffRequest, require_staff
from vecu.accounts.queries import is_any_scope_owned
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.accounts.views.members import build_new_link
from vecu.tables import FileRefused
from vecu.ui.templatetags.ui import current_language


@require_staff
@require_http_methods(["GET", "HEAD", "POST"])
def invite_many(request: StaffRequest) -> HttpResponse:
    """Ask for a table, show what it invites to or what is wrong in which line, make the links."""
    if not (request.user.may_manage_accounts or is_any_scope_owned(request.user)):
        raise NotAllowed(
            _("Only those who own a study, system or group, or manage the accounts, can invite.")
        )
    if request.method != "POST":
        return _ask(request, "")
    text = request.POST.get("people", "").replace("\x00", "")
    try:
        uploaded = request.FILES.get("table")
        text = normalize_table(uploaded.read()) if uploaded else text
        invitations = read_invitations(text, by=request.user, now=timezone.now())
    except FileRefused as refusal:
        return _ask(request, text, [LineProblem(0, refusal.say(current_language()))])
    except InvitationsRefused as refusal:
        return _ask(request, text, refusal.problems)
    if request.POST.get("step") == "change":
        return _ask(request, text)
    if request.POST.get("step") != "make":
        context = {"invitations": invitations, "people": text, "has_mail": settings.HAS_MAIL}
        return render(request, "accounts/invitation_preview.html", context)
    require_fresh_sign_in(request)
    return _hand_over(request, invitations)


def _ask(request: StaffRequest, text: str, problems: object = ()) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    context = {"people": text, "problems": problems, "has_mail": settings.HAS_MAIL}
    return render(request, "accounts/invite_many.html", context, status=status)


def _hand_over(request: StaffRequest, invitations: list[Invitation]) -> HttpResponse:
    """Make all links in one transaction, then send those that have an address."""
    made = make_invitations(invitations, by=request.user, now=timezone.now())
    back = reverse("accounts:own-account")
    links = [
        (each, build_new_link(request, token, joins=True, email=each.email, back=back))
        for each, token in made
    ]
    return render(request, "accounts/many_links.html", {"links": links, "back": back})

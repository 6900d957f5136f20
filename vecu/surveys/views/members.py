"""Members of a study, for its owners: roles, links to join, links for a new password."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts import rules as allowed
from vecu.accounts.access_links import (
    LinkRefused,
    find_link,
    list_open_links,
    make_invitation,
    make_password_link,
    revoke_link,
)
from vecu.accounts.actions import LastOwner, give_role, remove_role
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import (
    find_account,
    get_account,
    get_role,
    list_members,
    may_replace_password,
)
from vecu.accounts.rules import Role
from vecu.accounts.views.members import build_new_link
from vecu.surveys.forms.staff import RoleForm, StudyInvitationForm, role_labels
from vecu.surveys.models import Study
from vecu.surveys.queries import get_study
from vecu.surveys.views.studies import render_study_page


@require_permission(allowed.can_manage_members, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the members of the study and give a role to an account."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = get_account(form.cleaned_data["account"])
        if user is None:
            message = _("No account is called “%(account)s”. Check the spelling.")
            form.add_error("account", message % {"account": form.cleaned_data["account"]})
        else:
            try:
                given = Role(form.cleaned_data["role"])
                by = request.user.get_username()
                give_role(user, study.scope, given, by=by, now=timezone.now())
            except LastOwner as refusal:
                form.add_error("account", str(refusal))
            else:
                return _after_change(request, study, _("The role was given."))
    return _members(request, study, role, {"form": form}, 422 if form.errors else 200)


@require_permission(allowed.can_manage_members, get_study)
@require_POST
def remove_member(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Remove an account's role in the study."""
    user = find_account(_posted(request, "account"))
    if user is None:
        raise Http404
    try:
        remove_role(user, study.scope, by=request.user.get_username(), now=timezone.now())
    except LastOwner as refusal:
        form = RoleForm({"account": user.get_username(), "role": Role.OWNER})
        form.add_error("account", str(refusal))
        return _members(request, study, role, {"form": form}, 422)
    return _after_change(request, study, _("The role was taken away."))


@require_permission(allowed.can_manage_members, get_study)
@require_POST
def invite(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make a link by which somebody without an account joins the study."""
    form = StudyInvitationForm(request.POST)
    if not form.is_valid():
        return _members(request, study, role, {"invitation": form}, 422)
    token = make_invitation(
        form.cleaned_data["name"],
        by=request.user,
        now=timezone.now(),
        scope=study.scope,
        role=Role(form.cleaned_data["role"]),
    )
    email = form.cleaned_data.get("email", "")
    return _new_link(request, study, role, token, email=email, joins=True)


@require_permission(allowed.can_manage_members, get_study)
@require_POST
def make_link(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make a link by which a member of the study chooses a new password."""
    user = get_account(_posted(request, "account"))
    if user is None or get_role(user, study.scope) is None:
        raise Http404
    try:
        token = make_password_link(user, by=request.user, now=timezone.now())
    except LinkRefused as refusal:
        return _members(request, study, role, {"refusal": str(refusal)}, 422)
    return _new_link(request, study, role, token, email="", joins=False)


@require_permission(allowed.can_manage_members, get_study)
@require_POST
def revoke(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make an open link to join this study useless."""
    with suppress(ValueError):
        link = find_link(UUID(_posted(request, "link")))
        if link is not None and link.scope == study.scope:
            revoke_link(link, by=request.user.get_username(), now=timezone.now())
    return _after_change(request, study, _("The link no longer works."))


def _posted(request: StaffRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:150]


def _new_link(
    request: StaffRequest, study: Study, role: Role, token: str, *, email: str, joins: bool
) -> HttpResponse:
    back = reverse("surveys:members", args=(study.slug,))
    made = build_new_link(request, token, joins=joins, email=email, back=back)
    return render_study_page(request, "new_link", study, role, {"made": made})


def _members(
    request: StaffRequest, study: Study, role: Role, context: dict[str, Any], status: int
) -> HttpResponse:
    labels = role_labels()
    lines = []
    for member in list_members(study.scope):
        user = find_account(member.account)
        resettable = user is not None and may_replace_password(request.user, user)
        lines.append({"member": member, "role": labels[member.role], "resettable": resettable})
    links = list_open_links(study.scope, now=timezone.now())
    shared: dict[str, Any] = {
        "lines": lines,
        "links": [(link, labels[Role(link.role)]) for link in links],
        "form": RoleForm(),
        "invitation": StudyInvitationForm(),
    }
    return render_study_page(request, "members", study, role, shared | context, status)


def _after_change(request: StaffRequest, study: Study, message: str) -> HttpResponse:
    """Redirect to the members, or to the studies if the member's role no longer permits that."""
    messages.success(request, message)
    if allowed.can_manage_members(get_role(request.user, study.scope)):
        return redirect("surveys:members", slug=study.slug)
    return redirect("surveys:studies")

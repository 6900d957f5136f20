"""Pages of who sits in a group: let somebody in, renew a lost link, let somebody go.

Members have no account. What a link holds is shown once, in the response that made it.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.checks import (
    list_ending_problems,
    list_joining_problems,
    list_size_problems,
)
from vecu.groups.ending import end_group
from vecu.groups.forms.staff_members import GroupLeavingForm, GroupMemberForm
from vecu.groups.member_actions import (
    add_group_member,
    leave_group,
    renew_member_link,
)
from vecu.groups.queries import (
    GroupMember,
    LearningGroup,
    find_group_member,
    get_mandate_sheet,
    list_group_members,
)
from vecu.groups.rules import FEWEST_IN_COLLEGE, FEWEST_MEMBERS, MOST_MEMBERS
from vecu.groups.sentences import describe_composition
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.groups.vocabulary import GroupCollege
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.surveys.print.render import qr_svg
from vecu.ui.requests import READ_OR_WRITE

LIST = "groups:group-members"
PIXELS_A_MODULE = 5
"""Of the code that a phone reads from the screen."""


@require_permission(allowed.can_see_group, get_group)
@require_safe
def list_members(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List who sits in the group, by the name that they chose, and how many in each college."""
    sheet = get_mandate_sheet(group)
    context = {
        "members": [
            (each, _(GroupCollege(each.college).label)) for each in list_group_members(group)
        ],
        "sheet": sheet,
        "sentences": describe_composition(sheet) if sheet.members else [],
        "colleges": [(_(each.label), sheet.colleges.get(each, 0)) for each in GroupCollege],
        "fewest_in_college": FEWEST_IN_COLLEGE,
        "fewest": FEWEST_MEMBERS,
        "most": MOST_MEMBERS,
        "too_small": list_size_problems(group).get("", ""),
        "full": list_joining_problems(group).get("", ""),
    }
    return render_group_page(request, "groups/members.html", group, role, context)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def add_member(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Let somebody in, and show their link this once."""
    form = GroupMemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name, college = form.cleaned_data["name"], form.cleaned_data["college"]
        by = request.user.get_username()
        try:
            member, token = add_group_member(group, name, college, by=by, now=timezone.now())
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            return _show_link(request, group, role, member, token, renewed=False)
    context = {"form": form, "problems": form.problems}
    template = "groups/add_member.html"
    return render_group_page(request, template, group, role, context, 422 if form.errors else 200)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def renew_link(
    request: StaffRequest, group: LearningGroup, role: Role, member: UUID
) -> HttpResponse:
    """Ask, then make a new link in place of a lost one, and show it this once."""
    row = _get_member(group, member)
    if request.method != "POST":
        template = "groups/renew_link.html"
        return render_group_page(request, template, group, role, {"member": row})
    try:
        token = renew_member_link(row, by=request.user.get_username(), now=timezone.now())
    except RecordRefused as refusal:
        raise Http404 from refusal
    return _show_link(request, group, role, row, token, renewed=True)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def remove_member(
    request: StaffRequest, group: LearningGroup, role: Role, member: UUID
) -> HttpResponse:
    """Ask what becomes of a member’s words, then let them go."""
    row = _get_member(group, member)
    form = GroupLeavingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by = request.user.get_username()
        try:
            leave_group(row, erase_words=form.erases_words, by=by, now=timezone.now())
        except RecordRefused as refusal:
            raise Http404 from refusal
        messages.success(request, _("They have left. Their name and their link are deleted."))
        return redirect(LIST, slug=group.slug)
    context = {"form": form, "member": row, "problems": form.problems}
    template = "groups/remove_member.html"
    return render_group_page(request, template, group, role, context, 422 if form.errors else 200)


@require_permission(allowed.can_delete_group, get_group)
@require_http_methods(READ_OR_WRITE)
def end(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Ask, then end the group: the names and links of all members are deleted."""
    refused = list_ending_problems(group).get("", "")
    if request.method == "POST":
        by, now = request.user.get_username(), timezone.now()
        refused = press_button(lambda: end_group(group, by=by, now=now))
        if not refused:
            messages.success(request, _("The group has ended. Names and links are deleted."))
            return redirect(LIST, slug=group.slug)
    status = 422 if refused and request.method == "POST" else 200
    template, context = "groups/end.html", {"refused": refused}
    return render_group_page(request, template, group, role, context, status)


def _get_member(group: LearningGroup, member: UUID) -> GroupMember:
    row = find_group_member(group, member)
    if row is None:
        raise Http404
    return row


def _show_link(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    member: GroupMember,
    token: str,
    *,
    renewed: bool,
) -> HttpResponse:
    """Show a link that was just made, with a card to print: neither can be shown again."""
    address = request.build_absolute_uri(reverse("groups:enter-group", args=(token,)))
    context: dict[str, Any] = {
        "member": member,
        "address": address,
        "code": qr_svg(address, PIXELS_A_MODULE),
        "renewed": renewed,
        "more": not list_joining_problems(group),
    }
    response = render_group_page(request, "groups/member_link.html", group, role, context)
    response["Referrer-Policy"] = "strict-origin"
    return response

"""Pages of who sits in a group: let somebody in, renew a lost link, let somebody go.

Members have no account. What a link holds is shown once, in the response that made it.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
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
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.groups.vocabulary import GroupCollege
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.surveys.print.render import qr_svg
from vecu.ui.requests import READ_OR_WRITE

LIST = "groups:group-members"
PIXELS_A_MODULE = 5
"""Of the code that a phone reads from the screen."""


@group_page(allowed.can_see_group)
def list_members(visit: GroupVisit) -> HttpResponse:
    """List who sits in the group, by the name that they chose, and how many in each college."""
    sheet = get_mandate_sheet(visit.group)
    context = {
        "members": [
            (each, _(GroupCollege(each.college).label)) for each in list_group_members(visit.group)
        ],
        "sheet": sheet,
        "sentences": describe_composition(sheet) if sheet.members else [],
        "colleges": [(_(each.label), sheet.colleges.get(each, 0)) for each in GroupCollege],
        "fewest_in_college": FEWEST_IN_COLLEGE,
        "fewest": FEWEST_MEMBERS,
        "most": MOST_MEMBERS,
        "too_small": list_size_problems(visit.group).get("", ""),
        "full": list_joining_problems(visit.group).get("", ""),
    }
    return visit.render("groups/members.html", context)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def add_member(visit: GroupVisit) -> HttpResponse:
    """Let somebody in, and show their link this once."""
    form = GroupMemberForm(visit.sent)
    if form.is_valid():
        name, college = form.cleaned_data["name"], form.cleaned_data["college"]
        try:
            member, token = add_group_member(visit.group, name, college, **visit.act)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            return _show_link(visit, member, token, renewed=False)
    context = {"form": form, "problems": form.problems}
    return visit.render("groups/add_member.html", context)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def renew_link(visit: GroupVisit, member: UUID) -> HttpResponse:
    """Ask, then make a new link in place of a lost one, and show it this once."""
    row = _get_member(visit.group, member)
    if visit.sent is None:
        return visit.render("groups/renew_link.html", {"member": row})
    try:
        token = renew_member_link(row, **visit.act)
    except RecordRefused as refusal:
        raise Http404 from refusal
    return _show_link(visit, row, token, renewed=True)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def remove_member(visit: GroupVisit, member: UUID) -> HttpResponse:
    """Ask what becomes of a member’s words, then let them go."""
    row = _get_member(visit.group, member)
    form = GroupLeavingForm(visit.sent)
    if form.is_valid():
        try:
            leave_group(row, erase_words=form.erases_words, **visit.act)
        except RecordRefused as refusal:
            raise Http404 from refusal
        return visit.go_on(_("They have left. Their name and their link are deleted."), LIST)
    context = {"form": form, "member": row, "problems": form.problems}
    return visit.render("groups/remove_member.html", context)


@group_page(allowed.can_delete_group, READ_OR_WRITE)
def end(visit: GroupVisit) -> HttpResponse:
    """Ask, then end the group: the names and links of all members are deleted."""
    refused = list_ending_problems(visit.group).get("", "")
    if visit.sent is not None:
        refused = press_button(lambda: end_group(visit.group, **visit.act))
        if not refused:
            return visit.go_on(_("The group has ended. Names and links are deleted."), LIST)
    status = 422 if refused and visit.sent is not None else 200
    return visit.render("groups/end.html", {"refused": refused}, status=status)


def _get_member(group: LearningGroup, member: UUID) -> GroupMember:
    row = find_group_member(group, member)
    if row is None:
        raise Http404
    return row


def _show_link(
    visit: GroupVisit, member: GroupMember, token: str, *, renewed: bool
) -> HttpResponse:
    """Show a link that was just made, with a card to print: neither can be shown again."""
    address = visit.request.build_absolute_uri(reverse("groups:enter-group", args=(token,)))
    context: dict[str, Any] = {
        "member": member,
        "address": address,
        "code": qr_svg(address, PIXELS_A_MODULE),
        "renewed": renewed,
        "more": not list_joining_problems(visit.group),
    }
    response = visit.render("groups/member_link.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response

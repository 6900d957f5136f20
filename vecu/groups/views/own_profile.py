"""A member’s own place: name, college, what they declare and agree to, and leaving."""

from contextlib import suppress
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.groups.forms.members import (
    read_leaving,
    read_leaving_form,
    read_profile_form,
    show_profile_form,
)
from vecu.groups.member_actions import (
    agree_public_totals,
    change_member_college,
    declare_without_manager,
    leave_group,
    rename_member,
)
from vecu.groups.views.member_cookie import set_member_cookie
from vecu.groups.views.member_session import MemberVisit, member_page
from vecu.groups.vocabulary import GroupCollege
from vecu.records.errors import RecordRefused
from vecu.ui.question_forms import (
    YES,
    QuestionForm,
)
from vecu.ui.requests import get_requested_language


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def show_place(visit: MemberVisit) -> HttpResponse:
    """Show who one is here, and change one thing of it; the others stay as they are."""
    if visit.request.method != "POST":
        return _show(visit, show_profile_form(visit.member))
    form = read_profile_form(visit.request.POST, visit.member)
    if get_requested_language(visit.request):
        return _show(visit, form)
    try:
        _change(visit)
    except RecordRefused as refusal:
        return _show(visit, form.refuse(refusal.problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    return visit.redirect("groups:my-place", query="saved=yes")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def leave(visit: MemberVisit) -> HttpResponse:
    """Say what stays and what goes; with the button, let the member go."""
    post = visit.request.POST
    form = read_leaving_form(post)
    if visit.request.method != "POST" or get_requested_language(visit.request):
        return visit.render("groups/members/leave.html", {"form": form})
    erase = read_leaving(post)
    if erase is None:
        problem = {"words": _("Choose what becomes of your words.")}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        form = form.refuse(problem)
        return visit.render("groups/members/leave.html", {"form": form}, status)
    with suppress(RecordRefused):  # the button was pressed twice: they have left already
        leave_group(visit.member, erase_words=erase, by="", now=timezone.now())
    return _say_goodbye(visit, erase=erase)


def _change(visit: MemberVisit) -> None:
    """Do what the pressed button is for. Raise `RecordRefused`."""
    post = visit.request.POST
    match post.get("change", ""):
        case "name":
            rename_member(visit.member, post.get("name", ""))
        case "college":
            if post.get("college", "") not in set(GroupCollege):
                raise RecordRefused({"college": _("Choose one of these sides.")})
            change_member_college(visit.member, GroupCollege(post["college"]))
        case "without_manager":
            declared = post.get("without_manager") == YES
            declare_without_manager(visit.member, declared=declared)
        case "totals_public":
            agree_public_totals(visit.member, agreed=post.get("totals_public") == YES)


def _show(visit: MemberVisit, form: QuestionForm, status: int = HTTPStatus.OK) -> HttpResponse:
    saved = visit.request.GET.get("saved", "")
    return visit.render("groups/members/place.html", {"form": form, "saved": saved}, status)


def _say_goodbye(visit: MemberVisit, *, erase: bool) -> HttpResponse:
    gone = _("Your name, your link and what you wrote are deleted.")
    stay = _("Your name and your link are deleted. Your words stay in the group, without a name.")
    context = {
        "heading": _("You have left the group"),
        "sentences": [
            gone if erase else stay,
            _("What was counted in rounds that have closed stays counted."),
        ],
        "typed": [],
    }
    response = visit.render("groups/members/stopped.html", context)
    set_member_cookie(response, visit.cookie.remove(visit.token))
    return response

"""The list of groups, a new one, and the first page of one: what is new, and the next step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import (
    StaffRequest,
    require_staff,
    require_study_creator,
)
from vecu.accounts.queries import list_roles
from vecu.accounts.rules import ScopeKind
from vecu.groups.actions import begin_group, publish_group, take_group_back
from vecu.groups.forms.mandate_and_steps import NewGroupForm
from vecu.groups.presenters.contents import describe_contents, get_group_contents
from vecu.groups.presenters.mandate import (
    GROUP_ROLE_LABELS,
    get_group_name,
    get_item_address,
    list_one_language_items,
)
from vecu.groups.queries import list_groups
from vecu.groups.views.group_access import GroupVisit, get_group, group_page
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.records.views import WRITE
from vecu.search_folding import fold_for_search
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind, get_news
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@require_staff
@require_safe
def list_own_groups(request: StaffRequest) -> HttpResponse:
    """List the groups in which somebody has a role."""
    roles = list_roles(request.user, ScopeKind.GROUP)
    groups = sorted(list_groups(roles), key=lambda each: fold_for_search(get_group_name(each)))
    lines = [(each, _(GROUP_ROLE_LABELS[roles[each.pk]])) for each in groups]
    context = {"lines": lines, "begins": request.user.may_create_studies}
    return render(request, "groups/list.html", context)


@require_study_creator
@require_http_methods(READ_OR_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """Ask for the name of a group, and begin it."""
    form = NewGroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by = request.user.get_username()
        try:
            group = begin_group(form.address, form.content, by=by, now=timezone.now())
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, _("The group is added. Only you can read it."))
            return redirect("groups:group", slug=group.slug)
    status = 422 if form.is_bound else 200
    return render(request, "groups/new.html", {"form": form}, status=status)


@group_page(allowed.can_see_group)
def show_group(visit: GroupVisit) -> HttpResponse:
    """Show what is new in a group, the next step, and what it holds."""
    return _overview(visit)


@group_page(allowed.can_lead_group, WRITE)
def publish(visit: GroupVisit) -> HttpResponse:
    """Let everybody read the mandate sheet."""
    if problem := press_button(lambda: publish_group(visit.group, **visit.act)):
        return _overview(_reload(visit), problem)
    return visit.go_on(_("Published: everybody can read it."), "groups:group")


@group_page(allowed.can_lead_group, WRITE)
def take_back(visit: GroupVisit) -> HttpResponse:
    """Let only the group and those with a role read it."""
    if problem := press_button(lambda: take_group_back(visit.group, **visit.act)):
        return _overview(_reload(visit), problem)
    return visit.go_on(
        _("Taken back: only the group and those with a role can read it."), "groups:group"
    )


def _reload(visit: GroupVisit) -> GroupVisit:
    return GroupVisit(visit.request, get_group(visit.group.slug), visit.role)


def _overview(visit: GroupVisit, problem: str = "") -> HttpResponse:
    contents = get_group_contents(visit.group, localdate())
    context = {
        "new": get_news(
            SubjectKind.GROUP,
            NewsSubject(visit.group, visit.role),
            NewsReader(visit.request.user, localdate()),
        ),
        "gaps": [
            (_(each.label), get_item_address(visit.group, each)) for each in contents.sheet.missing
        ],
        "untranslated": list_one_language_items(contents.sheet.mandate),
        "held": describe_contents(contents),
        "audits": allowed.can_read_audit(visit.role),
        "problems": [FormProblem("publication", problem)] if problem else [],
    }
    return visit.render("groups/overview.html", context)

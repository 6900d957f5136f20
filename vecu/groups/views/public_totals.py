"""Pages on which totals of a group are released to everybody, and taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import FigureRefused
from vecu.groups.forms.rounds import TotalsReleaseForm
from vecu.groups.public_totals import (
    TotalsTable,
    explain_sealed_totals,
    list_totals_tables,
    take_totals_back,
)
from vecu.groups.queries import LearningGroup
from vecu.groups.result_sentences import describe_public_table
from vecu.groups.round_actions import release_totals as release
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem
from vecu.ui.templatetags.ui import translate_wording

PAGE = "groups:release-totals"


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def release_totals(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Show what everybody would read of each hypothesis, and release it."""
    sealed = explain_sealed_totals(group)
    if request.method != "POST":
        return _render(request, group, role, sealed)
    tables = [] if sealed else list_totals_tables(group)
    form = _make_form(group, tables, request.POST)
    if form.is_valid():
        chosen = [UUID(each) for each in form.cleaned_data["hypotheses"]]
        name, by = form.cleaned_data["name"], request.user.get_username()
        try:
            release(group, chosen, name=name, by=by, now=timezone.now())
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except FigureRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Everybody can read these totals now."))
            return redirect(PAGE, slug=group.slug)
    return _render(request, group, role, sealed, form)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(["POST"])
def take_back(
    request: StaffRequest, group: LearningGroup, role: Role, hypothesis: UUID
) -> HttpResponse:
    """Take the totals of one hypothesis off all pages."""
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: take_totals_back(group, hypothesis, by=by, now=now)):
        problems = [FormProblem("main", problem)]
        return _render(request, group, role, explain_sealed_totals(group), problems=problems)
    messages.success(request, _("These totals are taken back: no page shows them any more."))
    return redirect(PAGE, slug=group.slug)


def _make_form(
    group: LearningGroup, tables: list[TotalsTable], data: Any = None
) -> TotalsReleaseForm:
    offered = [
        (str(each.hypothesis.pk), describe_public_table(each.content))
        for each in tables
        if each.content is not None and each.released is None
    ]
    initial = {"name": translate_wording(group.name)}
    return TotalsReleaseForm(data, offered=offered, initial=initial)


def _render(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    sealed: str,
    form: TotalsReleaseForm | None = None,
    problems: list[FormProblem] | None = None,
) -> HttpResponse:
    """Show the page; what was released before may be taken back whatever has changed since."""
    tables = list_totals_tables(group)
    form = form or _make_form(group, [] if sealed else tables)
    problems = problems or form.problems
    context = {
        "sealed": sealed,
        "form": form,
        "offers": bool(form.fields["hypotheses"].choices),  # type: ignore[attr-defined]
        "public": [
            (each, describe_public_table(each.content))
            for each in tables
            if each.released is not None and each.content is not None
        ],
        "hidden": [] if sealed else [each for each in tables if each.content is None],
        "problems": problems,
    }
    template = "groups/release_totals.html"
    return render_group_page(request, template, group, role, context, 422 if problems else 200)

"""Pages on which totals of a group are released to everybody, and taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.datasets.release_basis import FigureRefused
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
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem
from vecu.ui.templatetags.ui import translate_wording

PAGE = "groups:release-totals"


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def release_totals(visit: GroupVisit) -> HttpResponse:
    """Show what everybody would read of each hypothesis, and release it."""
    sealed = explain_sealed_totals(visit.group)
    if visit.sent is None:
        return _render(visit, sealed)
    tables = [] if sealed else list_totals_tables(visit.group)
    form = _make_form(visit.group, tables, visit.request.POST)
    if form.is_valid():
        chosen = [UUID(each) for each in form.cleaned_data["hypotheses"]]
        name = form.cleaned_data["name"]
        try:
            release(visit.group, chosen, name=name, **visit.act)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except FigureRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return visit.go_on(_("Everybody can read these totals now."), PAGE)
    return _render(visit, sealed, form)


@group_page(allowed.can_lead_group, WRITE)
def take_back(visit: GroupVisit, hypothesis: UUID) -> HttpResponse:
    """Take the totals of one hypothesis off all pages."""
    if problem := press_button(lambda: take_totals_back(visit.group, hypothesis, **visit.act)):
        return _render(visit, explain_sealed_totals(visit.group), problem=problem)
    return visit.go_on(_("These totals are taken back: no page shows them any more."), PAGE)


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
    visit: GroupVisit,
    sealed: str,
    form: TotalsReleaseForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """Show the page; what was released before may be taken back whatever has changed since."""
    tables = list_totals_tables(visit.group)
    form = form or _make_form(visit.group, [] if sealed else tables)
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
        "problems": [FormProblem("main", problem)] if problem else form.problems,
    }
    return visit.render("groups/release_totals.html", context)

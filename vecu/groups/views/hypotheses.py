"""Pages of the hypotheses of a group: those of the hearing, and its own."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.actions import move_hypothesis, withdraw_hypothesis
from vecu.groups.checks import list_size_problems
from vecu.groups.forms.hypotheses import HypothesisForm, HypothesisWithdrawalForm
from vecu.groups.queries import (
    GroupHypothesis,
    LearningGroup,
    find_hypothesis,
    list_all_hypotheses,
)
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.submission import read_revision
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE

LIST = "groups:hypotheses"


@group_page(allowed.can_see_group)
def list_hypotheses(visit: GroupVisit) -> HttpResponse:
    """List the hypotheses, each with who says so and what speaks against it."""
    return _render_list(visit)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def add_hypothesis(visit: GroupVisit) -> HttpResponse:
    """Add a hypothesis of the group's own."""
    sent = visit.submit(HypothesisForm)
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        return visit.go_on(_("Added."), LIST)
    return _render_form(visit, sent.form)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def change_hypothesis(visit: GroupVisit, hypothesis: UUID) -> HttpResponse:
    """Correct the words of a hypothesis that no round was on."""
    row = find_hypothesis(visit.group, hypothesis)
    if row is None:
        return _render_form(visit, visit.begin_again(HypothesisForm))
    sent = visit.submit(HypothesisForm, row, row=row)
    if sent.is_removed:
        return _render_form(visit, visit.begin_again(HypothesisForm))
    if sent.is_done:
        return visit.go_on(_("Saved."), LIST)
    return _render_form(visit, sent.form, sent.row or row)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def withdraw(visit: GroupVisit, hypothesis: UUID) -> HttpResponse:
    """Take a hypothesis back, with the reason."""
    row = _get_hypothesis(visit.group, hypothesis)
    form = HypothesisWithdrawalForm(visit.sent)
    if form.is_valid():
        revision = read_revision(visit.request)
        try:
            withdraw_hypothesis(row, form.texts["reason"], revision=revision, **visit.act)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            row = _get_hypothesis(visit.group, hypothesis)
            form.add_error(None, str(changed))
        else:
            return visit.go_on(_("Withdrawn. The history can undo it."), LIST)
    lines = form.get_rows(["reason"])
    context = {"form": form, "lines": lines, "row": row, "problems": form.problems}
    return visit.render("groups/withdraw_hypothesis.html", context)


@group_page(allowed.can_lead_group, WRITE)
def remove_hypothesis(visit: GroupVisit, hypothesis: UUID) -> HttpResponse:
    """Remove a hypothesis that no round was on; the history can undo it."""
    if problem := visit.remove(_get_hypothesis(visit.group, hypothesis)):
        return _render_list(visit, [problem])
    return visit.go_on(_("Removed. The history can undo it."), LIST)


@group_page(allowed.can_lead_group, WRITE)
def move(visit: GroupVisit, hypothesis: UUID) -> HttpResponse:
    """Move a hypothesis up or down by one."""
    row, up = _get_hypothesis(visit.group, hypothesis), visit.request.POST.get("to") == "up"
    try:
        move_hypothesis(row, up=up, **visit.act)
    except RecordChanged as changed:
        raise Http404 from changed
    return redirect(LIST, slug=visit.group.slug)


def _get_hypothesis(group: LearningGroup, hypothesis: UUID) -> GroupHypothesis:
    row = find_hypothesis(group, hypothesis)
    if row is None:
        raise Http404
    return row


def _render_list(visit: GroupVisit, refusals: Sequence[str] = ()) -> HttpResponse:
    context = {
        "lines": list_all_hypotheses(visit.group),
        "too_small": list_size_problems(visit.group).get("", ""),
    }
    return visit.render("groups/hypotheses.html", context, refusals)


def _render_form(
    visit: GroupVisit, form: HypothesisForm, row: GroupHypothesis | None = None
) -> HttpResponse:
    context = {"form": form, "row": row, "problems": form.problems}
    return visit.render("groups/hypothesis_form.html", context)

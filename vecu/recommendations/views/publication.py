"""Open a draft to positions, publish it, set it aside, take it back."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.actions import (
    find_publication_problems,
    open_recommendation,
    publish_recommendation,
    set_recommendation_aside,
    take_recommendation_back,
)
from vecu.recommendations.forms.endings import EndReasonForm
from vecu.recommendations.forms.versions import VERSION_FORMS
from vecu.recommendations.queries import Recommendation
from vecu.recommendations.rules import RecommendationKind, RecommendationState, can_move
from vecu.recommendations.views.recommendation_access import (
    get_description,
    get_recommendation,
    render_recommendation,
)
from vecu.recommendations.views.versions import read_written_version
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.submission import press_button, read_revision
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem

End = Callable[..., Recommendation]


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def open_to_positions(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Show what members would take a position on, then let them."""
    row = get_recommendation(visit.group, recommendation)
    if not can_move(RecommendationState(row.state), RecommendationState.OPEN):
        return _refuse_move(visit, row)
    refusals = []
    if visit.sent is not None:
        revision = read_revision(visit.request)
        problem = press_button(lambda: open_recommendation(row, revision=revision, **visit.act))
        if not problem:
            message = _("Members can take a position on it now.")
            return visit.go_on(message, "recommendations:recommendation", row.pk)
        row, refusals = get_recommendation(visit.group, recommendation), [problem]
    context = {"each": get_description(row)}
    return visit.render("recommendations/opening.html", context, refusals)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def publish(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Show first what everybody would read, with what is still to be written; then publish it."""
    row = get_recommendation(visit.group, recommendation)
    wanted = RecommendationState.PUBLISHED
    if not can_move(RecommendationState(row.state), wanted) or row.published == row.latest:
        return _refuse_move(visit, row)
    refused: Mapping[str, str] = {}
    if visit.sent is not None:
        try:
            publish_recommendation(row, revision=read_revision(visit.request), **visit.act)
        except RecordRefused as refusal:
            refused = refusal.problems
        except RecordChanged as changed:
            row, refused = get_recommendation(visit.group, recommendation), {"": str(changed)}
        else:
            message = _("Published: everybody reads it.")
            return visit.go_on(message, "recommendations:recommendation", row.pk)
    missing = find_publication_problems(row, localdate())
    context = {
        "each": get_description(row),
        "missing": _describe_problems(row, missing),
        "to_write": any(missing),
        "problems": _describe_problems(row, refused),
    }
    return visit.render("recommendations/publishing.html", context)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def set_aside(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """End what was never published, and say why."""
    row = get_recommendation(visit.group, recommendation)
    words = {
        "heading": _("Set it aside"),
        "lead": _("It stays readable for the group, with the reason. The history can undo it."),
    }
    state = RecommendationState.SET_ASIDE
    return _end(visit, row, state, set_recommendation_aside, words)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def take_back(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Let nobody but the group read it any more; its address says so, and why."""
    row = get_recommendation(visit.group, recommendation)
    words = {
        "heading": _("Take back"),
        "lead": _(
            "Only the group reads it then. Its public address says that it was taken back, and why."
        ),
    }
    state = RecommendationState.TAKEN_BACK
    return _end(visit, row, state, take_recommendation_back, words)


def _end(
    visit: GroupVisit,
    row: Recommendation,
    state: RecommendationState,
    end: End,
    words: Mapping[str, Any],
) -> HttpResponse:
    if not can_move(RecommendationState(row.state), state):
        return _refuse_move(visit, row)
    form = EndReasonForm(visit.sent, initial={"revision": row.revision})
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            end(row, form.content, revision=revision, **visit.act)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            row = get_recommendation(visit.group, row.pk)
            form = EndReasonForm(visit.retype(revision=row.revision))
            form.add_error(None, str(changed))
        else:
            message = _("Done. The history can undo it.")
            return visit.go_on(message, "recommendations:recommendation", row.pk)
    context = {"each": get_description(row), "form": form, "problems": form.problems, **words}
    return visit.render("recommendations/ending.html", context)


def _refuse_move(visit: GroupVisit, row: Recommendation) -> HttpResponse:
    state = _(
        "Its state has changed meanwhile, or nothing new is to be published. Look at it here."
    )
    return render_recommendation(visit, row, [state])


def _describe_problems(row: Recommendation, problems: Mapping[str, str]) -> list[FormProblem]:
    """Return what is still to be written, each with the field of the form that it is about."""
    form_type = VERSION_FORMS[RecommendationKind(row.kind)]
    form = form_type(initial=form_type.get_initial_values(read_written_version(row)))
    found = []
    for name, message in problems.items():
        field = name.replace(" ", "_")
        words = {
            "label": form.describe_field(field) if field in form.fields else "",
            "error": message,
        }
        found.append(
            FormProblem("main", _("%(label)s: %(error)s") % words if words["label"] else message)
        )
    return found

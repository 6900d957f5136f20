"""Note what a college itself says of a version: members take their positions on pages of theirs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.content import Voice
from vecu.recommendations.forms.college_positions import CollegePositionForm
from vecu.recommendations.positions import take_position
from vecu.recommendations.queries import RecommendationPosition
from vecu.recommendations.rules import (
    Backing,
    RecommendationState,
    can_take_position,
)
from vecu.recommendations.views.recommendation_access import (
    get_description,
    get_recommendation,
    make_recommendation_address,
    render_recommendation,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import lower_first, pick_text


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def note_college_position(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Note what a college says together; what it said before is replaced once that was read."""
    row = get_recommendation(group, recommendation)
    if request.method != "POST" and not can_take_position(RecommendationState(row.state)):
        message = _("Positions are not open on this. Open it to positions first.")
        return render_recommendation(request, group, role, row, [message])
    colleges = _list_colleges(group)
    form = CollegePositionForm(
        request.POST if request.method == "POST" else None,
        initial={"version": row.latest, "revision": 0},
        colleges=colleges,
    )
    if form.is_bound and form.is_valid():
        number, revision = form.cleaned_data["version"] or 0, form.cleaned_data["revision"] or 0
        voice = Voice(form.cleaned_data["college"])
        try:
            take_position(row, number, voice, form.content, revision=revision)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            row = get_recommendation(group, recommendation)
            typed = request.POST.copy()
            typed["version"] = str(row.latest)
            typed["revision"] = str(_read_revision(changed))
            form = CollegePositionForm(typed, colleges=colleges)
            form.add_error(None, _describe_change(changed))
        else:
            messages.success(request, _("Noted, under the name of the side."))
            return redirect(make_recommendation_address(row, group))
    problems = form.problems if form.is_bound else []
    context = {"each": get_description(row), "form": form, "problems": problems}
    template = "recommendations/college_position.html"
    return render_group_page(request, template, group, role, context, 422 if problems else 200)


def _list_colleges(group: LearningGroup) -> list[GroupCollege]:
    seated = set(group.members.values_list("college", flat=True))
    return [each for each in GroupCollege if each in seated]


def _read_revision(changed: RecordChanged) -> int:
    position = changed.theirs
    return position.revision if isinstance(position, RecommendationPosition) else 0


def _describe_change(changed: RecordChanged) -> str:
    """Return what the college said before, or that the version is another one now."""
    position = changed.theirs
    if not isinstance(position, RecommendationPosition):
        return _("The text was amended meanwhile: read its new version, then save again.")
    return _(
        "This side has spoken on it already: %(backing)s. “%(reason)s” Save again to replace that."
    ) % {
        "backing": lower_first(_(Backing(position.backing).label)),
        "reason": pick_text(position.reason),
    }

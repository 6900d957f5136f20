"""Note what a college itself says of a version: members take their positions on pages of theirs."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import GroupVisit, group_page
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
    render_recommendation,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import lower_first, pick_text


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def note_college_position(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Note what a college says together; what it said before is replaced once that was read."""
    row = get_recommendation(visit.group, recommendation)
    if visit.sent is None and not can_take_position(RecommendationState(row.state)):
        message = _("Positions are not open on this. Open it to positions first.")
        return render_recommendation(visit, row, [message])
    colleges = _list_colleges(visit.group)
    initial = {"version": row.latest, "revision": 0}
    form = CollegePositionForm(visit.sent, initial=initial, colleges=colleges)
    if form.is_bound and form.is_valid():
        number, revision = form.cleaned_data["version"] or 0, form.cleaned_data["revision"] or 0
        voice = Voice(form.cleaned_data["college"])
        try:
            take_position(row, number, voice, form.content, revision=revision)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            row = get_recommendation(visit.group, recommendation)
            typed = visit.retype(version=row.latest, revision=_read_revision(changed))
            form = CollegePositionForm(typed, colleges=colleges)
            form.add_error(None, _describe_change(changed))
        else:
            message = _("Noted, under the name of the side.")
            return visit.go_on(message, "recommendations:recommendation", row.pk)
    context = {"each": get_description(row), "form": form, "problems": form.problems}
    return visit.render("recommendations/college_position.html", context)


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

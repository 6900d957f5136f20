"""What the group recommends, and how one member stands to it."""

from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.groups.views.member_session import (
    MemberVisit,
    list_typed_texts,
    member_page,
)
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.content import BackingContent, Voice
from vecu.recommendations.forms.backing import read_backing, read_backing_form, show_backing_form
from vecu.recommendations.positions import take_position
from vecu.recommendations.presenters.member_recommendations import (
    OWN_BACKINGS,
    describe_recommendation,
    list_claims_to_argue,
)
from vecu.recommendations.queries import (
    Recommendation,
    RecommendationDetail,
    RecommendationPosition,
    find_recommendation,
    get_own_positions,
    get_recommendation_detail,
    list_group_recommendations,
    list_supplier_cards,
)
from vecu.recommendations.rules import Backing
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.ui.question_forms import QuestionForm
from vecu.ui.requests import get_requested_language
from vecu.ui.templatetags.ui import current_language
from vecu.ui.wording import pick_text


@require_safe
@member_page
def list_recommended(visit: MemberVisit) -> HttpResponse:
    """Show what waits for a position, what was decided, and what is to be discussed again."""
    details = list_group_recommendations(visit.group.pk, visit.today)
    own = get_own_positions(visit.member, details)
    found = [describe_recommendation(each, own.get(each.recommendation.pk)) for each in details]
    context = {
        "waiting": [each for each in found if each.waits],
        "others": [each for each in found if not each.waits],
        "returned": list_claims_to_argue(details, list_supplier_cards(visit.group.pk)),
    }
    return visit.render("recommendations/members/recommendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def take_side(visit: MemberVisit, recommendation: UUID) -> HttpResponse:
    """Show a recommendation with its claims and both sides, and save one’s own position."""
    row = find_recommendation(visit.group.pk, recommendation)
    detail = get_recommendation_detail(row, row.latest, visit.today) if row else None
    if row is None or detail is None:
        return _refuse_elsewhere(visit)
    post = visit.request.POST
    if visit.request.method != "POST":
        return _show(visit, detail)
    form = read_backing_form(post)
    if get_requested_language(visit.request):
        return _show(visit, detail, form)
    content = read_backing(post, current_language())
    if content is None:
        problem = {"backing": _("Choose one of the three answers.")}
        return _show(visit, detail, form.refuse(problem), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _save(visit, row, detail, form, content)


def _save(
    visit: MemberVisit,
    row: Recommendation,
    detail: RecommendationDetail,
    form: QuestionForm,
    content: BackingContent,
) -> HttpResponse:
    number = visit.request.POST.get("version", "")[:9]
    voice = Voice(GroupCollege(visit.member.college), visit.member)
    try:
        take_position(
            row,
            int(number) if number.isascii() and number.isdigit() else 0,
            voice,
            content,
            revision=form.revision,
        )
    except RecordChanged:
        return _show_changed(visit, row.pk, form, number)
    except RecordRefused as refusal:
        problems = {
            "reason" if name.startswith("reason") else name: message
            for name, message in refusal.problems.items()
        }
        return _show(visit, detail, form.refuse(problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    return visit.redirect("recommendations:my-recommendation", row.pk, query="saved=yes")


def _show_changed(visit: MemberVisit, key: UUID, form: QuestionForm, number: str) -> HttpResponse:
    """Show what it is now beside what was typed; saving again decides."""
    row = find_recommendation(visit.group.pk, key)
    detail = get_recommendation_detail(row, row.latest, visit.today) if row else None
    if detail is None:
        return _refuse_elsewhere(visit)
    own = _find_own(visit, detail)
    message = _(
        "The text was changed meanwhile: this is its new version. Read it, then save again. What"
        " you had just written is in the form."
    )
    if own and str(detail.version.number) == number:
        message = _(
            "Another device has saved your position meanwhile: “%(backing)s”. “%(reason)s” Compare,"
            " then save again. What you had just written is in the form."
        ) % {"backing": _(OWN_BACKINGS[Backing(own.backing)]), "reason": pick_text(own.reason)}
    changed = replace(form.refuse({"": message}), revision=own.revision if own else 0)
    return _show(visit, detail, changed, HTTPStatus.CONFLICT)


def _show(
    visit: MemberVisit,
    detail: RecommendationDetail,
    form: QuestionForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    own = _find_own(visit, detail)
    found = describe_recommendation(detail, own)
    context = {
        "found": found,
        "version": detail.version,
        "row": detail.recommendation,
        "form": form or show_backing_form(own),
        "saved": visit.request.GET.get("saved", ""),
        "typed": list_typed_texts(visit.request),
    }
    return visit.render("recommendations/members/recommendation.html", context, status)


def _find_own(visit: MemberVisit, detail: RecommendationDetail) -> RecommendationPosition | None:
    return get_own_positions(visit.member, [detail]).get(detail.recommendation.pk)


def _refuse_elsewhere(visit: MemberVisit) -> HttpResponse:
    """Say that the group has nothing there; what was typed is shown to be copied."""
    return visit.render_elsewhere(
        _("Your group recommends nothing here"),
        _("What was drafted at this address is gone. See what else your group recommends."),
    )

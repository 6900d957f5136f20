"""Pages of those to whom a recommendation went: address it, hand a link over, note what is seen."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.recommendations.answers import (
    address_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.forms.answers import AddressForm, FollowUpForm
from vecu.recommendations.models import Recommendation, RecommendationAddress
from vecu.recommendations.queries import (
    RecommendationDetail,
    get_recommendation_detail,
)
from vecu.recommendations.rules import RecommendationKind, RecommendationState
from vecu.recommendations.views.evidence_picker import build_group_choice
from vecu.recommendations.views.recommendation_access import get_recommendation
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.submission import SEARCH, read_revision
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@require_permission(allowed.can_see_group, get_group)
@require_safe
def list_answers(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """List to whom a recommendation went, what was answered, and what was seen since."""
    return _list_page(request, group, role, _get_row(group, recommendation))


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def address(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Address what is published to a function or a body, and show the link to hand over.

    Loaded again, that page says that it is addressed already, and makes no second link.
    """
    row = _get_row(group, recommendation)
    if row.state != RecommendationState.PUBLISHED:
        refusal = _("Publish it first: what is answered everybody reads.")
        return _list_page(request, group, role, row, [refusal])
    form = AddressForm(_get_typed(request), initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        by, now = request.user.get_username(), timezone.now()
        try:
            found = address_recommendation(row, form.content, revision=revision, by=by, now=now)
            return _hand_over(request, group, role, found, found.revision)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged:
            row = _get_row(group, recommendation)
            data = request.POST.copy()
            data["revision"] = str(row.revision)
            form = AddressForm(data)
            form.is_valid()
            form.add_error(
                None, _("The recommendation has changed meanwhile. Read it again, then address it.")
            )
    return _address_page(request, group, role, row, form)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def renew_link(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID, address: UUID
) -> HttpResponse:
    """Make a link to hand over, shown once on this very page; the one before it no longer works."""
    row = _get_row(group, recommendation)
    detail = _get_detail(row)
    found = _find_address(detail, address)
    try:
        return _hand_over(request, group, role, found, read_revision(request))
    except RecordChanged:
        refusal = _(
            "A link was created meanwhile. If you do not have it, create another: the old one then"
            " stops working."
        )
        return _list_page(request, group, role, row, [refusal])


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def follow(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID, address: UUID
) -> HttpResponse:
    """Note what the group sees of what was accepted; earlier notes stay."""
    row = _get_row(group, recommendation)
    detail = _get_detail(row)
    found = _find_address(detail, address)
    form = FollowUpForm(_get_typed(request), initial={"revision": _count_noted(detail, address)})
    if request.method == "POST" and SEARCH not in request.POST and form.is_valid():
        read = form.cleaned_data["revision"] or 0
        by, now = request.user.get_username(), timezone.now()
        try:
            follow_answer(found, form.content, follow_ups_read=read, by=by, now=now)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            if changed.theirs is None:
                return _list_page(request, group, role, row, [str(changed)])
            detail = _get_detail(row)
            data = request.POST.copy()
            data["revision"] = str(_count_noted(detail, address))
            form = FollowUpForm(data)
            form.is_valid()
            form.add_error(None, _("Somebody else added a note meanwhile: see it below."))
        else:
            messages.success(request, _("Noted. Everybody reads it with the recommendation."))
            return redirect("recommendations:answers", group.slug, row.pk)
    return _follow_page(request, group, role, detail, found, form)


def _get_typed(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _hand_over(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    found: RecommendationAddress,
    revision: int,
) -> HttpResponse:
    """Make the link of an address as it was read, and show it this once."""
    by, now = request.user.get_username(), timezone.now()
    token = make_answer_link(found, revision=revision, by=by, now=now)
    where = reverse("recommendations:answer-recommendation", args=(token,))
    context = {
        "recommendation": found.version.recommendation,
        "version": found.version,
        "address": found,
        "link": request.build_absolute_uri(where),
        "replaced": found.fingerprint is not None,
    }
    return render_group_page(request, "recommendations/answers/link.html", group, role, context)


def _get_row(group: LearningGroup, recommendation: UUID) -> Recommendation:
    """Return a recommendation of the group; raise Http404, also for what asks nobody."""
    row = get_recommendation(group, recommendation)
    if row.kind != RecommendationKind.RECOMMENDATION:
        raise Http404
    return row


def _get_detail(row: Recommendation) -> RecommendationDetail:
    detail = get_recommendation_detail(row, row.published or row.latest, localdate())
    if detail is None:
        raise Http404
    return detail


def _find_address(detail: RecommendationDetail, address: UUID) -> RecommendationAddress:
    found = next((each.address for each in detail.addresses if each.address.pk == address), None)
    if found is None:
        raise Http404
    return found


def _count_noted(detail: RecommendationDetail, address: UUID) -> int:
    return next(len(each.follow_ups) for each in detail.addresses if each.address.pk == address)


def _list_page(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    row: Recommendation,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    detail = _get_detail(row)
    context = {
        "recommendation": row,
        "version": detail.version,
        "addresses": detail.addresses,
        "can_address": row.state == RecommendationState.PUBLISHED,
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_group_page(
        request, "recommendations/answers/answers.html", group, role, context, status
    )


def _address_page(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    row: Recommendation,
    form: AddressForm,
) -> HttpResponse:
    problems = form.problems if form.is_bound else []
    context = {
        "recommendation": row,
        "version": _get_detail(row).version,
        "form": form,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render_group_page(
        request, "recommendations/answers/address_form.html", group, role, context, status
    )


def _follow_page(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    detail: RecommendationDetail,
    found: RecommendationAddress,
    form: FollowUpForm,
) -> HttpResponse:
    own = next(each for each in detail.addresses if each.address.pk == found.pk)
    problems = form.problems if form.is_bound and SEARCH not in request.POST else []
    context = {
        "recommendation": detail.recommendation,
        "version": detail.version,
        "each": own,
        "form": form,
        "problems": problems,
        "choice": build_group_choice(request, group.scope, form),
    }
    status = 422 if problems else 200
    return render_group_page(
        request, "recommendations/answers/follow_form.html", group, role, context, status
    )

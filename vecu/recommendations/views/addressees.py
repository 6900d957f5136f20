"""Pages of those to whom a recommendation went: address it, hand a link over, note what is seen."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import GroupVisit, group_page
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
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE


@group_page(allowed.can_see_group)
def list_answers(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """List to whom a recommendation went, what was answered, and what was seen since."""
    return _list_page(visit, _get_row(visit.group, recommendation))


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def address(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Address what is published to a function or a body, and show the link to hand over.

    Loaded again, that page says that it is addressed already, and makes no second link.
    """
    row = _get_row(visit.group, recommendation)
    if row.state != RecommendationState.PUBLISHED:
        refusal = _("Publish it first: what is answered everybody reads.")
        return _list_page(visit, row, [refusal])
    form = AddressForm(visit.sent, initial={"revision": row.revision})
    if visit.sent is not None and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            found = address_recommendation(row, form.content, revision=revision, **visit.act)
            return _hand_over(visit, found, found.revision)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged:
            row = _get_row(visit.group, recommendation)
            form = AddressForm(visit.retype(revision=row.revision))
            form.is_valid()
            form.add_error(
                None, _("The recommendation has changed meanwhile. Read it again, then address it.")
            )
    context = {
        "recommendation": row,
        "version": _get_detail(row).version,
        "form": form,
        "problems": form.problems,
    }
    return visit.render("recommendations/answers/address_form.html", context)


@group_page(allowed.can_lead_group, WRITE)
def renew_link(visit: GroupVisit, recommendation: UUID, address: UUID) -> HttpResponse:
    """Make a link to hand over, shown once on this very page; the one before it no longer works."""
    row = _get_row(visit.group, recommendation)
    detail = _get_detail(row)
    found = _find_address(detail, address)
    try:
        return _hand_over(visit, found, read_revision(visit.request))
    except RecordChanged:
        refusal = _(
            "A link was created meanwhile. If you do not have it, create another: the old one then"
            " stops working."
        )
        return _list_page(visit, row, [refusal])


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def follow(visit: GroupVisit, recommendation: UUID, address: UUID) -> HttpResponse:
    """Note what the group sees of what was accepted; earlier notes stay."""
    row = _get_row(visit.group, recommendation)
    detail = _get_detail(row)
    found = _find_address(detail, address)
    form = FollowUpForm(visit.sent, initial={"revision": _count_noted(detail, address)})
    if visit.sent is not None and SEARCH not in visit.request.POST and form.is_valid():
        read = form.cleaned_data["revision"] or 0
        try:
            follow_answer(found, form.content, follow_ups_read=read, **visit.act)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            if changed.theirs is None:
                return _list_page(visit, row, [str(changed)])
            detail = _get_detail(row)
            form = FollowUpForm(visit.retype(revision=_count_noted(detail, address)))
            form.is_valid()
            form.add_error(None, _("Somebody else added a note meanwhile: see it below."))
        else:
            message = _("Noted. Everybody reads it with the recommendation.")
            return visit.go_on(message, "recommendations:answers", row.pk)
    context = {
        "recommendation": detail.recommendation,
        "version": detail.version,
        "each": next(each for each in detail.addresses if each.address.pk == address),
        "form": form,
        "problems": [] if SEARCH in visit.request.POST else form.problems,
        "choice": build_group_choice(visit, form),
    }
    return visit.render("recommendations/answers/follow_form.html", context)


def _hand_over(visit: GroupVisit, found: RecommendationAddress, revision: int) -> HttpResponse:
    """Make the link of an address as it was read, and show it this once."""
    token = make_answer_link(found, revision=revision, **visit.act)
    where = reverse("recommendations:answer-recommendation", args=(token,))
    context = {
        "recommendation": found.version.recommendation,
        "version": found.version,
        "address": found,
        "link": visit.request.build_absolute_uri(where),
        "replaced": found.fingerprint is not None,
    }
    return visit.render("recommendations/answers/link.html", context)


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
    visit: GroupVisit, row: Recommendation, refusals: Sequence[str] = ()
) -> HttpResponse:
    detail = _get_detail(row)
    context = {
        "recommendation": row,
        "version": detail.version,
        "addresses": detail.addresses,
        "can_address": row.state == RecommendationState.PUBLISHED,
    }
    return visit.render("recommendations/answers/answers.html", context, refusals)

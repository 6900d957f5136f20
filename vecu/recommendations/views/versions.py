"""Write a recommendation, a landmark or none yet, and amend one. Nothing typed is lost."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group
from vecu.recommendations.actions import amend_recommendation, draft_recommendation
from vecu.recommendations.forms.version_form import ThreadVersionForm, WrittenVersion
from vecu.recommendations.forms.versions import VERSION_FORMS
from vecu.recommendations.queries import Recommendation, find_recommendation
from vecu.recommendations.rules import (
    KIND_SENTENCES,
    LIVE_STATES,
    RecommendationKind,
    RecommendationState,
)
from vecu.recommendations.stored import read_version
from vecu.recommendations.views.overview import WRITE_LINKS
from vecu.recommendations.views.recommendation_access import (
    get_recommendation,
    make_recommendation_address,
    render_recommendation,
)
from vecu.recommendations.views.version_pages import (
    VersionFormPage,
    render_version_form,
)
from vecu.records.submission import submit_form
from vecu.translation import gettext_noop
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import pick_text

LEADS = {
    RecommendationKind.RECOMMENDATION: gettext_noop(
        "What it costs and what the same money pays otherwise are part of it. Only the sentence is"
        " needed now: the rest can wait until the group publishes it."
    ),
    **KIND_SENTENCES,
}
"""What holds of each kind."""


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def write_recommendation(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Draft what a group recommends, or that there is none yet, by the kind in the address."""
    origin = _find_origin(request, group)
    kind = RecommendationKind(origin.kind) if origin else _read_kind(request)
    form = _begin_form(request, group, kind, origin)
    begun_from = [origin] if origin else []
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        form,
        lambda content, _revision: draft_recommendation(
            group.scope, content, form.amendment, by=by, now=now, begun_from=begun_from
        ),
    )
    if sent.is_done:
        messages.success(request, _("The draft is saved. The group sees it, nobody else."))
        return redirect(make_recommendation_address(sent.row, group))
    here = reverse("recommendations:new-recommendation", args=(group.slug,))
    back = (_("Recommendations"), reverse("recommendations:recommendations", args=(group.slug,)))
    action = f"{here}?from={origin.pk}" if origin else f"{here}?kind={kind.name.lower()}"
    page = VersionFormPage(_(WRITE_LINKS[kind]), _(LEADS[kind]), action, back, _("Save the draft"))
    return render_version_form(request, group, role, page, form)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def amend(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Add a version, on which everybody takes a position anew."""
    row = get_recommendation(group, recommendation)
    if request.method != "POST" and RecommendationState(row.state) not in LIVE_STATES:
        message = _("It was merged, set aside or taken back meanwhile: it does not go on here.")
        return render_recommendation(request, group, role, row, [message])
    form_type = VERSION_FORMS[RecommendationKind(row.kind)]
    members = list(group.members.all())
    if request.method != "POST":
        initial = form_type.get_initial_values(read_written_version(row))
        return _render_amendment(
            request, group, role, row, form_type(initial=initial, members=members)
        )
    form = form_type(request.POST, members=members)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        form,
        lambda content, revision: amend_recommendation(
            row, content, form.amendment, revision=revision, by=by, now=now
        ),
        read=read_written_version,
        members=members,
    )
    if sent.is_done:
        messages.success(request, _("Saved as a new version. Positions are taken anew on it."))
        return redirect(make_recommendation_address(row, group))
    return _render_amendment(request, group, role, sent.row or row, sent.form)


def read_written_version(row: Recommendation) -> WrittenVersion:
    """Return the latest version as a form begins with it."""
    version = row.versions.get(number=row.latest)
    return WrittenVersion(read_version(RecommendationKind(row.kind), version), row.revision)


def _render_amendment(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    row: Recommendation,
    form: ThreadVersionForm,
) -> HttpResponse:
    title = pick_text(row.versions.get(number=row.latest).statement)
    page = VersionFormPage(
        _("Amend: %(title)s") % {"title": title},
        _("The version before it stays, and so do the positions that were taken on it."),
        make_recommendation_address(row, group, "amend-recommendation"),
        (title, make_recommendation_address(row, group)),
        _("Save as a new version"),
    )
    return render_version_form(request, group, role, page, form)


def _begin_form(
    request: StaffRequest,
    group: LearningGroup,
    kind: RecommendationKind,
    origin: Recommendation | None,
) -> ThreadVersionForm:
    """Return the form as it was sent, or as it begins: empty, or with what its origin says."""
    form_type, members = VERSION_FORMS[kind], list(group.members.all())
    if request.method == "POST":
        return form_type(request.POST, members=members)
    initial = form_type.get_initial_values(read_written_version(origin)) if origin else None
    return form_type(initial=initial, members=members)


def _find_origin(request: StaffRequest, group: LearningGroup) -> Recommendation | None:
    """Return the recommendation that a new one is begun from, None for one of its own."""
    try:
        return find_recommendation(group.pk, UUID(request.GET.get("from", "")))
    except ValueError:
        return None


def _read_kind(request: StaffRequest) -> RecommendationKind:
    """Return the kind that the address names, a recommendation where it names none."""
    name = request.GET.get("kind", "").upper()
    return RecommendationKind.__members__.get(name, RecommendationKind.RECOMMENDATION)

"""Write a recommendation, a landmark or none yet, and amend one. Nothing typed is lost."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest
from vecu.groups.views.group_access import GroupVisit, group_page
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


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def write_recommendation(visit: GroupVisit) -> HttpResponse:
    """Draft what a group recommends, or that there is none yet, by the kind in the address."""
    origin = find_named_recommendation(visit, "from")
    kind = RecommendationKind(origin.kind) if origin else _read_kind(visit.request)
    form = _begin_form(visit, kind, origin)
    begun_from = [origin] if origin else []
    sent = submit_form(
        visit.request,
        form,
        lambda content, _revision: draft_recommendation(
            visit.group.scope, content, form.amendment, **visit.act, begun_from=begun_from
        ),
    )
    if sent.is_done:
        message = _("The draft is saved. The group sees it, nobody else.")
        return visit.go_on(message, "recommendations:recommendation", sent.row.pk)
    here = visit.make_address("recommendations:new-recommendation")
    back = (_("Recommendations"), visit.make_address("recommendations:recommendations"))
    action = f"{here}?from={origin.pk}" if origin else f"{here}?kind={kind.name.lower()}"
    page = VersionFormPage(_(WRITE_LINKS[kind]), _(LEADS[kind]), action, back, _("Save the draft"))
    return render_version_form(visit, page, form)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def amend(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Add a version, on which everybody takes a position anew."""
    row = get_recommendation(visit.group, recommendation)
    if visit.sent is None and RecommendationState(row.state) not in LIVE_STATES:
        message = _("It was merged, set aside or taken back meanwhile: it does not go on here.")
        return render_recommendation(visit, row, [message])
    form_type = VERSION_FORMS[RecommendationKind(row.kind)]
    members = list(visit.group.members.all())
    if visit.sent is None:
        initial = form_type.get_initial_values(read_written_version(row))
        return _render_amendment(visit, row, form_type(initial=initial, members=members))
    form = form_type(visit.request.POST, members=members)
    sent = submit_form(
        visit.request,
        form,
        lambda content, revision: amend_recommendation(
            row, content, form.amendment, revision=revision, **visit.act
        ),
        read=read_written_version,
        members=members,
    )
    if sent.is_done:
        message = _("Saved as a new version. Positions are taken anew on it.")
        return visit.go_on(message, "recommendations:recommendation", row.pk)
    return _render_amendment(visit, sent.row or row, sent.form)


def read_written_version(row: Recommendation) -> WrittenVersion:
    """Return the latest version as a form begins with it."""
    version = row.versions.get(number=row.latest)
    return WrittenVersion(read_version(RecommendationKind(row.kind), version), row.revision)


def _render_amendment(
    visit: GroupVisit, row: Recommendation, form: ThreadVersionForm
) -> HttpResponse:
    title = pick_text(row.versions.get(number=row.latest).statement)
    page = VersionFormPage(
        _("Amend: %(title)s") % {"title": title},
        _("The version before it stays, and so do the positions that were taken on it."),
        visit.make_address("recommendations:amend-recommendation", row.pk),
        (title, visit.make_address("recommendations:recommendation", row.pk)),
        _("Save as a new version"),
    )
    return render_version_form(visit, page, form)


def _begin_form(
    visit: GroupVisit, kind: RecommendationKind, origin: Recommendation | None
) -> ThreadVersionForm:
    """Return the form as it was sent, or as it begins: empty, or with what its origin says."""
    form_type, members = VERSION_FORMS[kind], list(visit.group.members.all())
    if visit.sent is not None:
        return form_type(visit.sent, members=members)
    initial = form_type.get_initial_values(read_written_version(origin)) if origin else None
    return form_type(initial=initial, members=members)


def find_named_recommendation(visit: GroupVisit, name: str) -> Recommendation | None:
    """Return the recommendation that the address names after a `?`, None for none."""
    try:
        return find_recommendation(visit.group.pk, UUID(visit.request.GET.get(name, "")))
    except ValueError:
        return None


def _read_kind(request: StaffRequest) -> RecommendationKind:
    """Return the kind that the address names, a recommendation where it names none."""
    name = request.GET.get("kind", "").upper()
    return RecommendationKind.__members__.get(name, RecommendationKind.RECOMMENDATION)

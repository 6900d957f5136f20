"""A version of a pilot for members: what it answers, its replay, putting it to use."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.evidence.choice import build_evidence_choice
from vecu.evidence.sources import Audience
from vecu.pilots.interface import UnknownPilotVersion
from vecu.pilots.release import compose_changes, list_order_problems, put_version_to_use
from vecu.pilots.release_form import PilotReleaseForm
from vecu.pilots.replay import find_version_before
from vecu.pilots.version_pages import describe_replay, list_answer_lines, list_decline_lines
from vecu.pilots.version_queries import (
    VersionStanding,
    find_version_standing,
    get_replay,
    list_answered,
    list_citable_beside,
    list_supports,
)
from vecu.records.errors import RecordRefused
from vecu.register.queries import System
from vecu.register.views.system_access import (
    get_system,
    render_system_page,
)
from vecu.ui.requests import READ_OR_WRITE

SEARCH = "find"
"""The button that looks for evidence; it saves nothing, and keeps what is typed."""
CASES_A_PAGE = 20


def get_standing(system: System, name: str, audience: Audience) -> VersionStanding:
    """Return where a version of the pilot that a system is stands; raise Http404."""
    try:
        found = find_version_standing(system, name, audience, timezone.localdate())
    except UnknownPilotVersion as unknown:
        raise Http404(str(unknown)) from unknown
    if found is None:
        raise Http404
    return found


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_version(request: StaffRequest, system: System, role: Role, name: str) -> HttpResponse:
    """Show what a version answers and declines; to those who may, how it is put to use."""
    standing = get_standing(system, name, Audience.MEMBERS)
    form = _make_form(system, standing) if allowed.can_edit_system(role) else None
    return _page(request, system, role, standing, form)


@require_permission(allowed.can_edit_system, get_system)
@require_http_methods(READ_OR_WRITE)
def use_version(request: StaffRequest, system: System, role: Role, name: str) -> HttpResponse:
    """Put a version to use."""
    standing = get_standing(system, name, Audience.MEMBERS)
    if request.method != "POST":
        return _page(request, system, role, standing, _make_form(system, standing))
    form = _make_form(system, standing, request.POST)
    if SEARCH not in request.POST and form.is_valid():
        by, now = request.user.get_username(), timezone.now()
        try:
            put_version_to_use(system, form.make_content(name), by=by, now=now)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(
                request,
                _("Version %(name)s is put to use. The history can undo it.") % {"name": name},
            )
            return redirect("pilots:version", slug=system.slug, name=name)
    return _page(request, system, role, standing, form)


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_replay(request: StaffRequest, system: System, role: Role, name: str) -> HttpResponse:
    """Show what a version would have proposed for invented texts, beside the version before it."""
    standing = get_standing(system, name, Audience.MEMBERS)
    context = describe_replay_page(standing, request.GET.get("page"))
    return render_system_page(request, "pilots/version_replay.html", system, role, context)


def describe_replay_page(standing: VersionStanding, page: str | None) -> dict[str, Any]:
    """Return what both pages of a replay show; raise Http404 for a version with none before it."""
    before = find_version_before(standing.pilot, standing.version.name)
    if before is None:
        raise Http404
    replayed = get_replay(standing.pilot.name, before.name, standing.version.name, standing.step)
    overview = describe_replay(standing.pilot, replayed)
    return {
        "pilot": standing.pilot,
        "version": standing.version,
        "before": before,
        "step": standing.step,
        "overview": overview,
        "page": Paginator(overview.cases, CASES_A_PAGE).get_page(page),
        "caution": _(standing.pilot.caution),
    }


def describe_version_page(standing: VersionStanding) -> dict[str, Any]:
    """Return what both pages of a version show."""
    pilot, version, released = standing.pilot, standing.version, standing.released
    return {
        "pilot": pilot,
        "version": version,
        "released": released,
        "until": standing.until,
        "before": find_version_before(pilot, version.name),
        "answers": list_answer_lines(pilot, version, released.supports if released else {}),
        "declines": list_decline_lines(pilot, version),
        "caution": _(pilot.caution),
    }


def _make_form(system: System, standing: VersionStanding, data: Any = None) -> PilotReleaseForm:
    changes = compose_changes(standing.version)
    return PilotReleaseForm(
        data,
        initial={f"changes_{code}": text for code, text in changes.items()}
        | {"day": timezone.localdate()},
        reasons={key: standing.pilot.reasons[key].words for key in list_answered(standing.version)},
        supports=list_supports(system.scope),
    )


def _page(
    request: StaffRequest,
    system: System,
    role: Role,
    standing: VersionStanding,
    form: PilotReleaseForm | None,
) -> HttpResponse:
    problems = form.problems if form and form.is_bound and SEARCH not in request.POST else []
    context = describe_version_page(standing) | {"problems": problems}
    if form:
        citable = list_citable_beside(system.scope)
        context |= {
            "form": form,
            "too_early": list_order_problems(standing),
            "supports": list_supports(system.scope),
            "choice": build_evidence_choice(
                citable,
                [],
                form.references,
                public=[one.reference for each in citable for one in each.evidence],
                search=request.POST.get("words", ""),
            ),
        }
    status = 422 if problems else 200
    return render_system_page(request, "pilots/version.html", system, role, context, status)

"""What strictness costs, for everybody; for members, with a form to move it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.evidence.sources import Audience
from vecu.pilots.actions import choose_strictness
from vecu.pilots.catalogue import has_steps
from vecu.pilots.forms import StrictnessForm
from vecu.pilots.queries import PilotStanding, find_pilot_use, get_pilot_standing
from vecu.pilots.tuning_presenters import (
    describe_choice,
    describe_differences,
    find_released_minutes,
    list_base_rate_sentences,
    make_step_figure,
)
from vecu.records.errors import RecordRefused
from vecu.register.queries import System, find_system_by_slug, get_system_detail
from vecu.register.views.system_access import get_system, render_system_page


@require_safe
def show_tuning(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what each step costs, of a pilot that is published."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise Http404
    context = _describe(system, _get_standing(system, Audience.EVERYBODY))
    response = render(request, "pilots/tuning.html", context | {"system": system})
    response["Cache-Control"] = "no-store"
    return response


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_strictness(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show members what each step costs; to those who may write, with a form to move it."""
    standing = _get_standing(system, Audience.MEMBERS)
    form = None
    if allowed.can_edit_system(role):
        form = StrictnessForm(costs=describe_differences(standing))
    return _render_strictness(request, system, role, standing, form)


@require_permission(allowed.can_edit_system, get_system)
@require_POST
def choose(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Move the strictness, by an entry of the register."""
    costs = describe_differences(_get_standing(system, Audience.MEMBERS))
    form = StrictnessForm(request.POST, costs=costs)
    if form.is_valid():
        by, now = request.user.get_username(), timezone.now()
        try:
            choose_strictness(system, form.content, by=by, now=now)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, _("Noted in the register, which can undo it."))
            return redirect("pilots:pilot", slug=system.slug)
    standing = _get_standing(system, Audience.MEMBERS)
    return _render_strictness(request, system, role, standing, form, 422)


def _get_standing(system: System, audience: Audience) -> PilotStanding:
    """Return where a pilot stands; raise Http404 for a system without steps to choose."""
    use = find_pilot_use(system.pk)
    if use is None:
        raise Http404
    detail = get_system_detail(system, audience)
    standing = get_pilot_standing(use, detail, timezone.localdate())
    if not has_steps(standing.pilot):
        raise Http404
    return standing


def _render_strictness(
    request: StaffRequest,
    system: System,
    role: Role,
    standing: PilotStanding,
    form: StrictnessForm | None,
    status: int = 200,
) -> HttpResponse:
    context = _describe(system, standing) | {
        "form": form,
        "latest": _get_latest(standing) or "",
        "problems": form.problems if form and form.is_bound else [],
    }
    return render_system_page(request, "pilots/strictness.html", system, role, context, status)


def _get_latest(standing: PilotStanding) -> UUID | None:
    """Return the register's last choice, which a next one replaces."""
    return standing.strictness.latest.pk if standing.strictness else None


def _describe(system: System, standing: PilotStanding) -> dict[str, Any]:
    """Return what both pages show."""
    return {
        "standing": standing,
        "figure": make_step_figure(standing),
        "choice": describe_choice(standing),
        "minutes": find_released_minutes(system.pk),
        "base_rate": list_base_rate_sentences(),
    }

"""The page of a pilot for members of its system: which one it is, in which version, how strict."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.evidence.sources import Audience
from vecu.pilots.actions import adopt_pilot
from vecu.pilots.catalogue import has_steps, list_pilots
from vecu.pilots.forms import AdoptionForm
from vecu.pilots.interface import PilotVersion
from vecu.pilots.pilot_steps import find_pilot_step, map_version_days
from vecu.pilots.queries import find_pilot_use, get_pilot_standing
from vecu.pilots.tuning_presenters import describe_choice
from vecu.records.errors import RecordRefused
from vecu.register.queries import System, get_system_detail
from vecu.register.views.system_access import get_system, render_system_page


@dataclass(frozen=True, slots=True)
class PilotVersionLine:
    """A version of the pilot, since when it was in use, if ever, and whether it is now."""

    version: PilotVersion
    day: date | None
    current: bool


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_pilot(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show where a pilot stands; of another system, how it becomes one."""
    pilots = list_pilots()
    initial = {"pilot": pilots[0].name} if len(pilots) == 1 else {}
    return _render(request, system, role, AdoptionForm(initial=initial))


@require_permission(allowed.can_adopt_pilot, get_system)
@require_POST
def adopt(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Make a system a pilot."""
    form = AdoptionForm(request.POST)
    if form.is_valid():
        by, now = request.user.get_username(), timezone.now()
        try:
            adopt_pilot(system, form.cleaned_data["pilot"], by=by, now=now)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, _("This system is a pilot of the laboratory now."))
            return redirect("pilots:pilot", slug=system.slug)
    return _render(request, system, role, form, 422)


def _render(
    request: StaffRequest, system: System, role: Role, form: AdoptionForm, status: int = 200
) -> HttpResponse:
    use = find_pilot_use(system.pk)
    context: dict[str, Any] = {"problems": form.problems if form.is_bound else []}
    if use is None:
        context |= {
            "form": form,
            "adopts": allowed.can_adopt_pilot(role),
            "cancel": reverse("register:system", args=[system.slug]),
        }
        return render_system_page(request, "pilots/adoption.html", system, role, context, status)
    detail = get_system_detail(system, Audience.MEMBERS)
    standing = get_pilot_standing(use, detail, timezone.localdate())
    days = map_version_days(use, detail)
    context |= {
        "standing": standing,
        "versions": [
            PilotVersionLine(
                each, days.get(each.name), standing.release is not None and each == standing.version
            )
            for each in reversed(standing.pilot.versions)
        ],
        "choice": describe_choice(standing),
        "has_steps": has_steps(standing.pilot),
        "next": find_pilot_step(system, role, standing, days),
    }
    return render_system_page(request, "pilots/pilot.html", system, role, context, status)

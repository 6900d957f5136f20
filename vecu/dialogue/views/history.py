"""The history of a dialogue: who did what, and undoing the latest act."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import get_display_names
from vecu.accounts.rules import Role
from vecu.dialogue.act_descriptions import describe_act
from vecu.dialogue.actions import DialogueChanged, DialogueRefused, undo_act
from vecu.dialogue.queries import (
    DialogueEvent,
    find_dialogue,
    find_undoable_act,
    get_dialogue_detail,
    list_dialogue_history,
)
from vecu.dialogue.rules import get_side
from vecu.dialogue.views.form_choices import build_history_choices
from vecu.evidence.sources import Audience
from vecu.register.queries import System
from vecu.register.views.system_access import get_system, render_system_page
from vecu.ui.side_by_side import FormProblem

ACTS_A_PAGE = 50


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_acts(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List what was done in the dialogue about a system, the latest first."""
    return _page(request, system, role)


@require_permission(allowed.can_put_on_agenda, get_system)
@require_POST
def undo(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    sent = request.POST.get("event", "")
    event = int(sent[:18]) if sent.isdecimal() else 0
    dialogue = find_dialogue(system.scope)
    if dialogue is None:
        return _page(request, system, role, [_("There is nothing to undo.")])
    by, side = request.user.get_username(), get_side(role)
    try:
        undo_act(dialogue, event, side=side, by=by, now=timezone.now())
    except DialogueRefused as refusal:
        return _page(request, system, role, list(refusal.problems.values()))
    except DialogueChanged as changed:
        return _page(request, system, role, [str(changed)])
    messages.success(request, _("Undone."))
    return redirect("dialogue:history", slug=system.slug)


def _page(
    request: StaffRequest, system: System, role: Role, refusals: Sequence[str] = ()
) -> HttpResponse:
    dialogue = find_dialogue(system.scope)
    acts = list_dialogue_history(dialogue) if dialogue else DialogueEvent.objects.none()
    page = Paginator(acts, ACTS_A_PAGE).get_page(request.GET.get("page"))
    noted = get_dialogue_detail(system.scope, Audience.MEMBERS, localdate())
    choices = build_history_choices(noted)
    latest = find_undoable_act(dialogue) if dialogue else None
    undoable = latest is not None and latest.side == get_side(role)
    context = {
        "page": page,
        "lines": [(event, describe_act(event, choices)) for event in page],
        "latest": latest,
        "latest_act": describe_act(latest, choices) if latest else None,
        "undoable": undoable and allowed.can_put_on_agenda(role),
        "names": get_display_names(),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_system_page(request, "dialogue/history.html", system, role, context, status)

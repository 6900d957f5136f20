"""The history of a dialogue: who did what for which side, and undoing the latest act."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.dialogue.queries import find_dialogue, get_dialogue_detail
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.dialogue.views.dialogue_access import get_act
from vecu.dialogue.views.form_choices import build_history_choices
from vecu.evidence.sources import Audience
from vecu.records.actions import undo_move
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.history import HistoryPage, build_history, read_move
from vecu.records.queries import Act
from vecu.records.rules import Side, get_side
from vecu.records.submission import press_button
from vecu.register.queries import System
from vecu.register.views.system_access import get_system, render_system_page
from vecu.translation import gettext_noop

ACTOR_PHRASES: Mapping[str, str] = {
    Side.STAFF: gettext_noop("for staff representatives"),
    Side.SYSTEM: gettext_noop("for those who answer for the system"),
    "": gettext_noop("A review clause"),
}
"""For whom somebody did something; no member has a clause triggered."""


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_acts(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List what was done in the dialogue about a system, the latest first."""
    return _page(request, system, role)


@require_permission(allowed.can_put_on_agenda, get_system)
@require_POST
def undo(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    dialogue = find_dialogue(system.scope)
    if dialogue is None:
        return _page(request, system, role, [_("There is nothing to undo.")])
    act, move = get_act(request, role), read_move(request)
    if problem := press_button(lambda: undo_move(dialogue, DIALOGUE, move, **act)):
        return _page(request, system, role, [problem])
    messages.success(request, _("Undone."))
    return redirect("dialogue:history", slug=system.slug)


def _page(
    request: StaffRequest, system: System, role: Role, problems: Sequence[str] = ()
) -> HttpResponse:
    choices = build_history_choices(
        get_dialogue_detail(system.scope, Audience.MEMBERS, localdate())
    )

    def describe(act: Act) -> ActDescription:
        return replace(describe_act(act, choices=choices), actor=_(ACTOR_PHRASES[act.side]))

    page = HistoryPage(
        "dialogue/system.html",
        _("History of the dialogue"),
        _(
            "Who noted what, the latest first. It only grows: undoing adds to it. Each side undoes"
            " only what it noted itself."
        ),
        reverse("dialogue:undo", args=[system.slug]),
        (_("Dialogue"), reverse("dialogue:dialogue", args=[system.slug])),
        describe,
    )
    context = build_history(
        request,
        find_dialogue(system.scope),
        DIALOGUE,
        page,
        may_undo=allowed.can_put_on_agenda(role),
        side=get_side(role),
        problems=problems,
    )
    status = 422 if problems else 200
    return render_system_page(request, "records/history.html", system, role, context, status)

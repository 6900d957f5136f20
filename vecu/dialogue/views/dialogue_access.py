"""What every page of a dialogue needs: who may write there, the entry, its address, its choices."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.decorators import NotAllowed, Page, StaffRequest, require_permission
from vecu.accounts.rules import Role, can_put_on_agenda
from vecu.dialogue.queries import DialogueEntry, find_dialogue_entry
from vecu.dialogue.rules import DialogueKind, can_write_kind
from vecu.records.rules import get_side
from vecu.register.queries import System
from vecu.register.views.system_access import get_system

P = ParamSpec("P")


def require_writer(
    view: Callable[Concatenate[StaffRequest, System, Role, DialogueKind, P], HttpResponse],
) -> Page:
    """Require a role that may note entries of the kind that the address names."""

    def guarded(
        request: StaffRequest,
        system: System,
        role: Role,
        /,
        dialogue_kind: DialogueKind,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> HttpResponse:
        if not can_write_kind(role, dialogue_kind):
            raise NotAllowed(_("Your role in this system does not permit this."))
        return view(request, system, role, dialogue_kind, *args, **kwargs)

    return wraps(view)(require_permission(can_put_on_agenda, get_system)(guarded))


def get_act(request: StaffRequest, role: Role) -> dict[str, Any]:
    """Return what all acts have in common: who does something now, and for which side."""
    by, now = request.user.get_username(), timezone.now()
    return {"by": by, "now": now, "side": get_side(role)}


def get_entry(system: System, kind: DialogueKind, entry: UUID) -> DialogueEntry:
    """Return an entry of the dialogue about a system; raise Http404 if it is not there."""
    row = find_dialogue_entry(system.scope, kind, entry)
    if row is None:
        raise Http404
    return row


def make_address(system: System, kind: DialogueKind, entry: UUID, page: str = "entry") -> str:
    """Return the address of a page of an entry."""
    return reverse(f"dialogue:{page}", args=(system.slug, kind, entry))


def make_adding_address(system: System, kind: DialogueKind, **proposed: object) -> str:
    """Return the address of the form that adds an entry, with what it already says."""
    query = {name: str(value) for name, value in proposed.items()}
    return reverse("dialogue:add", args=(system.slug, kind), query=query)

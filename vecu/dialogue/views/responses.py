"""Confirm or contest an entry that the other side noted."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.dialogue.entry_descriptions import get_title
from vecu.dialogue.rules import DialogueKind
from vecu.dialogue.views.dialogue_access import get_act, get_entry, make_address
from vecu.records.actions import respond_to_record
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.queries import System
from vecu.register.views.responses import ResponsePage
from vecu.register.views.system_access import get_system
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import pick_text


@require_permission(allowed.can_respond, get_system)
@require_POST
def confirm(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Confirm an entry."""
    return _get_page(request, system, role, dialogue_kind, dialogue_entry).confirm()


@require_permission(allowed.can_respond, get_system)
@require_http_methods(READ_OR_WRITE)
def contest(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Contest an entry, with a reason."""
    return _get_page(request, system, role, dialogue_kind, dialogue_entry).contest()


def _get_page(
    request: StaffRequest, system: System, role: Role, kind: DialogueKind, entry: UUID
) -> ResponsePage:
    row = get_entry(system, kind, entry)
    if not isinstance(row, TwoSidedRecord):
        raise Http404
    return ResponsePage(
        request,
        system,
        role,
        row,
        pick_text(get_title(row)),
        make_address(system, kind, entry),
        lambda verdict, **said: respond_to_record(row, verdict, **said, **get_act(request, role)),
    )

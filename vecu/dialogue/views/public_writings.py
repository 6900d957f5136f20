"""What everybody reads of writings: their situations, positions side by side, what moved when."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts.queries import list_mandates
from vecu.dialogue.entry_descriptions import NOTED_BY
from vecu.dialogue.presenters.writings import (
    describe_position,
    lay_out_writing,
    lay_out_writings,
    list_history,
    list_part_rows,
)
from vecu.dialogue.queries import WritingPosition, find_debates, list_public_positions
from vecu.records.descriptions import list_response_lines
from vecu.register.queries import System
from vecu.ui.page_headers import keep_out_of_caches
from vecu.writings import OBJECTION, WritingKind, find_writing_kind


@require_safe
@keep_out_of_caches
def list_writings(request: HttpRequest) -> HttpResponse:
    """Show every kind of writing in its situation, and how many organisations took a position."""
    pages = lay_out_writings(list_public_positions(), localdate())
    return render(request, "dialogue/writings/list.html", {"pages": pages, "objection": OBJECTION})


@require_safe
@keep_out_of_caches
def show_writing(request: HttpRequest, writing: str) -> HttpResponse:
    """Show the positions in force on a writing side by side, after its situation."""
    kind = _get_kind(writing)
    positions = _list_positions(kind)
    context = {
        "page": lay_out_writing(kind, positions, localdate()),
        "kind": kind,
        "objection": OBJECTION,
        "about_systems": [system for _row, system in positions],
    }
    return render(request, "dialogue/writings/writing.html", context)


@require_safe
@keep_out_of_caches
def show_history(request: HttpRequest, writing: str) -> HttpResponse:
    """Show when the limit moved, and after which debate."""
    kind = _get_kind(writing)
    positions = _list_positions(kind)
    debates = find_debates([row for row, _system in positions])
    context = {
        "kind": kind,
        "events": list_history(kind, positions, debates),
        "about_systems": [system for _row, system in positions],
    }
    return render(request, "dialogue/writings/history.html", context)


@require_safe
@keep_out_of_caches
def show_position(request: HttpRequest, writing: str, position: UUID) -> HttpResponse:
    """Show one version of a position, in force or not any more."""
    kind = _get_kind(writing)
    found = _list_positions(kind)
    row, system = next((each for each in found if each[0].pk == position), (None, None))
    if row is None or system is None:
        raise Http404
    rows = [each for each, _system in found]
    shown = describe_position(row, system, rows)
    followed = next((each for each in rows if each.is_in_force and each.previous == row.pk), None)
    context = {
        "kind": kind,
        "position": shown,
        "positions": [shown],
        "system": system,
        "noted_by": _(NOTED_BY[row.side]),
        "responses": list_response_lines(row, list_mandates(system.scope)),
        "rows": list_part_rows(kind, [shown]),
        "followed": describe_position(followed, system, rows) if followed else None,
    }
    return render(request, "dialogue/writings/position.html", context)


def _get_kind(key: str) -> WritingKind:
    kind = find_writing_kind(key)
    if kind is None:
        raise Http404
    return kind


def _list_positions(kind: WritingKind) -> list[tuple[WritingPosition, System]]:
    return [each for each in list_public_positions() if each[0].writing == kind.key]

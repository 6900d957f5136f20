"""The first page of a dialogue: what is new, the next step, and all that is noted."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.dialogue.entry_descriptions import DialogueDescription, DialogueTone
from vecu.dialogue.presenters.news import find_step, list_news
from vecu.dialogue.presenters.overview import DialogueInWords, describe_dialogue
from vecu.dialogue.queries import get_dialogue_detail
from vecu.dialogue.rules import DialogueKind, can_write_kind
from vecu.dialogue.sections import SECTIONS
from vecu.dialogue.views.dialogue_access import make_adding_address, make_address
from vecu.dialogue.views.entries import ADD_BUTTONS
from vecu.evidence.sources import Audience
from vecu.records.rules import get_side
from vecu.register.queries import System
from vecu.register.views.system_access import get_system, render_system_page
from vecu.ui.next_steps import NextStep
from vecu.ui.wording import pick_text

WAITING_ORDER = 27
"""The order of what waits in a dialogue among the steps of all rooms."""


@dataclass(frozen=True, slots=True)
class DialoguePart:
    """The entries of one kind: those that hold or wait, those that are past, how to add one."""

    kind: DialogueKind
    heading: str
    lead: str
    current: list[DialogueDescription]
    past: list[DialogueDescription]
    add: str
    address: str


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_dialogue(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show what is new in the dialogue about a system, the next step, and all that is noted."""
    noted = get_dialogue_detail(system.scope, Audience.MEMBERS, localdate())
    words = describe_dialogue(noted)
    news = list_news(words, get_side(role))
    parts = [_make_part(system, role, kind, words) for kind in SECTIONS]
    context = {
        "news": news,
        "step": find_dialogue_step(system, role, words),
        "apart": parts[:3],
        "parts": parts[3:],
        "empty": not any(True for _each in words.iter_all()),
    }
    return render_system_page(request, "dialogue/dialogue.html", system, role, context)


def _make_part(
    system: System, role: Role, kind: DialogueKind, words: DialogueInWords
) -> DialoguePart:
    entries = list(words.list_kind(kind))
    past = {DialogueTone.PAST}
    if kind is DialogueKind.COMMITMENT:
        past.add(DialogueTone.AGREED)
    writes = can_write_kind(role, kind)
    return DialoguePart(
        kind,
        _(SECTIONS[kind].heading),
        _(SECTIONS[kind].lead),
        [each for each in entries if each.tone not in past],
        [each for each in entries if each.tone in past],
        _(ADD_BUTTONS[kind]) if writes else "",
        make_adding_address(system, kind) if writes else "",
    )


def find_dialogue_step(system: System, role: Role, words: DialogueInWords) -> NextStep | None:
    """Return the first thing that this role can do: what waits, else how to begin or go on."""
    found = find_step(list_news(words, get_side(role)), role)
    if found:
        entry = found.entry
        sentence = _("%(label)s: “%(title)s”.") % {
            "label": found.label,
            "title": pick_text(entry.title),
        }
        address = make_address(system, entry.kind, entry.row.pk, found.page)
        return NextStep(sentence, found.step, address, WAITING_ORDER)
    empty = not any(True for _each in words.iter_all())
    if can_write_kind(role, DialogueKind.WORKSHOP):
        kind = DialogueKind.WORKSHOP
        sentence = _("Start with what people already discuss.") if empty else _("Nothing waits.")
    elif can_write_kind(role, DialogueKind.AGENDA_ITEM):
        kind = DialogueKind.AGENDA_ITEM
        sentence = _("Is there something to talk about?")
    else:
        return None
    address = make_adding_address(system, kind)
    return NextStep(sentence, _(ADD_BUTTONS[kind]), address, 82)

"""What the history of a dialogue knows: the entries of both sides, and what became of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.dialogue import content
from vecu.dialogue.checks import (
    list_ended_problems,
    list_entry_problems,
    list_removal_problems,
    list_side_problems,
)
from vecu.dialogue.entry_descriptions import get_title
from vecu.dialogue.forms.entries import DIALOGUE_FORMS
from vecu.dialogue.forms.outcomes import AvisForm, EndingForm
from vecu.dialogue.models import ENTRY_MODELS, DialogueEntry, ReviewClause, Workshop
from vecu.dialogue.position_checks import list_force_problems
from vecu.dialogue.queries import iter_citations
from vecu.dialogue.rules import DialogueKind, DialogueVerb
from vecu.records.citations import register_citer
from vecu.records.kinds import (
    ADD,
    CHANGE,
    REMOVE,
    Ledger,
    Problems,
    RecordKind,
    register_record_kinds,
)
from vecu.records.queries import Act
from vecu.records.rules import ResponseVerb
from vecu.register.forms.responses import ContestForm
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm


def _list_other_side(act: Act, side: str, _today: date) -> Problems:
    return {} if act.side == side else {"": _("The other side did this: only they can undo it.")}


def _list_change_problems(row: DialogueEntry, side: str) -> Problems:
    return list_side_problems(row, side) or list_ended_problems(row)


def _list_removal_problems(row: DialogueEntry, side: str) -> Problems:
    return list_side_problems(row, side) or list_removal_problems(row, side)


def _list_undo_problems(
    act: Act, row: DialogueEntry | None, restored: DialogueEntry | None
) -> Problems:
    """Return why undoing would take away what somebody else did, or a clause found."""
    if row is not None and restored is None:
        return list_removal_problems(row, act.side)
    if row is not None and (stays := list_force_problems(row)):
        return stays
    if act.verb == CHANGE and isinstance(row, ReviewClause) and row.items.exists():
        return {"": _("This clause has been triggered: end it and say why. What it found stays.")}
    return {}


def _list_cited(row: DialogueEntry) -> list[UUID]:
    """Return what others cite of an entry: a workshop dates its points."""
    points = row.points.values_list("pk", flat=True) if isinstance(row, Workshop) else ()
    return [row.pk, *points]


def _set_side(row: DialogueEntry, side: str) -> None:
    row.side = side


DIALOGUE = Ledger("dialogue", may_undo=_list_other_side)
_OUTCOME_FORMS: Mapping[str, type[ContentForm[Any]]] = {
    DialogueVerb.NOTE_AVIS: AvisForm,
    DialogueVerb.END: EndingForm,
    ResponseVerb.CONTEST: ContestForm,
}
_NEVER_UNDONE = frozenset({DialogueVerb.FIRE, *ResponseVerb})
_ENTRIES: Mapping[DialogueKind, tuple[type[Any], Mapping[str, str]]] = {
    DialogueKind.WORKSHOP: (
        content.WorkshopContent,
        {
            ADD: gettext_noop("added a workshop"),
            CHANGE: gettext_noop("changed a workshop"),
            REMOVE: gettext_noop("removed a workshop"),
        },
    ),
    DialogueKind.POINT: (
        content.PointContent,
        {
            ADD: gettext_noop("added a point"),
            CHANGE: gettext_noop("changed a point"),
            REMOVE: gettext_noop("removed a point"),
            ResponseVerb.CONFIRM: gettext_noop("confirmed a point"),
            ResponseVerb.CONTEST: gettext_noop("contested a point"),
        },
    ),
    DialogueKind.CONSULTATION: (
        content.ConsultationProcess,
        {
            ADD: gettext_noop("added a consultation"),
            CHANGE: gettext_noop("changed a consultation"),
            DialogueVerb.NOTE_AVIS: gettext_noop("noted an opinion"),
            REMOVE: gettext_noop("removed a consultation"),
            ResponseVerb.CONFIRM: gettext_noop("confirmed the minutes of a consultation"),
            ResponseVerb.CONTEST: gettext_noop("contested a consultation"),
        },
    ),
    DialogueKind.AGREEMENT: (
        content.AgreementContent,
        {
            ADD: gettext_noop("added an agreement"),
            CHANGE: gettext_noop("changed an agreement"),
            DialogueVerb.END: gettext_noop("noted the end of an agreement"),
            REMOVE: gettext_noop("removed an agreement"),
            ResponseVerb.CONFIRM: gettext_noop("confirmed an agreement"),
            ResponseVerb.CONTEST: gettext_noop("contested an agreement"),
        },
    ),
    DialogueKind.COMMITMENT: (
        content.CommitmentContent,
        {
            ADD: gettext_noop("added a commitment"),
            CHANGE: gettext_noop("changed a commitment"),
            DialogueVerb.END: gettext_noop("noted what became of a commitment"),
            REMOVE: gettext_noop("removed a commitment"),
            ResponseVerb.CONFIRM: gettext_noop("confirmed a commitment"),
            ResponseVerb.CONTEST: gettext_noop("contested a commitment"),
        },
    ),
    DialogueKind.CLAUSE: (
        content.ClauseContent,
        {
            ADD: gettext_noop("added a review clause"),
            CHANGE: gettext_noop("changed a review clause"),
            DialogueVerb.END: gettext_noop("ended a review clause"),
            REMOVE: gettext_noop("removed a review clause"),
            ResponseVerb.CONFIRM: gettext_noop("confirmed a review clause"),
            ResponseVerb.CONTEST: gettext_noop("contested a review clause"),
        },
    ),
    DialogueKind.AGENDA_ITEM: (
        content.AgendaContent,
        {
            ADD: gettext_noop("put something on the agenda"),
            CHANGE: gettext_noop("changed an item of the agenda"),
            DialogueVerb.END: gettext_noop("answered an item of the agenda"),
            REMOVE: gettext_noop("removed an item of the agenda"),
            DialogueVerb.FIRE: gettext_noop("triggered, put an item on the agenda"),
        },
    ),
    DialogueKind.POSITION: (
        content.WritingPositionContent,
        {
            ADD: gettext_noop("added a position on a writing"),
            CHANGE: gettext_noop("changed a position on a writing"),
            REMOVE: gettext_noop("removed a position on a writing"),
            ResponseVerb.CONFIRM: gettext_noop("confirmed a position on a writing"),
            ResponseVerb.CONTEST: gettext_noop("contested a position on a writing"),
        },
    ),
}

register_citer(iter_citations)
register_record_kinds(
    *(
        RecordKind(
            DIALOGUE,
            kind,
            ENTRY_MODELS[kind],
            parent="dialogue",
            content=written,
            words=words,
            title=get_title,
            forms=[
                DIALOGUE_FORMS[kind],
                *(form for verb, form in _OUTCOME_FORMS.items() if verb in words),
            ],
            list_problems=list_entry_problems,
            list_change_problems=_list_change_problems,
            list_removal_problems=_list_removal_problems,
            list_undo_problems=_list_undo_problems,
            prepare=_set_side,
            list_cited=_list_cited,
            stays={"responses"} if ResponseVerb.CONFIRM in words else frozenset(),
            undoable=frozenset(words) - _NEVER_UNDONE,
        )
        for kind, (written, words) in _ENTRIES.items()
    ),
)

"""Acts of the history of a dialogue in words: what was done to what, and what changed by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vecu.dialogue.content import ByLanguage
from vecu.dialogue.entry_descriptions import get_title
from vecu.dialogue.forms.dialogue_form import DialogueChoices, DialogueForm
from vecu.dialogue.forms.entries import DIALOGUE_FORMS
from vecu.dialogue.forms.outcomes import AvisForm, EndingForm
from vecu.dialogue.history import read_state
from vecu.dialogue.models import DialogueEvent
from vecu.dialogue.rules import ENDINGS, DialogueKind, DialogueSide, DialogueVerb
from vecu.translation import gettext_noop
from vecu.ui.content_forms import FieldChange

Kind, Verb = DialogueKind, DialogueVerb
ACT_LABELS: Mapping[tuple[DialogueVerb, DialogueKind], str] = {
    (Verb.ADD, Kind.WORKSHOP): gettext_noop("added a workshop"),
    (Verb.CHANGE, Kind.WORKSHOP): gettext_noop("changed a workshop"),
    (Verb.REMOVE, Kind.WORKSHOP): gettext_noop("removed a workshop"),
    (Verb.ADD, Kind.POINT): gettext_noop("added a point"),
    (Verb.CHANGE, Kind.POINT): gettext_noop("changed a point"),
    (Verb.REMOVE, Kind.POINT): gettext_noop("removed a point"),
    (Verb.ADD, Kind.CONSULTATION): gettext_noop("added a consultation"),
    (Verb.CHANGE, Kind.CONSULTATION): gettext_noop("changed a consultation"),
    (Verb.NOTE_AVIS, Kind.CONSULTATION): gettext_noop("noted an opinion"),
    (Verb.REMOVE, Kind.CONSULTATION): gettext_noop("removed a consultation"),
    (Verb.ADD, Kind.AGREEMENT): gettext_noop("added an agreement"),
    (Verb.CHANGE, Kind.AGREEMENT): gettext_noop("changed an agreement"),
    (Verb.END, Kind.AGREEMENT): gettext_noop("noted the end of an agreement"),
    (Verb.REMOVE, Kind.AGREEMENT): gettext_noop("removed an agreement"),
    (Verb.ADD, Kind.COMMITMENT): gettext_noop("added a commitment"),
    (Verb.CHANGE, Kind.COMMITMENT): gettext_noop("changed a commitment"),
    (Verb.END, Kind.COMMITMENT): gettext_noop("noted what became of a commitment"),
    (Verb.REMOVE, Kind.COMMITMENT): gettext_noop("removed a commitment"),
    (Verb.ADD, Kind.CLAUSE): gettext_noop("added a review clause"),
    (Verb.CHANGE, Kind.CLAUSE): gettext_noop("changed a review clause"),
    (Verb.END, Kind.CLAUSE): gettext_noop("ended a review clause"),
    (Verb.REMOVE, Kind.CLAUSE): gettext_noop("removed a review clause"),
    (Verb.ADD, Kind.AGENDA_ITEM): gettext_noop("put something on the agenda"),
    (Verb.CHANGE, Kind.AGENDA_ITEM): gettext_noop("changed an item of the agenda"),
    (Verb.END, Kind.AGENDA_ITEM): gettext_noop("answered an item of the agenda"),
    (Verb.REMOVE, Kind.AGENDA_ITEM): gettext_noop("removed an item of the agenda"),
    (Verb.FIRE, Kind.AGENDA_ITEM): gettext_noop("triggered, put an item on the agenda"),
}
"""What was done to what; of an act that undoes another, what it undoes."""
ACTOR_LABELS: Mapping[str, str] = {
    DialogueSide.STAFF: gettext_noop("for staff representatives"),
    DialogueSide.SYSTEM: gettext_noop("for those who answer for the system"),
    "": gettext_noop("A review clause"),
}
"""For whom somebody did something; no member has a clause triggered."""


@dataclass(frozen=True, slots=True)
class DialogueActDescription:
    """An act in words: for whom it was done; `title` names the entry by language."""

    act: str
    actor: str
    title: ByLanguage
    changes: Sequence[FieldChange]


def describe_act(event: DialogueEvent, choices: DialogueChoices) -> DialogueActDescription:
    """Return an act in the language of the page; `choices` are those of all forms."""
    kind = DialogueKind(event.subject)
    act = _(ACT_LABELS[DialogueVerb(event.verb), kind])
    before = read_state(kind, event.before) if event.before else None
    after = read_state(kind, event.after) if event.after else None
    row = after or before
    changes = [
        change
        for form in _list_forms(kind)
        if before and after
        for change in form(choices=choices).list_changes(before, after)
    ]
    return DialogueActDescription(
        _("undid: %(act)s") % {"act": act} if event.undoes_id else act,
        _(ACTOR_LABELS[event.side]),
        get_title(row) if row else {},
        changes,
    )


def _list_forms(kind: DialogueKind) -> list[type[DialogueForm[Any]]]:
    forms: list[type[DialogueForm[Any]]] = [DIALOGUE_FORMS[kind]]
    if kind is DialogueKind.CONSULTATION:
        forms.append(AvisForm)
    if kind in ENDINGS:
        forms.append(EndingForm)
    return forms

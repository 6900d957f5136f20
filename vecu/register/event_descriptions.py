"""Acts of the history in words: what was done to what, and what changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vecu.register.forms.entries import ENTRY_FORMS
from vecu.register.forms.systems import DescriptionForm
from vecu.register.history import read_state
from vecu.register.models import System, SystemEntry, SystemEvent
from vecu.register.presenters import get_title
from vecu.register.rules import EntryKind, RegisterVerb
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm, FieldChange

Kind, Verb = EntryKind, RegisterVerb

ACT_LABELS = {
    (Verb.ADD, Kind.SYSTEM): gettext_noop("added the system"),
    (Verb.CHANGE, Kind.SYSTEM): gettext_noop("changed what it is"),
    (Verb.PUBLISH, Kind.SYSTEM): gettext_noop("published the system"),
    (Verb.TAKE_BACK, Kind.SYSTEM): gettext_noop("stopped publishing the system"),
    (Verb.CHANGE, Kind.CONTACT): gettext_noop("named a contact"),
    (Verb.REMOVE, Kind.CONTACT): gettext_noop("removed the contact"),
    (Verb.ADD, Kind.STAGE): gettext_noop("added a stage"),
    (Verb.CHANGE, Kind.STAGE): gettext_noop("changed a stage"),
    (Verb.REMOVE, Kind.STAGE): gettext_noop("removed a stage"),
    (Verb.ADD, Kind.VERSION): gettext_noop("added a version"),
    (Verb.CHANGE, Kind.VERSION): gettext_noop("changed a version"),
    (Verb.REMOVE, Kind.VERSION): gettext_noop("removed a version"),
    (Verb.ADD, Kind.SETTING): gettext_noop("added a setting"),
    (Verb.CHANGE, Kind.SETTING): gettext_noop("changed a setting"),
    (Verb.REMOVE, Kind.SETTING): gettext_noop("removed a setting"),
    (Verb.ADD, Kind.INVOLVEMENT): gettext_noop("added who took part"),
    (Verb.CHANGE, Kind.INVOLVEMENT): gettext_noop("changed who took part"),
    (Verb.REMOVE, Kind.INVOLVEMENT): gettext_noop("removed who took part"),
    (Verb.ADD, Kind.CONSULTATION): gettext_noop("added a consultation"),
    (Verb.CHANGE, Kind.CONSULTATION): gettext_noop("changed a consultation"),
    (Verb.REMOVE, Kind.CONSULTATION): gettext_noop("removed a consultation"),
    (Verb.ADD, Kind.GAP): gettext_noop("added a real situation"),
    (Verb.CHANGE, Kind.GAP): gettext_noop("changed a real situation"),
    (Verb.REMOVE, Kind.GAP): gettext_noop("removed a real situation"),
}
"""What was done to what; of an act that undoes another, what it undoes."""


@dataclass(frozen=True, slots=True)
class EventDescription:
    """An act in words; `subject` names the entry, '' where the history holds nothing of it."""

    act: str
    subject: str
    changes: Sequence[FieldChange]


def describe_event(event: SystemEvent) -> EventDescription:
    """Return an act in the language of the page."""
    kind = EntryKind(event.subject)
    act = _(ACT_LABELS[RegisterVerb(event.verb), kind])
    before = read_state(kind, event.before) if event.before else None
    after = read_state(kind, event.after) if event.after else None
    row = after or before
    return EventDescription(
        _("undid: %(act)s") % {"act": act} if event.undoes_id else act,
        get_title(row) if row else "",
        _list_changes(kind, before, after) if before and after else [],
    )


def _list_changes(
    kind: EntryKind, before: System | SystemEntry, after: System | SystemEntry
) -> list[FieldChange]:
    form_type: type[ContentForm[Any]] = ENTRY_FORMS.get(kind, DescriptionForm)
    return form_type().list_changes(before, after)

"""What the history of a system knows: the system, the entries about it, and its contact."""

from datetime import date
from typing import Any

from vecu.records.kinds import ADD, CHANGE, REMOVE, Ledger, RecordKind, register_record_kinds
from vecu.records.queries import Act
from vecu.register import content, models
from vecu.register.checks import (
    Problems,
    list_entry_problems,
    list_publication_problems,
    list_removal_problems,
    list_system_problems,
)
from vecu.register.forms.entries import ENTRY_FORMS
from vecu.register.forms.systems import DescriptionForm
from vecu.register.presenters import get_title
from vecu.register.rules import EntryKind, RegisterVerb
from vecu.translation import gettext_noop

REGISTER = Ledger("register")


def _list_description_problems(
    _system: Any, written: content.SystemContent, row: models.System, _today: date
) -> Problems:
    return list_system_problems(written) | (
        list_publication_problems(written) if row.published else {}
    )


def _list_undo_problems(_act: Act, _row: Any, restored: models.System) -> Problems:
    return list_publication_problems(restored) if restored.published else {}


def _list_removal_problems(row: Any, _side: str) -> Problems:
    return list_removal_problems(row)


_ENTRIES = {
    EntryKind.STAGE: (
        models.SystemStage,
        content.StageContent,
        gettext_noop("added a stage"),
        gettext_noop("changed a stage"),
        gettext_noop("removed a stage"),
    ),
    EntryKind.VERSION: (
        models.SystemVersion,
        content.VersionContent,
        gettext_noop("added a version"),
        gettext_noop("changed a version"),
        gettext_noop("removed a version"),
    ),
    EntryKind.SETTING: (
        models.SystemSetting,
        content.SettingContent,
        gettext_noop("added a setting"),
        gettext_noop("changed a setting"),
        gettext_noop("removed a setting"),
    ),
    EntryKind.INVOLVEMENT: (
        models.Involvement,
        content.InvolvementContent,
        gettext_noop("added who took part"),
        gettext_noop("changed who took part"),
        gettext_noop("removed who took part"),
    ),
    EntryKind.CONSULTATION: (
        models.Consultation,
        content.ConsultationContent,
        gettext_noop("added a consultation"),
        gettext_noop("changed a consultation"),
        gettext_noop("removed a consultation"),
    ),
    EntryKind.GAP: (
        models.SystemGap,
        content.GapContent,
        gettext_noop("added a real situation"),
        gettext_noop("changed a real situation"),
        gettext_noop("removed a real situation"),
    ),
}

SYSTEM = RecordKind(
    REGISTER,
    EntryKind.SYSTEM,
    models.System,
    parent="",
    content=content.SystemContent,
    words={
        ADD: gettext_noop("added the system"),
        CHANGE: gettext_noop("changed what it is"),
        RegisterVerb.PUBLISH: gettext_noop("published the system"),
        RegisterVerb.TAKE_BACK: gettext_noop("stopped publishing the system"),
    },
    title=get_title,
    forms=[DescriptionForm],
    list_problems=_list_description_problems,
    list_undo_problems=_list_undo_problems,
    outside={"slug", "published", "fictional", "contact_name", "contact_reach"},
    undoable=frozenset({CHANGE}),
)
CONTACT = RecordKind(
    REGISTER,
    EntryKind.CONTACT,
    None,
    parent="",
    content=content.ContactContent,
    words={
        CHANGE: gettext_noop("named a contact"),
        REMOVE: gettext_noop("removed the contact"),
    },
    undoable=frozenset(),
)
"""The history holds neither the name nor how to reach them."""

register_record_kinds(
    SYSTEM,
    CONTACT,
    *(
        RecordKind(
            REGISTER,
            kind,
            model,
            parent="system",
            content=written,
            words={ADD: added, CHANGE: changed, REMOVE: removed},
            title=get_title,
            forms=[ENTRY_FORMS[kind]],
            list_problems=list_entry_problems,
            list_removal_problems=_list_removal_problems,
        )
        for kind, (model, written, added, changed, removed) in _ENTRIES.items()
    ),
)

"""Write in the register: begin a system, note what is known of it, publish, undo, delete."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event, remove_scope_roles
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.errors import VecuError
from vecu.evidence.actions import delete_findings
from vecu.evidence.sources import Reference
from vecu.register.checks import (
    list_contact_problems,
    list_entry_problems,
    list_publication_problems,
    list_removal_problems,
    list_system_problems,
    strip_texts,
)
from vecu.register.content import (
    ConsultationContent,
    ContactContent,
    EntryContent,
    InvolvementContent,
    SettingContent,
    StageContent,
    SystemContent,
    VersionContent,
)
from vecu.register.models import (
    Consultation,
    Involvement,
    System,
    SystemEntry,
    SystemEvent,
    SystemSetting,
    SystemStage,
    SystemVersion,
)
from vecu.register.queries import find_undoable_event
from vecu.register.rules import EntryKind, RegisterVerb

_CONTENTS: Mapping[EntryKind, type[SystemContent | EntryContent]] = {
    EntryKind.SYSTEM: SystemContent,
    EntryKind.STAGE: StageContent,
    EntryKind.VERSION: VersionContent,
    EntryKind.SETTING: SettingContent,
    EntryKind.INVOLVEMENT: InvolvementContent,
    EntryKind.CONSULTATION: ConsultationContent,
}
_ENTRIES: Mapping[EntryKind, type[SystemEntry]] = {
    EntryKind.STAGE: SystemStage,
    EntryKind.VERSION: SystemVersion,
    EntryKind.SETTING: SystemSetting,
    EntryKind.INVOLVEMENT: Involvement,
    EntryKind.CONSULTATION: Consultation,
}
_State = dict[str, Any] | None
Entry = TypeVar("Entry", bound=SystemEntry)


class SystemRefused(VecuError):
    """A system cannot be as it is; `problems` says of each field what to change, '' of all."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class SystemChanged(VecuError):
    """Somebody else changed this meanwhile; `theirs` is what it is now, None if it was removed."""

    def __init__(self, theirs: System | SystemEntry | None) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Compare, then save again.")
            if theirs
            else _("Somebody else has removed this meanwhile.")
        )
        self.theirs = theirs


@transaction.atomic
def begin_system(content: SystemContent, *, by: str, now: datetime) -> System:
    """Begin a system that only its members see; the account `by` owns it.

    Raise `SystemRefused` or `UnknownAccount`. Who may begin one is checked elsewhere.
    """
    owner, content = get_member(by), strip_texts(content)
    _check(list_system_problems(content))
    system = System()
    _fill(system, content)
    system.save()
    _record(system, RegisterVerb.ADD, EntryKind.SYSTEM, system.pk, None, by=by, now=now)
    record_audit_event(by, "began system", system.scope, str(system.pk), now=now)
    give_role(owner, system.scope, Role.OWNER, by=by, now=now)
    return system


@transaction.atomic
def describe_system(
    system: System, content: SystemContent, *, revision: int, by: str, now: datetime
) -> System:
    """Change what a system is, and return it. Raise `SystemRefused`, or `SystemChanged`."""
    current, content = _lock(system, revision), strip_texts(content)
    _check(list_system_problems(content))
    before = _snapshot(EntryKind.SYSTEM, current)
    _fill(current, content)
    _save_system(current)
    _record(current, RegisterVerb.CHANGE, EntryKind.SYSTEM, current.pk, before, by=by, now=now)
    return current


@transaction.atomic
def set_contact(
    system: System, content: ContactContent, *, revision: int, by: str, now: datetime
) -> System:
    """Say which person answers for a system, and return it. The history holds no name of them.

    The person before is not stored any more. Raise `SystemRefused`, or `SystemChanged`.
    """
    current, content = _lock(system, revision), strip_texts(content)
    _check(list_contact_problems(content))
    _fill(current, content)
    _save_system(current)
    _append(current, RegisterVerb.CHANGE, EntryKind.CONTACT, current.pk, by=by, now=now)
    return current


@transaction.atomic
def add_entry(system: System, content: EntryContent, *, by: str, now: datetime) -> SystemEntry:
    """Note a stage, version, setting, involvement or consultation; raise `SystemRefused`."""
    current, content = _lock(system), strip_texts(content)
    _check(list_entry_problems(current, content, None, localdate(now)))
    kind = _get_kind(content)
    row = _ENTRIES[kind](system=current)
    _fill(row, content)
    row.save()
    _record(current, RegisterVerb.ADD, kind, row.pk, None, by=by, now=now)
    return row


@transaction.atomic
def change_entry(
    entry: Entry, content: EntryContent, *, revision: int, by: str, now: datetime
) -> Entry:
    """Correct an entry, and return it. A value chosen anew is another entry.

    Raise `SystemRefused`, or `SystemChanged` unless `revision` is the one that was read.
    """
    system, kind, content = _lock(entry.system), _get_kind(content), strip_texts(content)
    if not isinstance(entry, _ENTRIES[kind]):
        raise TypeError(f"A {type(entry).__name__} cannot become a {kind}.")
    row = _find_current(entry, revision)
    _check(list_entry_problems(system, content, row, localdate(now)))
    before = _snapshot(kind, row)
    _fill(row, content)
    row.revision += 1
    row.save()
    _record(system, RegisterVerb.CHANGE, kind, row.pk, before, by=by, now=now)
    return row


@transaction.atomic
def remove_entry(entry: SystemEntry, *, revision: int, by: str, now: datetime) -> None:
    """Remove what should not have been noted; the history shows that it was.

    Raise `SystemRefused`, or `SystemChanged` unless `revision` is the one that was read.
    """
    system = _lock(entry.system)
    row = _find_current(entry, revision)
    _check(list_removal_problems(row))
    kind = next(kind for kind, model in _ENTRIES.items() if isinstance(row, model))
    key, before = row.pk, _snapshot(kind, row)
    row.delete()
    _record(system, RegisterVerb.REMOVE, kind, key, before, by=by, now=now)


@transaction.atomic
def publish_system(system: System, *, by: str, now: datetime) -> None:
    """Let everybody read a system; raise `SystemRefused` for what they would have to guess."""
    current = _lock(system)
    if current.published is not None:
        raise SystemRefused({"": _("Everybody can read this system already.")})
    current.published = localdate(now)
    _save_system(current)
    _append(current, RegisterVerb.PUBLISH, EntryKind.SYSTEM, current.pk, by=by, now=now)
    record_audit_event(by, "published system", current.scope, str(current.pk), now=now)


@transaction.atomic
def take_system_back(system: System, *, by: str, now: datetime) -> None:
    """Let nobody but members read a system any more; raise `SystemRefused` if nobody else did."""
    current = _lock(system)
    if current.published is None:
        raise SystemRefused({"": _("Only members can read this system already.")})
    current.published = None
    _save_system(current)
    _append(current, RegisterVerb.TAKE_BACK, EntryKind.SYSTEM, current.pk, by=by, now=now)
    record_audit_event(by, "took system back", current.scope, str(current.pk), now=now)


@transaction.atomic
def undo_event(system: System, event: int, *, by: str, now: datetime) -> None:
    """Undo the act with this key, which must be the latest that can be.

    Raise `SystemRefused` where there is nothing to undo, where somebody acted since, and where it
    would leave everybody with a system that could not be published.
    """
    current = _lock(system)
    latest = find_undoable_event(current)
    if latest is None:
        raise SystemRefused({"": _("There is nothing to undo.")})
    if latest.pk != event:
        message = _("Something else was done or undone meanwhile. Look at the history again.")
        raise SystemRefused({"": message})
    kind = EntryKind(latest.subject)
    row = _find_row(current, kind, latest.entry)
    before = _snapshot(kind, row) if row else None
    _restore(current, kind, latest, row)
    verb = RegisterVerb(latest.verb)
    _record(current, verb, kind, latest.entry, before, by=by, now=now, undoes=latest)


@transaction.atomic
def delete_system(system: System, *, by: str, now: datetime) -> None:
    """Delete a system with its history, its findings and all roles in it; the audit stays."""
    current = _lock(system)
    scope, key = current.scope, str(current.pk)
    delete_findings(scope)
    remove_scope_roles(scope)
    current.delete()
    record_audit_event(by, "deleted system", scope, key, now=now)


def _check(problems: Mapping[str, str]) -> None:
    if problems:
        raise SystemRefused(problems)


def _lock(system: System, revision: int | None = None) -> System:
    """Return a system as it is now; all writing about it waits for this."""
    current = System.objects.select_for_update().filter(pk=system.pk).first()
    if current is None or revision not in {None, current.revision}:
        raise SystemChanged(current)
    return current


def _find_current(entry: Entry, revision: int) -> Entry:
    row = type(entry)._default_manager.filter(pk=entry.pk).first()
    if row is None or row.revision != revision:
        raise SystemChanged(row)
    return row


def _find_row(system: System, kind: EntryKind, key: UUID) -> System | SystemEntry | None:
    if kind is EntryKind.SYSTEM:
        return system
    return _ENTRIES[kind]._default_manager.filter(pk=key).first()


def _save_system(system: System) -> None:
    if system.published is not None:
        _check(list_publication_problems(system))
    system.revision += 1
    system.save()


def _get_kind(content: EntryContent) -> EntryKind:
    return next(kind for kind, each in _CONTENTS.items() if isinstance(content, each))


def _fill(
    row: System | SystemEntry, content: SystemContent | ContactContent | EntryContent
) -> None:
    for each in fields(content):
        value = getattr(content, each.name)
        if each.name == "references":
            value = [
                {"source": one.source, "id": str(one.id), "revision": one.revision}
                for one in dict.fromkeys(value)
                if isinstance(one, Reference)
            ]
        elif value is None and not row._meta.get_field(each.name).null:
            value = ""
        setattr(row, each.name, value)


def _snapshot(kind: EntryKind, row: System | SystemEntry) -> dict[str, Any]:
    names = [each.name for each in fields(_CONTENTS[kind])]
    return {name: getattr(row, name) for name in (*names, "revision")}


def _restore(
    system: System, kind: EntryKind, event: SystemEvent, row: System | SystemEntry | None
) -> None:
    """Bring back what an act found. Its revision is new: who cited it argued with another."""
    if event.before is None:
        if row is not None:
            row.delete()
        return
    restored = row or _ENTRIES[kind](pk=event.entry, system=system)
    latest = row.revision if row else event.before["revision"]
    for name, value in event.before.items():
        setattr(restored, name, restored._meta.get_field(name).to_python(value))
    restored.revision = latest
    if isinstance(restored, System):
        _save_system(restored)
    else:
        restored.revision += 1
        restored.save()


def _record(
    system: System,
    verb: RegisterVerb,
    kind: EntryKind,
    key: UUID,
    before: _State,
    *,
    by: str,
    now: datetime,
    undoes: SystemEvent | None = None,
) -> None:
    row = _find_row(system, kind, key)
    after = _snapshot(kind, row) if row else None
    _append(system, verb, kind, key, before, after, by=by, now=now, undoes=undoes)


def _append(
    system: System,
    verb: RegisterVerb,
    kind: EntryKind,
    key: UUID,
    before: _State = None,
    after: _State = None,
    *,
    by: str,
    now: datetime,
    undoes: SystemEvent | None = None,
) -> None:
    SystemEvent.objects.create(
        system=system, at=now, by=by, verb=verb, subject=kind, entry=key,
        before=before, after=after, undoes=undoes,
    )  # fmt: skip

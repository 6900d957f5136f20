"""Write in the register: begin a system, note what is known of it, publish, undo, delete."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event, remove_scope_roles
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.errors import VecuError
from vecu.evidence.actions import delete_findings
from vecu.register.checks import (
    list_contact_problems,
    list_entry_problems,
    list_publication_problems,
    list_removal_problems,
    list_slug_problems,
    list_system_problems,
    strip_texts,
)
from vecu.register.content import ContactContent, EntryContent, SystemContent
from vecu.register.history import (
    Act,
    append_event,
    fill_row,
    find_row,
    get_content_kind,
    get_row_kind,
    restore_row,
    take_snapshot,
)
from vecu.register.models import ENTRY_MODELS, System, SystemEntry
from vecu.register.queries import find_undoable_event
from vecu.register.rules import EntryKind, RegisterVerb
from vecu.register.system_contents import list_system_contents
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit

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
            _("Somebody else has changed this in the meantime. Compare, then save again.")
            if theirs
            else _("Somebody else has removed this in the meantime.")
        )
        self.theirs = theirs


@transaction.atomic
def begin_system(
    slug: str, content: SystemContent, *, by: str, now: datetime, fictional: bool = False
) -> System:
    """Add a system that only its members see; the account `by` owns it.

    `slug` is the end of its address, and `fictional` whether it is invented: neither ever changes.
    Raise `SystemRefused` or `UnknownAccount`.
    Who may begin one is checked elsewhere.
    """
    owner, content = get_member(by), strip_texts(content)
    _check(list_slug_problems(slug) | list_system_problems(content))
    system = System(slug=slug, fictional=fictional)
    fill_row(system, content)
    system.save()
    added = Act(system, RegisterVerb.ADD, EntryKind.SYSTEM, system.pk, by, now)
    append_event(added, after=take_snapshot(system))
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
    before = take_snapshot(current)
    fill_row(current, content)
    _save_system(current)
    act = Act(current, RegisterVerb.CHANGE, EntryKind.SYSTEM, current.pk, by, now)
    append_event(act, before, take_snapshot(current))
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
    fill_row(current, content)
    _save_system(current)
    append_event(Act(current, RegisterVerb.CHANGE, EntryKind.CONTACT, current.pk, by, now))
    return current


@transaction.atomic
def remove_contact(system: System, *, revision: int, by: str, now: datetime) -> System:
    """Remove the name of somebody who does not agree any more; a public system stays public.

    Raise `SystemChanged` unless `revision` is the one that was read.
    """
    current = _lock(system, revision)
    current.contact_name, current.contact_reach = "", {}
    _save_system(current)
    append_event(Act(current, RegisterVerb.REMOVE, EntryKind.CONTACT, current.pk, by, now))
    return current


@transaction.atomic
def add_entry(system: System, content: EntryContent, *, by: str, now: datetime) -> SystemEntry:
    """Note a stage, version, setting, involvement or consultation; raise `SystemRefused`."""
    current, content = _lock(system), strip_texts(content)
    _check(list_entry_problems(current, content, None, localdate(now)))
    kind = get_content_kind(content)
    row = ENTRY_MODELS[kind](system=current)
    fill_row(row, content)
    row.save()
    append_event(Act(current, RegisterVerb.ADD, kind, row.pk, by, now), after=take_snapshot(row))
    return row


@transaction.atomic
def change_entry(
    entry: Entry, content: EntryContent, *, revision: int, by: str, now: datetime
) -> Entry:
    """Correct an entry, and return it. A value chosen anew is another entry.

    Raise `SystemRefused`, or `SystemChanged` unless `revision` is the one that was read.
    """
    system, kind, content = _lock(entry.system), get_content_kind(content), strip_texts(content)
    if not isinstance(entry, ENTRY_MODELS[kind]):
        raise TypeError(f"A {type(entry).__name__} cannot become a {kind}.")
    row = _find_current(entry, revision)
    _check(list_entry_problems(system, content, row, localdate(now)))
    before = take_snapshot(row)
    fill_row(row, content)
    row.revision += 1
    row.save()
    act = Act(system, RegisterVerb.CHANGE, kind, row.pk, by, now)
    append_event(act, before, take_snapshot(row))
    return row


@transaction.atomic
def remove_entry(entry: SystemEntry, *, revision: int, by: str, now: datetime) -> None:
    """Remove what should not have been noted; the history shows that it was.

    Raise `SystemRefused`, or `SystemChanged` unless `revision` is the one that was read.
    """
    system = _lock(entry.system)
    row = _find_current(entry, revision)
    _check(list_removal_problems(row))
    act = Act(system, RegisterVerb.REMOVE, get_row_kind(row), row.pk, by, now)
    append_event(act, before=take_snapshot(row))
    row.delete()


@transaction.atomic
def publish_system(system: System, *, by: str, now: datetime) -> None:
    """Let everybody read a system; raise `SystemRefused` for what they would have to guess."""
    current = _lock(system)
    if current.published is not None:
        raise SystemRefused({"": _("Everybody can already read this system.")})
    if not current.contact_name:
        message = _("Say which person answers for the system, and how to reach them.")
        raise SystemRefused(list_publication_problems(current) | {"contact_name": message})
    current.published = localdate(now)
    _save_system(current)
    append_event(Act(current, RegisterVerb.PUBLISH, EntryKind.SYSTEM, current.pk, by, now))
    record_audit_event(by, "published system", current.scope, str(current.pk), now=now)


@transaction.atomic
def take_system_back(system: System, *, by: str, now: datetime) -> None:
    """Let nobody but members read a system any more; raise `SystemRefused` if nobody else did."""
    current = _lock(system)
    if current.published is None:
        raise SystemRefused({"": _("Only members can read this system already.")})
    current.published = None
    _save_system(current)
    append_event(Act(current, RegisterVerb.TAKE_BACK, EntryKind.SYSTEM, current.pk, by, now))
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
    row = find_row(current, latest)
    before = take_snapshot(row) if row else None
    restored = restore_row(current, latest, row)
    if isinstance(restored, System):
        _save_system(restored)
    kind = EntryKind(latest.subject)
    act = Act(current, RegisterVerb(latest.verb), kind, latest.entry, by, now, undoes=latest)
    append_event(act, before, take_snapshot(restored) if restored else None)


@transaction.atomic
def delete_system(system: System, *, by: str, now: datetime) -> None:
    """Delete a system with all that any room has of it, and all roles in it; the audit stays.

    What the database's files still show is erased as far as possible.
    """
    current = _lock(system)
    scope, key = current.scope, str(current.pk)
    delete_findings(scope)
    for contents in list_system_contents():
        contents.delete(current)
    remove_scope_roles(scope)
    current.delete()
    record_audit_event(by, "deleted system", scope, key, now=now)
    rewrite_tables_on_commit()


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


def _save_system(system: System) -> None:
    if system.published is not None:
        _check(list_publication_problems(system))
    system.revision += 1
    system.save()

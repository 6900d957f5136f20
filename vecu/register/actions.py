"""Write in the register what is more than an entry: begin a system, publish, delete."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event, remove_scope_roles
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.evidence.actions import delete_findings
from vecu.records.actions import (
    append_act,
    begin_writing,
    check_problems,
    delete_acts,
    lock_record,
    lock_row,
    save_next,
    take_state,
)
from vecu.records.errors import RecordRefused
from vecu.records.kinds import ADD, CHANGE, REMOVE, get_kind_of_row, get_record_kind
from vecu.records.row_states import fill_columns
from vecu.records.text_normalization import strip_texts
from vecu.register.checks import (
    list_contact_problems,
    list_publication_problems,
    list_slug_problems,
    list_system_problems,
)
from vecu.register.content import ContactContent, SystemContent
from vecu.register.models import System
from vecu.register.rules import RegisterVerb
from vecu.register.system_contents import list_system_contents
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


@transaction.atomic
def begin_system(
    slug: str, content: SystemContent, *, by: str, now: datetime, fictional: bool = False
) -> System:
    """Add a system that only its members see; the account `by` owns it.

    `slug` is the end of its address, and `fictional` whether it is invented: neither ever changes.
    Raise `RecordRefused` or `UnknownAccount`.
    Who may begin one is checked elsewhere.
    """
    owner, content = get_member(by), strip_texts(content)
    check_problems(list_slug_problems(slug) | list_system_problems(content))
    system = System(slug=slug, fictional=fictional)
    fill_columns(system, content)
    system.save()
    append_act(begin_writing(system, by, now), ADD, system, after=take_state(system))
    record_audit_event(by, "began system", system.scope, str(system.pk), now=now)
    give_role(owner, system.scope, Role.OWNER, by=by, now=now)
    return system


@transaction.atomic
def set_contact(
    system: System, content: ContactContent, *, revision: int, by: str, now: datetime
) -> System:
    """Say which person answers for a system, and return it. The history holds no name of them.

    The person before is not stored any more. Raise `RecordRefused`, or `RecordChanged`.
    """
    current, content = lock_record(system, revision), strip_texts(content)
    check_problems(list_contact_problems(content))
    fill_columns(current, content)
    return _save_contact(current, CHANGE, by, now)


@transaction.atomic
def remove_contact(system: System, *, revision: int, by: str, now: datetime) -> System:
    """Remove the name of somebody who does not agree any more; a public system stays public.

    Raise `RecordChanged` unless `revision` is the one that was read.
    """
    current = lock_record(system, revision)
    current.contact_name, current.contact_reach = "", {}
    return _save_contact(current, REMOVE, by, now)


def _save_contact(system: System, verb: str, by: str, now: datetime) -> System:
    save_next(system)
    contact = get_record_kind(get_kind_of_row(system).ledger.name, "contact")
    append_act(begin_writing(system, by, now), verb, system, kind=contact)
    return system


@transaction.atomic
def publish_system(system: System, *, by: str, now: datetime) -> None:
    """Let everybody read a system; raise `RecordRefused` for what they would have to guess."""
    current = lock_row(system)
    if current.published is not None:
        raise RecordRefused({"": _("Everybody can already read this system.")})
    if not current.contact_name:
        message = _("Say which person answers for the system, and how to reach them.")
        raise RecordRefused(list_publication_problems(current) | {"contact_name": message})
    check_problems(list_publication_problems(current))
    current.published = localdate(now)
    save_next(current)
    append_act(begin_writing(current, by, now), RegisterVerb.PUBLISH, current)
    record_audit_event(by, "published system", current.scope, str(current.pk), now=now)


@transaction.atomic
def take_system_back(system: System, *, by: str, now: datetime) -> None:
    """Let nobody but members read a system any more; raise `RecordRefused` if nobody else did."""
    current = lock_row(system)
    if current.published is None:
        raise RecordRefused({"": _("Only members can read this system already.")})
    current.published = None
    save_next(current)
    append_act(begin_writing(current, by, now), RegisterVerb.TAKE_BACK, current)
    record_audit_event(by, "took system back", current.scope, str(current.pk), now=now)


@transaction.atomic
def delete_system(system: System, *, by: str, now: datetime) -> None:
    """Delete a system with all that any room has of it, and all roles in it; the audit stays.

    What the database's files still show is erased as far as possible.
    """
    current = lock_row(system)
    scope, key = current.scope, str(current.pk)
    delete_findings(scope)
    for contents in list_system_contents():
        contents.delete(current)
    remove_scope_roles(scope)
    delete_acts(scope)
    current.delete()
    record_audit_event(by, "deleted system", scope, key, now=now)
    rewrite_tables_on_commit()

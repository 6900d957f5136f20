"""Make a system a pilot, move how strict it is, note what somebody with a diary code decided."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.evidence.sources import Audience
from vecu.fieldlog.diary import remove_note, take_note
from vecu.fieldlog.diary_notes import DiaryNote, NoteNames
from vecu.fieldlog.event_intake import RandomBytes
from vecu.fieldlog.queries import FieldLog
from vecu.fieldlog.vocabulary import ExplanationUse
from vecu.pilots.catalogue import find_pilot
from vecu.pilots.decisions import PilotDecision, describe_for_log
from vecu.pilots.models import PilotUse, StrictnessChoice
from vecu.pilots.strictness import StrictnessContent, find_strictness, list_missing_texts
from vecu.records.actions import add_record
from vecu.records.errors import RecordRefused
from vecu.register.queries import System, get_system_detail


@transaction.atomic
def adopt_pilot(system: System, pilot: str, *, by: str, now: datetime) -> PilotUse:
    """Note which pilot a system is, and return it; audited. Raise `RecordRefused`.

    Neither a version nor a step is chosen by it: both are the register's to say.
    """
    if find_pilot(pilot) is None:
        raise RecordRefused(
            {"pilot": _("This laboratory has no such pilot. Choose one of the list.")}
        )
    use, new = PilotUse.objects.get_or_create(system=system.pk, defaults={"pilot": pilot})
    if not new:
        raise RecordRefused({"": _("This system is a pilot already.")})
    record_audit_event(by, "adopted pilot", system.scope, pilot, now=now)
    return use


@transaction.atomic
def choose_strictness(
    system: System, content: StrictnessContent, *, by: str, now: datetime
) -> StrictnessChoice:
    """Note in the register which step groups chose, in place of the choice that it stands on.

    Return it. Raise `RecordRefused` by field, and where somebody moved it since `content.replaces`.
    """
    use = PilotUse.objects.select_for_update().filter(system=system.pk).first()
    if use is None:
        raise RecordRefused({"": _("This system is no pilot. Its strictness is not set here.")})
    settings = get_system_detail(system, Audience.MEMBERS).settings
    choices = {each.entry: each.step for each in use.choices.all()}
    current = find_strictness(settings, choices)
    problems = list_missing_texts(content.group, content.heard, content.reason)
    if content.replaces != (current.latest.pk if current else None):
        problems[""] = _(
            "Somebody else has changed the strictness meanwhile. Look at what is in force, then"
            " choose again: what you wrote is below."
        )
    try:
        entry = add_record(system, content.make_setting(), by=by, now=now)
    except RecordRefused as refusal:
        raise RecordRefused(dict(refusal.problems) | problems) from refusal
    if problems:
        raise RecordRefused(problems)
    return StrictnessChoice.objects.create(use=use, step=content.step, entry=entry.pk)


@transaction.atomic
def note_decision(
    log: FieldLog,
    decision: PilotDecision,
    version: str,
    names: NoteNames,
    *,
    now: datetime,
    random_bytes: RandomBytes,
) -> None:
    """Keep a decision as the diary keeps a note: a case of its own, nothing of its text.

    The same page sent again counts once, as it was sent last: whoever goes back decides anew. Raise
    `DiarySuspended`.
    """
    data = describe_for_log(decision, version)
    note = DiaryNote(
        proposal_kind=data["proposal"]["kind"],
        outcome=decision.outcome,
        reason=decision.log_code,
        explanation=ExplanationUse(data["explanation"]),
        proposal_value=data["proposal"]["value"],
        system_version=data["system_version"],
    )
    remove_note(log, names)
    take_note(log, note, names, now=now, random_bytes=random_bytes)


def take_decision_back(log: FieldLog, names: NoteNames) -> bool:
    """Delete a decision of an open month that its page has just made; return whether it was."""
    return remove_note(log, names)

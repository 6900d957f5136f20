"""Systems of the register, with a log and a dialogue: the demonstration's, and what it lacks.

It lacks what is changed, removed, undone, taken back or left open.
"""

import os
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.dialogue.factories import AGENDA, WITHDRAWN, WORKSHOP, note
from tests.records.undo import undo_latest
from tests.register.factories import CHECKER, CONTACT, GAP, INVOLVEMENT, THRESHOLD
from vecu.accounts.rules import Role
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.queries import find_dialogue
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.fieldlog.actions import (
    agree_to_month,
    issue_token,
    resume_log,
    revoke_token,
    suspend_log,
    take_agreement_back,
)
from vecu.fieldlog.diary import take_note
from vecu.fieldlog.diary_notes import DiaryNote, NoteNames
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.months import get_month
from vecu.fieldlog.queries import FieldLog, find_log, list_closed_months
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.vocabulary import Outcome
from vecu.records.actions import add_record, change_record, remove_record
from vecu.register.actions import (
    begin_system,
    publish_system,
    remove_contact,
    set_contact,
    take_system_back,
)
from vecu.register.queries import System
from vecu.register.record_kinds import REGISTER
from vecu.site.commands.demo import DIALOGUE_SIDES, SIDES
from vecu.site.demo.decisions import MONTHS, list_month_events, write_batch
from vecu.site.demo.dialogue import hold_dialogue
from vecu.site.demo.field_log import find_log_figures, make_log, renew_diary_code
from vecu.site.demo.system import make_system, note_gaps
from vecu.surveys.queries import Study

OWNER = Role.OWNER.value
SENT, PEOPLE = 60, 6
"""How many events of the open month are sent, and how many keep a diary in it."""


def fill_systems(study: Study, now: datetime) -> list[System]:
    """Return the system of the demonstration, published, and one that was taken back."""
    system = make_system(now, by=OWNER, staff=Role.REPRESENTATIVE.value)
    deque(make_log(system, now, accounts=SIDES, random_bytes=os.urandom), maxlen=0)
    figures = find_log_figures(system)
    hold_dialogue(system, study, now, accounts=DIALOGUE_SIDES, figures=figures)
    note_gaps(system, study, now, by=OWNER)
    system.refresh_from_db()
    act = {"by": OWNER, "now": now}
    revise_register(system, act)
    revise_dialogue(system, now)
    continue_log(find_log(system.pk), now)
    return [system, take_one_back(act)]


def revise_register(system: System, act: dict[str, Any]) -> None:
    """Change and remove what is noted of a system, and undo one of each."""
    chosen = add_record(system, THRESHOLD, **act)
    following = replace(THRESHOLD, value="0.40", replaces=chosen.pk)
    latest = add_record(system, following, **act)
    latest = change_record(latest, replace(following, value="0.45"), revision=1, **act)
    change_record(latest, replace(following, value="0.50"), revision=latest.revision, **act)
    undo_latest(system, REGISTER, **act)
    for content in (GAP, INVOLVEMENT):
        remove_record(add_record(system, content, **act), revision=1, **act)
    undo_latest(system, REGISTER, **act)
    system = remove_contact(system, revision=system.revision, **act)
    set_contact(system, CONTACT, revision=system.revision, **act)


def take_one_back(act: dict[str, Any]) -> System:
    """Return a system that was described anew, published, and taken back."""
    system = begin_system("letters", CHECKER, **act)
    content = replace(CHECKER, supplier="Lettres & Cie")
    system = change_record(system, content, revision=1, **act)
    system = set_contact(system, CONTACT, revision=system.revision, **act)
    publish_system(system, **act)
    take_system_back(system, **act)
    return system


def revise_dialogue(system: System, now: datetime) -> None:
    """Change, remove and end what is noted of a dialogue; each side undoes what it did."""
    acts: list[dict[str, Any]] = [
        {"side": side, "by": account, "now": now} for side, account in DIALOGUE_SIDES.items()
    ]
    dialogue = find_dialogue(system.scope)
    assert dialogue is not None
    agreement = dialogue.staffagreements.get()
    end_dialogue_entry(agreement, WITHDRAWN, revision=agreement.revision, **acts[0])
    for act in acts:
        item = note(system, AGENDA, act=act)
        subject = {"en": "Alerts on Sundays", "fr": "Les alertes du dimanche"}
        changed = replace(AGENDA, subject=subject)
        item = change_record(item, changed, revision=1, **act)
        remove_record(item, revision=item.revision, **act)
        undo_latest(dialogue, DIALOGUE, **act)
    workshop = note(system, WORKSHOP, act=acts[0])
    remove_record(workshop, revision=1, **acts[0])


def continue_log(log: FieldLog | None, now: datetime) -> None:
    """Take one agreement back and give it again for a month; leave another month open."""
    assert log is not None
    closed = list_closed_months(log)[0]
    for side in (*SIDES, *SIDES):
        if closed.agreements.count() == len(SIDES):
            take_agreement_back(closed, AgreementSide.STAFF, by=SIDES[AgreementSide.STAFF], now=now)
        agree_to_month(closed, side, group="The service", by=SIDES[side], now=now)
    token = issue_token(log, by=OWNER, now=now, random_bytes=os.urandom)
    zone = timezone.get_current_timezone()
    events = list_month_events(get_month(now.date()), MONTHS - 1, zone)[:SENT]
    take_batch(token, write_batch(events), now=now, random_bytes=os.urandom)
    revoke_token(log.tokens.get(revoked_day=None, day__lt=now.date()), by=OWNER, now=now)
    renew_diary_code(log, by=OWNER, now=now, random_bytes=os.urandom)
    written = DiaryNote("alert", Outcome.ACCEPTED, was_right=True)
    for person in range(PEOPLE):
        names = NoteNames(f"worker {person}", "note")
        take_note(log, written, names, now=now, random_bytes=os.urandom)
    suspend_log(log, by=SIDES[AgreementSide.STAFF], now=now)
    resume_log(log, by=SIDES[AgreementSide.STAFF], now=now + timedelta(hours=4))
    suspend_log(log, by=SIDES[AgreementSide.STAFF], now=now + timedelta(days=1))

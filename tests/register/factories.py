"""Systems for tests: the job-offers checker of the Val-de-Sève's employment service."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.surveys.factories import make_member
from vecu.records.actions import add_record, respond_to_record
from vecu.records.rules import ResponseVerb, Side
from vecu.register.actions import begin_system, publish_system, set_contact
from vecu.register.content import (
    ConsultationContent,
    ContactContent,
    GapContent,
    InvolvementContent,
    SettingContent,
    StageContent,
    SystemContent,
    VersionContent,
)
from vecu.register.models import System, SystemEntry
from vecu.register.rules import (
    ConsultationKind,
    ConsultationOutcome,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
    SystemFamily,
)

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
CHECKER = SystemContent(
    name={"fr": "Contrôle des offres", "en": "Job-offers checker"},
    problem={"en": "Some offers break the law, or are traps."},
    without_tool={"en": "Agents read every offer, two days late."},
    purpose={"en": "Show the offers that an agent should read first."},
    supplier="Offres & Cie",
    promise={"en": "Nine unlawful offers in ten."},
    family=SystemFamily.DETECTION,
    users={"en": "Agents who check offers."},
    touched={"en": "Employers, and people who look for work."},
)
CONTACT = ContactContent("Anne Martel", {"en": "Office 12 in Sèvremont, mornings; 01 99 00 12 34."})
EXPERIMENT = StageContent(Stage.EXPERIMENT, date(2026, 3, 2), {"en": "To see it at work."})
VERSION = VersionContent(
    "1.4", date(2026, 3, 2), {"en": "It reads the wage.", "fr": "Il lit la paie."}
)
THRESHOLD = SettingContent(
    name={"en": "Alert threshold", "fr": "Seuil d’alerte"},
    value="0.35",
    group="Head of the service",
    day=date(2026, 3, 2),
    reason={"en": "A missed trap costs more than a minute."},
    heard={"en": "Six agents, and nobody who looks for work."},
    lean=SettingLean.MISSES_LITTLE,
)
INVOLVEMENT = InvolvementContent(
    group="Six agents of Sèvremont",
    step=InvolvementStep.SETTINGS,
    day=date(2026, 2, 10),
    refusal={"en": "To note their decisions: by telling the head of the service."},
    effect=InvolvementEffect.CHANGED,
    outcome={"en": "The threshold was lowered."},
)
CONSULTED = ConsultationContent(
    ConsultationKind.HELD,
    date(2026, 2, 17),
    body="CST",
    reference="Minutes 2026-02, item 4",
    outcome=ConsultationOutcome.FAVOURABLE,
)

GAP = GapContent(
    rule={"en": "“Car required” may discriminate.", "fr": "« Véhicule exigé » peut discriminer."},
    source="L1132-1",
    situation={"en": "The first bus comes at 9:40, work starts at 6."},
    day=date(2026, 10, 2),
    group="Six agents of Sèvremont",
    practice={"en": "The offer stays as it is."},
    reason="not_applicable",
)

NOT_DUE = ConsultationContent(
    ConsultationKind.NOT_DUE, date(2026, 2, 17), why_none={"en": "Fewer than eleven people."}
)


def make_system(owner: str = "lea", **changed: Any) -> System:
    """Begin a system whose owner gets an account; the first one is `job-offers`."""
    make_member(owner)
    others = System.objects.count()
    slug = f"job-offers-{others + 1}" if others else "job-offers"
    return begin_system(slug, replace(CHECKER, **changed), by=owner, now=NOW)


def make_entry(system: System, content: Any, **changed: Any) -> SystemEntry:
    """Note something of a system."""
    entry: SystemEntry = add_record(system, replace(content, **changed), by="lea", now=NOW)
    return entry


def make_public_system(owner: str = "lea") -> System:
    """Publish a system that lacks nothing."""
    system = make_system(owner)
    set_contact(system, CONTACT, revision=1, by=owner, now=NOW)
    publish_system(system, by=owner, now=NOW)
    system.refresh_from_db()
    return system


def confirm_entry(row: Any) -> None:
    """Confirm an entry for the staff representatives."""
    act: dict[str, Any] = {"side": Side.STAFF, "by": "rep", "now": NOW}
    respond_to_record(row, ResponseVerb.CONFIRM, revision=row.revision, **act)


def make_confirmed(system: System, content: Any = CONSULTED, **changed: Any) -> SystemEntry:
    """Note a consultation that representatives confirmed."""
    row = make_entry(system, content, **changed)
    confirm_entry(row)
    return row

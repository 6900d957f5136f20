"""The demonstration's AI system: what its team notes of the job-offers checker.

`system.json` names days as months from the first of the log, and the day in that month: [-2, 12].
All is noted on the day on which it happened, or could be told, so that the history reads like one.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.accounts.actions import give_role, name_mandate
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.fieldlog.months import LogMonth
from vecu.records.actions import add_record, respond_to_record
from vecu.records.rules import ResponseVerb, Side
from vecu.register.actions import begin_system, publish_system, set_contact
from vecu.register.content import (
    ConsultationContent,
    ContactContent,
    EntryContent,
    GapContent,
    InvolvementContent,
    StageContent,
    SystemContent,
    VersionContent,
)
from vecu.register.queries import System
from vecu.register.rules import (
    ConsultationKind,
    ConsultationOutcome,
    InvolvementEffect,
    InvolvementStep,
    Stage,
    SupportedReach,
    SystemFamily,
)
from vecu.site.demo.citable import find_citable, list_citable_words
from vecu.site.demo.days import Place, find_first_month, get_day, get_moment
from vecu.site.demo.pilot import begin_pilot, choose_step, use_version
from vecu.surveys.queries import Study

SYSTEM = "job-offers"
"""The end of the address of the system."""
PUBLISHED = -1, 26
"""The day on which everybody could read of the system, before the trial."""


def make_system(now: datetime, *, by: str, staff: str) -> System:
    """Begin the invented system as the account `by`, publish it, and note all that happened.

    The account `staff` speaks for the representatives, and confirms what is said of them.
    """
    first = find_first_month(timezone.localtime(now).date())
    return begin_with_entries(SYSTEM, read_system(), PUBLISHED, first, by=by, staff=staff)


def begin_with_entries(
    slug: str, data: Mapping[str, Any], published: Place, first: LogMonth, *, by: str, staff: str
) -> System:
    """Begin a system, publish it on its day, and note the entries of its file before a log."""
    begun = get_moment(first, data["entries"][0]["day"])
    words = data["system"]
    content = SystemContent(
        **{
            **words,
            "family": SystemFamily(words["family"]),
            "supported": SupportedReach(words["supported"]) if "supported" in words else None,
        }
    )
    system = begin_system(slug, content, by=by, now=begun, fictional=True)
    contact = ContactContent(**data["contact"])
    system = set_contact(system, contact, revision=system.revision, by=by, now=begun)
    _appoint(system, data["mandate"], first, staff=staff, by=by)
    for entry in data["entries"]:
        if system.published is None and entry["day"] > list(published):
            publish_system(system, by=by, now=get_moment(first, published))
            system.refresh_from_db()
        _note_entry(system, entry, first, by=by, staff=staff)
    return system


def _appoint(
    system: System, mandate: Mapping[str, Any], first: LogMonth, *, staff: str, by: str
) -> None:
    """Open the account of the representatives, which then names what appoints it."""
    member, given = get_member(staff), get_moment(first, mandate["given"])
    give_role(member, system.scope, Role.REPRESENTATIVE, by=by, now=given)
    name_mandate(
        member,
        system.scope,
        body=mandate["body"],
        paper=mandate["paper"],
        paper_day=get_day(first, mandate["paper_day"]),
        now=get_moment(first, mandate["named"]),
    )


def note_outcomes(system: System, now: datetime, *, by: str) -> None:
    """Note involvements of which it had to be seen what came of them."""
    first = find_first_month(timezone.localtime(now).date())
    for entry in read_system()["later"]:
        add_record(system, read_entry(entry, first), by=by, now=get_moment(first, entry["noted"]))


def note_gaps(system: System, study: Study, now: datetime, *, by: str) -> None:
    """Note real situations beside what the system prescribes, with public words of the stories."""
    first, citable = find_first_month(timezone.localtime(now).date()), list_citable_words(study)
    for gap in read_system()["gaps"]:
        cited = find_citable(citable, gap["words"])
        content = read_entry({**gap, "references": cited}, first)
        add_record(system, content, by=by, now=get_moment(first, gap["day"]))


def _note_entry(
    system: System, entry: Mapping[str, Any], first: LogMonth, *, by: str, staff: str
) -> None:
    """Note one entry of the file on its day; representatives confirm it on theirs."""
    match entry["kind"]:
        case "pilot":
            begin_pilot(system, entry, first, by=by)
        case "strictness":
            choose_step(system, entry, first, by=by)
        case "release":
            use_version(system, entry, first, by=by)
        case _:
            now = get_moment(first, entry["day"])
            row = add_record(system, read_entry(entry, first), by=by, now=now)
            if "confirmed" in entry:
                respond_to_record(
                    row,
                    ResponseVerb.CONFIRM,
                    revision=row.revision,
                    side=Side.STAFF,
                    by=staff,
                    now=get_moment(first, entry["confirmed"]),
                )


def read_system() -> dict[str, Any]:
    """Return what is noted of the system and its log from the file."""
    path = Path(__file__).parent / "system.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))


def read_entry(entry: Mapping[str, Any], first: LogMonth) -> EntryContent:
    """Return an entry of the file."""
    apart = {"kind", "day", "stage", "step", "effect", "words", "confirmed", "noted"}
    apart |= {"support", "log"}
    if "outcome" in entry and entry["kind"] == "consultation":
        entry = {**entry, "outcome": ConsultationOutcome(entry["outcome"])}
    written = {name: entry[name] for name in entry if name not in apart}
    day = get_day(first, entry["day"])
    readers: Mapping[str, Callable[[], EntryContent]] = {
        "stage": lambda: StageContent(Stage(entry["stage"]), day, entry["reason"]),
        "involvement": lambda: InvolvementContent(
            **written,
            day=day,
            step=InvolvementStep(entry["step"]),
            effect=InvolvementEffect(entry["effect"]),
        ),
        "consultation": lambda: ConsultationContent(ConsultationKind.HELD, **written, day=day),
        "gap": lambda: GapContent(**written, day=day),
        "version": lambda: VersionContent(**written, day=day),
    }
    return readers[entry["kind"]]()

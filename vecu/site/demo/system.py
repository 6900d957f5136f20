"""The demonstration's AI system: what its team notes of the job-offers checker.

`system.json` names days as months from the first of the log, and the day in that month: [-2, 12].
All is noted on the day on which it happened, so that the history reads like one.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.fieldlog.months import CLOSING_DAY, LogMonth, get_month
from vecu.register.actions import add_entry, begin_system, publish_system, set_contact
from vecu.register.content import (
    ConsultationContent,
    ContactContent,
    EntryContent,
    GapContent,
    InvolvementContent,
    SettingContent,
    StageContent,
    SystemContent,
    VersionContent,
)
from vecu.register.queries import System
from vecu.register.rules import (
    ConsultationKind,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
    SystemFamily,
)
from vecu.site.demo.citable import find_citable, list_citable_words
from vecu.site.demo.decisions import MONTHS
from vecu.surveys.queries import Study

SYSTEM = "job-offers"
"""The end of the address of the system."""
PUBLISHED = -1, 26
"""The day on which everybody could read of the system, before the trial."""


def make_system(now: datetime, *, by: str) -> System:
    """Begin the invented system as the account `by`, publish it, and note all that happened."""
    data, first = read_system(), find_first_month(timezone.localtime(now).date())
    begun = get_moment(first, data["entries"][0]["day"])
    content = SystemContent(**{**data["system"], "family": SystemFamily(data["system"]["family"])})
    system = begin_system(SYSTEM, content, by=by, now=begun, fictional=True)
    contact = ContactContent(**data["contact"])
    system = set_contact(system, contact, revision=system.revision, by=by, now=begun)
    noted: dict[str, Any] = {}
    for entry in data["entries"]:
        if system.published is None and entry["day"] > list(PUBLISHED):
            publish_system(system, by=by, now=get_moment(first, PUBLISHED))
            system.refresh_from_db()
        written, day = read_entry(entry, first, noted), get_moment(first, entry["day"])
        row = add_entry(system, written, by=by, now=day)
        noted[entry.get("key", "")] = row.pk
    return system


def note_gaps(system: System, study: Study, now: datetime, *, by: str) -> None:
    """Note real situations beside what the system prescribes, with public words of the stories."""
    first, citable = find_first_month(timezone.localtime(now).date()), list_citable_words(study)
    for gap in read_system()["gaps"]:
        cited = find_citable(citable, gap["words"])
        content = read_entry({**gap, "references": cited}, first, {})
        add_entry(system, content, by=by, now=get_moment(first, gap["day"]))


def read_system() -> dict[str, Any]:
    """Return what is noted of the system and its log from the file."""
    path = Path(__file__).parent / "system.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))


def find_first_month(today: date) -> LogMonth:
    """Return the first of the `MONTHS` months that end with the last one that has closed."""
    open_months = 1 if today.day >= CLOSING_DAY else 2
    return get_month(get_day(get_month(today), (1 - open_months - MONTHS, 1)))


def read_entry(entry: Mapping[str, Any], first: LogMonth, noted: Mapping[str, Any]) -> EntryContent:
    """Return an entry of the file; `noted` are the keys of those before, for what it replaces."""
    written = {
        name: entry[name]
        for name in entry
        if name
        not in {"kind", "key", "day", "stage", "step", "effect", "lean", "replaces", "words"}
    }
    day = get_day(first, entry["day"])
    readers: Mapping[str, Callable[[], EntryContent]] = {
        "stage": lambda: StageContent(Stage(entry["stage"]), day, entry["reason"]),
        "version": lambda: VersionContent(**written, day=day),
        "setting": lambda: SettingContent(
            **written,
            day=day,
            lean=SettingLean(entry["lean"]) if "lean" in entry else None,
            replaces=noted[entry["replaces"]] if "replaces" in entry else None,
        ),
        "involvement": lambda: InvolvementContent(
            **written,
            day=day,
            step=InvolvementStep(entry["step"]),
            effect=InvolvementEffect(entry["effect"]),
        ),
        "consultation": lambda: ConsultationContent(ConsultationKind.HELD, **written, day=day),
        "gap": lambda: GapContent(**written, day=day),
    }
    return readers[entry["kind"]]()


def get_day(first: LogMonth, place: tuple[int, int] | list[int]) -> date:
    """Return the day of a month that is so many months from the first."""
    months, day = place
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, day)


def get_moment(first: LogMonth, place: tuple[int, int] | list[int]) -> datetime:
    """Return noon of such a day."""
    return datetime.combine(get_day(first, place), time(12), timezone.get_current_timezone())

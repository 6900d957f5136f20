"""The demonstration's dialogue: what was asked, shared, agreed and undertaken about its system.

`dialogue.json` names days as `system.json` does, and what came before by its `key`. Each act is
noted on its day, or on the day that is `noted`. Version 2 of the pilot is put to use among them.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from vecu.dialogue.actions import add_dialogue_entry, end_dialogue_entry, note_avis
from vecu.dialogue.clause_monitor import fire_dialogue_clauses
from vecu.dialogue.content import (
    AgendaContent,
    AgreementContent,
    AvisContent,
    ClauseContent,
    CollegePosition,
    CommitmentContent,
    ConsultationProcess,
    DialogueContent,
    EndingContent,
    PointContent,
    WorkshopContent,
    WritingPositionContent,
)
from vecu.dialogue.queries import (
    AgendaItem,
    Commitment,
    DialogueEntry,
    StaffConsultation,
    find_dialogue,
    get_dialogue_detail,
)
from vecu.dialogue.rules import (
    Avis,
    College,
    DialogueKind,
    DossierItem,
    Ending,
    PositionHolder,
    StaffBody,
    Stance,
    WatchedFigure,
)
from vecu.evidence.sources import Audience, Evidence, Reference
from vecu.fieldlog.months import LogMonth, get_month
from vecu.pilots.version_queries import list_supports
from vecu.records.actions import add_record, respond_to_record
from vecu.records.kinds import get_kind_of_row
from vecu.records.rules import ResponseVerb, Side
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.queries import System
from vecu.site.demo.citable import find_citable, list_citable_words
from vecu.site.demo.days import find_first_month, get_day, get_moment
from vecu.site.demo.pilot import choose_step, use_version
from vecu.site.demo.system import read_entry
from vecu.surveys.queries import Study
from vecu.writings import PartLimit

Entry = Mapping[str, Any]
LogFigureMap = Mapping[tuple[int, str], Reference]
"""Figures that everybody reads, by the place of their month from 0 and their key."""


def hold_dialogue(
    system: System,
    study: Study,
    now: datetime,
    *,
    accounts: Mapping[Side, str],
    figures: LogFigureMap,
) -> None:
    """Note all of the dialogue as the account of each side would, and put version 2 to use."""
    first = find_first_month(timezone.localtime(now).date())
    writer = DialogueWriter(system, first, accounts, figures, list_citable_words(study))
    writer.note_all(read_dialogue())


@dataclass(slots=True)
class DialogueWriter:
    """Notes entries of the file, one after the other; `noted` are those that have a key."""

    system: System
    first: LogMonth
    accounts: Mapping[Side, str]
    figures: LogFigureMap
    citable: list[Evidence]
    noted: dict[str, DialogueEntry] = field(default_factory=dict)

    def note_all(self, entries: Iterable[Entry]) -> None:
        """Note entries, whatever room they are of."""
        for entry in entries:
            row = self.note(entry)
            if row and "key" in entry:
                self.noted[entry["key"]] = row

    def note(self, entry: Entry) -> DialogueEntry | None:
        """Note one entry, and return it; None for what the register notes."""
        owner = self.accounts[Side.SYSTEM]
        later: Mapping[str, Callable[[Entry], DialogueEntry]] = {
            "fire": self._fire,
            "confirmation": self._confirm,
            "avis": self._note_avis,
            "ending": self._end,
        }
        if entry["kind"] in later:
            return later[entry["kind"]](entry)
        match entry["kind"]:
            case "strictness":
                choose_step(self.system, entry, self.first, by=owner)
            case "release":
                support = self._find_support(entry["support"])
                cited = self._list_references(entry)
                use_version(self.system, entry, self.first, support, cited, by=owner)
            case "gap" | "stage" | "version":
                self._note_in_register(entry)
            case _:
                content = self._read_content(entry)
                return add_dialogue_entry(self.system.scope, content, **self._get_act(entry))
        return None

    def _note_in_register(self, entry: Entry) -> None:
        """Note what the register knows, with what it cites."""
        cited = [self._find_support(entry["support"])] if "support" in entry else []
        if entry["kind"] != "stage":
            entry = {**entry, "references": cited + self._list_references(entry)}
        now, owner = get_moment(self.first, entry["day"]), self.accounts[Side.SYSTEM]
        add_record(self.system, read_entry(entry, self.first), by=owner, now=now)

    def _find_support(self, key: str) -> Reference:
        """Return a point that was shared, as evidence."""
        standing = list_supports(self.system.scope)
        return next(each.reference for each in standing if each.reference.id == self.noted[key].pk)

    def _list_references(self, entry: Entry) -> list[Reference]:
        figures = [self.figures[place, key] for place, key in entry.get("log", ())]
        return figures + find_citable(self.citable, entry.get("words", []))

    def _get_act(self, entry: Entry) -> dict[str, Any]:
        side = Side(entry["side"])
        now = get_moment(self.first, entry.get("noted", entry["day"]))
        return {"side": side, "by": self.accounts[side], "now": now}

    def _fire(self, entry: Entry) -> DialogueEntry:
        """Let clauses look at what was closed and released by then; return what they found."""
        now = get_moment(self.first, entry["day"])
        if dialogue := find_dialogue(self.system.scope):
            fire_dialogue_clauses(dialogue.pk, now)
        month = str(get_month(get_day(self.first, (entry["month"], 1))))
        detail = get_dialogue_detail(self.system.scope, Audience.MEMBERS, now.date())
        return next(each.item for each in detail.agenda if each.item.month == month)

    def _confirm(self, entry: Entry) -> DialogueEntry:
        row = cast("TwoSidedRecord", self.noted[entry["of"]])
        row.refresh_from_db()
        confirmed: DialogueEntry = respond_to_record(
            row, ResponseVerb.CONFIRM, revision=row.revision, **self._get_act(entry)
        )
        return confirmed

    def _note_avis(self, entry: Entry) -> DialogueEntry:
        consultation = cast("StaffConsultation", self.noted[entry["of"]])
        content = AvisContent(
            avis=Avis(entry["avis"]),
            avis_day=get_day(self.first, entry["day"]),
            avis_reference=entry["reference"],
            avis_reasons=entry["reasons"],
        )
        act = self._get_act(entry)
        return note_avis(consultation, content, revision=consultation.revision, **act)

    def _end(self, entry: Entry) -> DialogueEntry:
        row = cast("AgendaItem | Commitment", self.noted[entry["of"]])
        content = EndingContent(
            ended=Ending(entry["ended"]),
            ended_day=get_day(self.first, entry["day"]),
            ended_by=entry["group"],
            ended_reason=entry["reason"],
        )
        return end_dialogue_entry(row, content, revision=row.revision, **self._get_act(entry))

    def _read_content(self, entry: Entry) -> DialogueContent:
        day = get_day(self.first, entry["day"])
        due = get_day(self.first, entry["due"]) if "due" in entry else None
        readers: Mapping[str, Callable[[], DialogueContent]] = {
            DialogueKind.WORKSHOP: lambda: WorkshopContent(
                day,
                entry["subject"],
                {College(name): who for name, who in entry["colleges"].items()},
            ),
            DialogueKind.POINT: lambda: self._read_point(entry),
            DialogueKind.CONSULTATION: lambda: ConsultationProcess(
                day,
                StaffBody(entry["body_kind"]),
                entry["body"],
                entry["reference"],
                entry["subject"],
                [DossierItem(each) for each in entry["dossier"]],
                entry["dossier_note"],
            ),
            DialogueKind.AGREEMENT: lambda: AgreementContent(
                day,
                entry["subject"],
                entry["terms"],
                entry["employer"],
                entry["unions"],
                entry["reference"],
                get_day(self.first, entry["until"]),
            ),
            DialogueKind.COMMITMENT: lambda: CommitmentContent(
                day, entry["subject"], entry["group"], due or day, *self._find_origin(entry)
            ),
            DialogueKind.CLAUSE: lambda: ClauseContent(
                day,
                entry["subject"],
                WatchedFigure(entry["watched"]),
                entry.get("most"),
                due,
                *self._find_origin(entry),
            ),
            DialogueKind.POSITION: lambda: self._read_position(entry),
            DialogueKind.AGENDA_ITEM: lambda: AgendaContent(day, entry["subject"], entry["group"]),
        }
        return readers[entry["kind"]]()

    def _read_point(self, entry: Entry) -> PointContent:
        answered = self.noted[entry["answers"]].pk if "answers" in entry else None
        return PointContent(
            workshop=self.noted[entry["workshop"]].pk,
            statement=entry["statement"],
            positions={
                College(name): CollegePosition(Stance(stance), reason)
                for name, (stance, reason) in entry["positions"].items()
            },
            answers=answered,
            references=self._list_references(entry),
        )

    def _read_position(self, entry: Entry) -> WritingPositionContent:
        in_favour, against, abstained = entry["votes"]
        return WritingPositionContent(
            get_day(self.first, entry["day"]),
            entry["writing"],
            entry["organisation"],
            PositionHolder(entry["holder"]),
            entry["mandate"],
            in_favour,
            against,
            abstained,
            entry["statement"],
            entry["dissent"],
            {
                key: PartLimit.from_json({"closed_type": None} | each)
                for key, each in entry["parts"].items()
            },
            never=entry.get("never", {}),
            previous=self._find_key(entry.get("previous")),
            debate=self._find_key(entry.get("debate")),
        )

    def _find_key(self, key: str | None) -> UUID | None:
        return self.noted[key].pk if key else None

    def _find_origin(self, entry: Entry) -> tuple[DialogueKind | None, UUID | None]:
        if "origin" not in entry:
            return None, None
        row = self.noted[entry["origin"]]
        return DialogueKind(get_kind_of_row(row).name), row.pk


def read_dialogue() -> list[dict[str, Any]]:
    """Return what is noted of the dialogue from the file."""
    path = Path(__file__).parent / "dialogue.json"
    return cast("list[dict[str, Any]]", json.loads(path.read_text()))

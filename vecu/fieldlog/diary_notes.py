"""What a worker notes in the diary, and the events that this makes. Pure.

A note is a decision like any other, and a truth where its author says whether the machine was
right. Each has a case of its own, so that no two notes are told to be about the same thing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vecu.fieldlog.events import DecisionEvent, LogEvent, TruthEvent
from vecu.fieldlog.months import HalfDay, get_month
from vecu.fieldlog.vocabulary import ExplanationUse, Outcome, OverrideReason
from vecu.translation import gettext_noop, pick_language

PROPOSED, OTHERWISE = "proposed", "otherwise"
"""What the machine proposed, and what turns out right where it was wrong."""
NO_VERSION = "unknown"
MOST_KINDS = 6
"""Kinds of proposal that a diary offers: more cannot be read in ten seconds."""
KEY_LENGTH = 40

USUAL_KINDS: Mapping[str, str] = {
    "proposal": gettext_noop("A proposal"),
    "alert": gettext_noop("An alert"),
    "text": gettext_noop("A text"),
    "ranking": gettext_noop("A ranking"),
}
"""What is offered where nobody named the kinds of proposal of a system; labels as msgids."""
MINUTES = (0, 1, 2, 5, 10, 30, 60)
"""The minutes that may be noted; nobody times themselves."""

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class ProposalKind:
    """A kind of proposal: what is stored, and what is read. `label` is a msgid if `is_usual`."""

    key: str
    label: str
    language: str = ""
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class DiaryNote:
    """What somebody noted. `was_right` is None where they do not know.

    Whoever proposed something on a page of its own also knows the `proposal_value`, and its version
    of the system; a diary knows neither.
    """

    proposal_kind: str
    outcome: Outcome
    reason: OverrideReason | None = None
    was_right: bool | None = None
    told_minutes: float | None = None
    told_saved_minutes: float | None = None
    explanation: ExplanationUse | None = None
    proposal_value: str = PROPOSED
    system_version: str = ""


@dataclass(frozen=True, slots=True)
class NoteNames:
    """How the events of a note are named, before fingerprints are made of it.

    `worker` is what a diary code stands for, `note` is random and known to one page only. They have
    one part more than the names that systems send, so that no system can send them.
    """

    worker: str
    note: str

    @property
    def event(self) -> str:
        """The id of its event: a page sent twice gives the same."""
        return json.dumps(["diary event", self.worker, self.note])

    @property
    def case(self) -> str:
        """The case of its own."""
        return json.dumps(["diary case", self.worker, self.note])


def make_events(
    note: DiaryNote, names: NoteNames, *, half_day: HalfDay, system_version: str
) -> list[LogEvent]:
    """Return the events of a note: a decision, and a truth if it says whether it was right.

    `system_version` is the one in use, for a note that names none. A reason beside a proposal that
    was simply accepted is dropped: nobody is asked for one.
    """
    decision = DecisionEvent(
        id=names.event,
        sent_id="",
        subject=names.case,
        half_day=half_day,
        worker=json.dumps(["diary", names.worker]),
        system_version=get_version_name(note.system_version or system_version),
        proposal_kind=note.proposal_kind,
        outcome=note.outcome,
        proposal_value=note.proposal_value,
        reason=None if note.outcome is Outcome.ACCEPTED else note.reason,
        explanation=note.explanation,
        told_minutes=note.told_minutes,
        told_saved_minutes=note.told_saved_minutes,
        from_diary=True,
    )
    if note.was_right is None:
        return [decision]
    value = note.proposal_value if note.was_right else OTHERWISE
    month = get_month(half_day.day)
    return [decision, TruthEvent(names.event, "", names.case, half_day, month, value)]


def get_version_name(name: str) -> str:
    """Return the name of a version as systems send it: letters, digits, dots, dashes, 40 at most.

    The register takes any name; one that consists of such signs stays as it is.
    """
    return _NOT_IN_NAMES.sub("-", name).strip("-._")[:KEY_LENGTH] or NO_VERSION


def list_proposal_kinds(stored: Sequence[Mapping[str, Any]], language: str) -> list[ProposalKind]:
    """Return the kinds of proposal that a diary offers, those that a log names before the usual."""
    if not stored:
        return [ProposalKind(key, label, is_usual=True) for key, label in USUAL_KINDS.items()]
    kinds = []
    for each in stored:
        spoken = pick_language(each["label"], language)
        kinds.append(ProposalKind(each["key"], each["label"].get(spoken, ""), spoken))
    return kinds

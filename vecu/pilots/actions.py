"""Note what somebody with a diary code decided about a proposal; take that back."""

from datetime import datetime

from vecu.fieldlog.diary import remove_note, take_note
from vecu.fieldlog.diary_notes import DiaryNote, NoteNames
from vecu.fieldlog.event_intake import RandomBytes
from vecu.fieldlog.queries import FieldLog
from vecu.fieldlog.vocabulary import ExplanationUse
from vecu.pilots.decisions import PilotDecision, describe_for_log


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

    The same page sent again counts once. Raise `DiarySuspended`.
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
    take_note(log, note, names, now=now, random_bytes=random_bytes)


def take_decision_back(log: FieldLog, names: NoteNames) -> bool:
    """Delete a decision of an open month that its page has just made; return whether it was."""
    return remove_note(log, names)

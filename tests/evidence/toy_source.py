"""The smallest source of evidence: notes on a wall, each with a revision.

It shows what a room has to write. A real one reads its tables in `list_citable` and `describe`,
stands in a module `evidence_sources` of its room, and is registered there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from vecu.accounts.rules import Scope
from vecu.evidence.sources import Audience, Evidence, EvidenceState, Reference


@dataclass(frozen=True)
class Note:
    """What somebody wrote, for everybody or for members only."""

    scope: Scope
    words: str
    public: bool = True
    revision: int = 1
    day: date | None = date(2026, 11, 2)
    id: UUID = field(default_factory=uuid4)


@dataclass
class WallOfNotes:
    """Notes, as evidence."""

    name: str = "notes"
    label: str = "Notes"
    notes: dict[UUID, Note] = field(default_factory=dict)

    def pin(self, note: Note) -> Reference:
        """Add a note, or another state of it."""
        self.notes[note.id] = note
        return Reference(self.name, note.id, note.revision)

    def reword(self, reference: Reference) -> None:
        """Change what a note says."""
        note = self.notes[reference.id]
        self.pin(replace(note, words=f"{note.words}, or not", revision=note.revision + 1))

    def take_down(self, reference: Reference) -> None:
        """Remove a note; that it was there is written nowhere."""
        del self.notes[reference.id]

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the notes on a scope's part of the wall."""
        return [
            self._show(Reference(self.name, note.id, note.revision), note)
            for note in self.notes.values()
            if note.scope == scope and (note.public or audience is Audience.MEMBERS)
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return the notes that are still there, as they read now."""
        return {
            each: self._show(each, note)
            for each in references
            if (note := self.notes.get(each.id)) and (note.public or audience is Audience.MEMBERS)
        }

    def _show(self, reference: Reference, note: Note) -> Evidence:
        same = reference.revision == note.revision
        return Evidence(
            reference,
            EvidenceState.STANDING if same else EvidenceState.CHANGED,
            sentence="A note on the wall",
            quotation=note.words,
            language="en",
            day=note.day,
        )

"""One text on its way out, with all that may leave with it. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from vecu.coding.analysis.consensus import TextRatings
from vecu.coding.refi import derive_guid
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan
from vecu.questionnaires import page_key

Known = str | int | Decimal | date
"""An answer to a closed question."""
_SHORT_ID_DIGITS = 12
"""Hexadecimal digits of an identity that tell one text from all others of a study."""


@dataclass(frozen=True, slots=True)
class ExportedCode:
    """A code that a coder put on a text; `code` is what it counts as.

    `suggested_by` is the version of the machine whose suggestion they accepted, '' for none.
    """

    id: UUID
    code: UUID
    coder: UUID
    span: TextSpan | None
    suggested_by: str = ""


@dataclass(frozen=True, slots=True)
class ExportedSuggestion:
    """What the machine suggested, with the words that made it, and what a person decided.

    `counts` says that the machine alone put the code, and that it counts.
    """

    code: UUID
    score: float
    words: Sequence[TextSpan]
    version: str
    verdict: str
    by: str
    counts: bool


@dataclass(frozen=True, slots=True)
class ExportedAdjudication:
    """What was settled of one code on one text, by whom and why."""

    code: UUID
    present: bool
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CoderName:
    """A coder, as others know them."""

    name: str
    kind: CoderKind


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One text. `finished` are those who coded it, None while some have not finished.

    `closed` are the person's answers to closed questions, by path: those of the same story, and
    those outside of stories. `put` holds what whoever takes it out may see, and nothing else.
    """

    id: UUID
    question: str
    story: str
    answer: UUID
    language: str
    text: str
    may_quote: bool
    closed: Mapping[str, Known]
    put: Sequence[ExportedCode]
    ruled: Sequence[ExportedAdjudication]
    suggested: Sequence[ExportedSuggestion]
    finished: frozenset[UUID] | None

    @property
    def judged(self) -> TextRatings | None:
        """What its coders did and what was settled, None while some have not finished."""
        if self.finished is None:
            return None
        votes: dict[UUID, Set[UUID]] = {
            coder: {put.code for put in self.put if put.coder == coder} for coder in self.finished
        }
        rulings = {ruled.code: ruled.present for ruled in self.ruled}
        return TextRatings(
            self.id, self.answer, self.story, self.question, self.finished, votes, rulings
        )

    @property
    def name(self) -> str:
        """What it is called in other programs, always the same."""
        return format_text_name(self.question, self.id)

    @property
    def teller(self) -> UUID:
        """What tells the person from others, in files only: nothing in the laboratory is so."""
        return derive_guid(self.answer, "person")

    @property
    def case(self) -> UUID:
        """What tells the story from others, in files only."""
        return derive_guid(self.answer, f"story {self.story}")

    def is_beside(self, other: "ExportRecord") -> bool:
        """Return whether two texts are of the same story."""
        return self.answer == other.answer and self.story == other.story


def format_text_name(question: str, text: UUID) -> str:
    """Return what a text is called in files: its question, and enough to tell it from others."""
    return f"{format_question_key(question)} {format_short_id(text)}"


def format_short_id(identity: UUID) -> str:
    """Return the digits by which a person tells one from another."""
    return identity.hex[:_SHORT_ID_DIGITS]


def format_question_key(path: str) -> str:
    """Return the short name of a question: /data/story/limit is story.limit."""
    return page_key(path.split("/", 2)[2])

"""One text with everything that is exported with it. Pure."""

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
"""Hexadecimal digits of an id that distinguish all texts of a study."""


@dataclass(frozen=True, slots=True)
class ExportedCode:
    """A code that a coder applied to a text; `code` is what it counts as.

    `suggested_by` is the version of the machine whose suggestion they accepted, '' for none.
    """

    id: UUID
    code: UUID
    coder: UUID
    span: TextSpan | None
    suggested_by: str = ""


@dataclass(frozen=True, slots=True)
class ExportedSuggestion:
    """A suggestion, with the words that explain it, and a person's decision.

    `counts`: the machine applied the code by itself, and this counts.
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
    """An adjudication of one code on one text: by whom and why."""

    code: UUID
    present: bool
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CoderName:
    """A coder and the name that others see."""

    name: str
    kind: CoderKind


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One text. `finished` are its coders, None while some have not finished.

    `mode` is how the person took part, and so whether they are of a sample. `closed` are their
    closed answers, by path: those of the same story, and those outside of stories. `put` holds only
    codings that whoever exports may see.
    """

    id: UUID
    question: str
    story: str
    address: str
    answer: UUID
    language: str
    mode: str
    text: str
    may_quote: bool
    closed: Mapping[str, Known]
    put: Sequence[ExportedCode]
    ruled: Sequence[ExportedAdjudication]
    suggested: Sequence[ExportedSuggestion]
    finished: frozenset[UUID] | None

    @property
    def judged(self) -> TextRatings | None:
        """The coders' codes and adjudications, None while some have not finished."""
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
        """The name in other programs, always the same."""
        return format_text_name(self.question, self.id)

    @property
    def teller(self) -> UUID:
        """An id for the person, derived for files only: nothing like it is stored."""
        return derive_guid(self.answer, "person")

    @property
    def case(self) -> UUID:
        """An id for the story, in files only."""
        return derive_guid(self.answer, f"story {self.story}")

    def is_beside(self, other: "ExportRecord") -> bool:
        """Return whether two texts are of the same story."""
        return self.answer == other.answer and self.story == other.story


def format_text_name(question: str, text: UUID) -> str:
    """Return the name of a text in files: its question, and enough of its id to be unique."""
    return f"{format_question_key(question)} {format_short_id(text)}"


def format_short_id(identity: UUID) -> str:
    """Return the short form of an id."""
    return identity.hex[:_SHORT_ID_DIGITS]


def format_question_key(path: str) -> str:
    """Return the short name of a question: /data/story/limit is story.limit."""
    return page_key(path.split("/", 2)[2])

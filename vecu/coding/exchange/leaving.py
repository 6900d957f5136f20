"""One text on its way out, with all that may leave with it. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from vecu.coding.refi import derived_guid
from vecu.coding.results import Judged
from vecu.coding.rules import CoderKind
from vecu.coding.spans import Span
from vecu.questionnaires import page_key

Known = str | int | Decimal | date
"""An answer to a closed question."""
_TOLD_APART = 12
"""Hexadecimal digits of an identity that tell one text from all others of a study."""


@dataclass(frozen=True, slots=True)
class Put:
    """A code that a coder put on a text; `code` is what it counts as.

    `suggested_by` is the version of the machine whose suggestion they accepted, '' for none.
    """

    id: UUID
    code: UUID
    coder: UUID
    span: Span | None
    suggested_by: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the machine suggested, with the words that made it, and what a person decided.

    `counts` says that the machine alone put the code, and that it counts.
    """

    code: UUID
    score: float
    words: Sequence[Span]
    version: str
    verdict: str
    by: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was settled of one code on one text, by whom and why."""

    code: UUID
    present: bool
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Who:
    """A coder, as others know them."""

    name: str
    kind: CoderKind


@dataclass(frozen=True, slots=True)
class Leaving:
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
    put: Sequence[Put]
    ruled: Sequence[Ruled]
    suggested: Sequence[Offered]
    finished: frozenset[UUID] | None

    @property
    def judged(self) -> Judged | None:
        """What its coders did and what was settled, None while some have not finished."""
        if self.finished is None:
            return None
        votes: dict[UUID, Set[UUID]] = {
            coder: {put.code for put in self.put if put.coder == coder} for coder in self.finished
        }
        rulings = {ruled.code: ruled.present for ruled in self.ruled}
        return Judged(
            self.id, self.answer, self.story, self.question, self.finished, votes, rulings
        )

    @property
    def name(self) -> str:
        """What it is called in other programs, always the same."""
        return name_of(self.question, self.id)

    @property
    def teller(self) -> UUID:
        """What tells the person from others, in files only: nothing in the laboratory is so."""
        return derived_guid(self.answer, "person")

    @property
    def case(self) -> UUID:
        """What tells the story from others, in files only."""
        return derived_guid(self.answer, f"story {self.story}")

    def is_beside(self, other: "Leaving") -> bool:
        """Return whether two texts are of the same story."""
        return self.answer == other.answer and self.story == other.story


def name_of(question: str, text: UUID) -> str:
    """Return what a text is called in files: its question, and enough to tell it from others."""
    return f"{key_of(question)} {told_apart(text)}"


def told_apart(identity: UUID) -> str:
    """Return the digits by which a person tells one from another."""
    return identity.hex[:_TOLD_APART]


def key_of(path: str) -> str:
    """Return the short name of a question: /data/story/limit is story.limit."""
    return page_key(path.split("/", 2)[2])

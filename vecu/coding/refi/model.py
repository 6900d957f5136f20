"""The contents of a REFI-QDA project, as far as coding uses them. Pure.

    users ──────────── who codes
    codes, sets ────── the codebook: a tree, and groups across it
    sources ────────── texts, each with its codings
    cases, variables ─ closed answers that belong to the texts of a story
    notes ──────────── memos, each with what it is about
    rulings ────────── adjudications; not in REFI-QDA, so written to a file beside it

The caller assigns the identifiers, which are GUIDs. Fields that grow with the study (`sources`,
`cases`, `rulings`) are written from any iterable, in one pass; after reading they are tuples.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan
from vecu.messages import Message

Value = str | bool | int | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class RefiUser:
    """Whoever codes or writes memos, the machine included."""

    guid: UUID
    name: str
    kind: CoderKind = CoderKind.PERSON


@dataclass(frozen=True, slots=True)
class RefiCode:
    """One code. REFI-QDA has one description: the four texts are in it under headings.

    A code that is not `codable` only groups others. `colour` is "#rrggbb" or ''. Only tables of
    codes have `translated_names`: REFI-QDA has one name.
    """

    guid: UUID
    name: str
    parent: UUID | None = None
    colour: str = ""
    codable: bool = True
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: str = ""
    translated_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefiSet:
    """A named group of codes, sources and notes, such as the codes of a guide's practice."""

    guid: UUID
    name: str
    description: str = ""
    codes: tuple[UUID, ...] = ()
    sources: tuple[UUID, ...] = ()
    notes: tuple[UUID, ...] = ()


class RefiVariableKind(StrEnum):
    """The type of a variable's values."""

    TEXT = "Text"
    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    FLOAT = "Float"
    DATE = "Date"
    DATETIME = "DateTime"


@dataclass(frozen=True, slots=True)
class RefiVariable:
    """A closed question."""

    guid: UUID
    name: str
    kind: RefiVariableKind = RefiVariableKind.TEXT
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiCase:
    """A story, or whatever several texts belong to, with the values of variables."""

    guid: UUID
    name: str
    sources: tuple[UUID, ...] = ()
    values: Mapping[UUID, Value] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiCoding:
    """One code on a text: on `span`, or on all of it. `at` is when it was coded, if known."""

    guid: UUID
    code: UUID
    coder: UUID | None = None
    span: TextSpan | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefiSource:
    """One text with its codings. Spans count the code points of `text`, end exclusive."""

    guid: UUID
    name: str
    text: str
    codings: tuple[RefiCoding, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiNote:
    """A memo about codes, sources or codings, by their GUIDs; without any, about the project.

    With a `span` it is about that part of its one source.
    """

    guid: UUID
    text: str
    name: str = ""
    by: UUID | None = None
    at: datetime | None = None
    about: frozenset[UUID] = frozenset()
    span: TextSpan | None = None


@dataclass(frozen=True, slots=True)
class RefiAdjudication:
    """The team's decision on one code on one text; `by` is a name, which need not be a coder's."""

    source: UUID
    code: UUID
    present: bool
    by: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefiProject:
    """A whole project. `origin` names the program that wrote the file, `at` the time."""

    name: str
    users: tuple[RefiUser, ...] = ()
    codes: tuple[RefiCode, ...] = ()
    sets: tuple[RefiSet, ...] = ()
    variables: tuple[RefiVariable, ...] = ()
    notes: tuple[RefiNote, ...] = ()
    sources: Iterable[RefiSource] = ()
    cases: Iterable[RefiCase] = ()
    rulings: Iterable[RefiAdjudication] = ()
    description: str = ""
    origin: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefiReadResult:
    """What was read from a file, what was left out, and what was guessed.

    Both lists are messages with what they are about in their `details`; whatever is missing from
    the project has one.
    """

    project: RefiProject
    left_out: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()

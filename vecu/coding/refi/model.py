"""What a REFI-QDA project holds, as far as the coding room has use for it. Pure.

    users ──────────── who codes
    codes, sets ────── the codebook: a tree, and groups across it
    sources ────────── texts, each with its codings
    cases, variables ─ what is known besides of the one whose texts these are
    notes ──────────── memos, each with what it is about
    rulings ────────── what was settled; has no element in REFI-QDA and travels beside it

Identifiers are GUIDs that the caller gives. Fields that are long when a study is (`sources`,
`cases`, `rulings`) are written from any iterable, once through; what was read holds tuples.
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
    """Whoever codes or writes memos; a machine is one too."""

    guid: UUID
    name: str
    kind: CoderKind = CoderKind.PERSON


@dataclass(frozen=True, slots=True)
class RefiCode:
    """One code. REFI-QDA knows one description: the four texts stand in it under headings.

    A code that is not `codable` only groups others. `colour` is "#rrggbb" or ''.
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


@dataclass(frozen=True, slots=True)
class RefiSet:
    """A named group of codes, sources and notes, such as the codes that a guide's practice is."""

    guid: UUID
    name: str
    description: str = ""
    codes: tuple[UUID, ...] = ()
    sources: tuple[UUID, ...] = ()
    notes: tuple[UUID, ...] = ()


class RefiVariableKind(StrEnum):
    """What the values of a variable are."""

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
    """One code on a text: on `span`, or on the whole of it. `at` is when it was coded, if told."""

    guid: UUID
    code: UUID
    coder: UUID | None = None
    span: TextSpan | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefiSource:
    """One text with its codings. Spans count the code points of `text`, the end not included."""

    guid: UUID
    name: str
    text: str
    codings: tuple[RefiCoding, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiNote:
    """A memo about codes, sources or codings, by their GUIDs; about nothing, it is the project's.

    With a `span` it is about that part of the one source that it names.
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
    """What the team settled of one code on one text; `by` is a name, as they may not code."""

    source: UUID
    code: UUID
    present: bool
    by: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefiProject:
    """All of it. `origin` names the program that wrote the file, `at` is when it did."""

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
    """What was read from a file, what was left out of it, and what had to be guessed.

    Both lists are sentences with what they are about in their `details`; nothing that a file holds
    is missing from the project without one.
    """

    project: RefiProject
    left_out: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()

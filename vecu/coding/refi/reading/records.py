"""Raw records of a file, with unresolved references."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from xml.etree.ElementTree import Element

from vecu.coding.refi.guids import make_surrogate_guid, read_guid
from vecu.coding.refi.model import RefiCase, RefiCode, RefiSet, RefiUser, RefiVariable, Value


@dataclass(slots=True)
class RawCoding:
    """A coding with the GUID of a code that may not exist."""

    guid: UUID
    code: UUID | None
    user: UUID | None
    at: datetime | None
    notes: list[UUID]


@dataclass(slots=True)
class RawSelection:
    """A part of a text, with offsets as they are written."""

    guid: UUID
    name: str
    start: str
    end: str
    user: UUID | None
    at: datetime | None
    description: str = ""
    codings: list[RawCoding] = field(default_factory=list)
    notes: list[UUID] = field(default_factory=list)


@dataclass(slots=True)
class RawText:
    """A text source, or a note, which has the same form; its words may be in another file."""

    guid: UUID
    name: str
    path: str
    user: UUID | None
    at: datetime | None
    content: str | None = None
    description: str = ""
    selections: list[RawSelection] = field(default_factory=list)
    codings: list[RawCoding] = field(default_factory=list)
    notes: list[UUID] = field(default_factory=list)
    values: dict[UUID, Value] = field(default_factory=dict)

    @property
    def all_codings(self) -> int:
        """How many codings the text and its selections have."""
        return len(self.codings) + sum(len(each.codings) for each in self.selections)


@dataclass(slots=True)
class RawLink:
    """A link between two elements; one program attaches memos to quotations with it."""

    origin: UUID | None
    target: UUID | None


@dataclass(slots=True)
class RefiMedia:
    """A source that is no text, or a graph: reported, and left out."""

    kind: str
    name: str
    guid: UUID
    codings: int


@dataclass
class RawProject:
    """Everything that one file holds, in its order, and the elements that are unknown."""

    name: str = ""
    origin: str = ""
    at: datetime | None = None
    description: str = ""
    users: dict[UUID, RefiUser] = field(default_factory=dict)
    codes: dict[UUID, RefiCode] = field(default_factory=dict)
    code_notes: dict[UUID, list[UUID]] = field(default_factory=dict)
    variables: dict[UUID, RefiVariable] = field(default_factory=dict)
    cases: dict[UUID, RefiCase] = field(default_factory=dict)
    sets: dict[UUID, RefiSet] = field(default_factory=dict)
    sources: dict[UUID, RawText] = field(default_factory=dict)
    notes: dict[UUID, RawText] = field(default_factory=dict)
    project_notes: list[UUID] = field(default_factory=list)
    links: list[RawLink] = field(default_factory=list)
    media: list[RefiMedia] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    odd_identifiers: list[str] = field(default_factory=list)
    pointed_to: dict[str, UUID] = field(default_factory=dict)

    def guid_of(self, element: Element, attribute: str = "guid") -> UUID:
        """Return an element's GUID; one without a valid GUID gets a surrogate."""
        written = element.get(attribute, "")
        found = read_guid(written)
        if found is None:
            self.odd_identifiers.append(written)
            found = make_surrogate_guid(written or f"nameless {len(self.odd_identifiers)}")
        return found

    def reference(self, element: Element, attribute: str = "targetGUID") -> UUID | None:
        """Return the GUID that an attribute refers to, None without one."""
        written = element.get(attribute)
        if not written:
            return None
        # Very many refer to few codes and coders: each is parsed once.
        if (known := self.pointed_to.get(written)) is None:
            known = self.pointed_to[written] = read_guid(written) or make_surrogate_guid(written)
        return known

    def leave(self, parent: Element, child: Element) -> None:
        """Record an unknown element."""
        self.unknown[parent.tag, child.tag] += 1

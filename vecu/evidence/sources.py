"""The contract by which a room shows what a claim stands on.

A claim cites a *reference*: the name of a source, an id there, and the revision that was read. It
holds no words. What it shows, and whether it still stands, the source computes each time: nothing
is told when evidence goes, so nothing records who took it back, nor when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from vecu.accounts.rules import Scope
from vecu.ui.figures import CountFigure, MeasureFigure


class EvidenceState(StrEnum):
    """How evidence stands now; the same word whatever the reason why it is gone."""

    STANDING = "standing"
    CHANGED = "changed"
    GONE = "gone"


class Audience(StrEnum):
    """Who reads: everybody, or the members of a scope only."""

    EVERYBODY = "everybody"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a claim cites, as it was when it was cited."""

    source: str
    id: UUID
    revision: int

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Reference":
        """Return the reference that a column of another room holds."""
        return cls(stored["source"], UUID(stored["id"]), stored["revision"])

    def to_json(self) -> dict[str, Any]:
        """Return what a column of another room holds: no word of what is cited."""
        return {"source": self.source, "id": str(self.id), "revision": self.revision}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reference shows now, in the language at hand.

    A sentence says what it is. Words of somebody are in `quotation`, with their `language`, and
    nowhere else; a `figure` is a released one. A source whose evidence has a page of its own
    says its `address`. What is gone has nothing but its reference.
    """

    reference: Reference
    state: EvidenceState
    sentence: str = ""
    quotation: str = ""
    language: str = ""
    figure: CountFigure | MeasureFigure | None = None
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what would say more of something that is gone."""
        rest = (self.sentence, self.quotation, self.language, self.figure, self.address)
        if self.state is EvidenceState.GONE and any(part not in {"", None} for part in rest):
            raise ValueError("Evidence that is gone shows nothing.")


class EvidenceSource(Protocol):
    """What a room has to show. `tests/evidence/source_checks.py` is its specification."""

    @property
    def name(self) -> str:
        """Its name in references; it never changes."""

    @property
    def label(self) -> str | Promise:
        """What it is called on pages, in the plural: "Quotations"."""

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return what a claim of this scope may cite and `audience` may see, all of it standing."""

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what references of this source show now, in a fixed number of queries.

        What does not exist, was taken back, or is not for `audience`, may be left out: it is gone.
        """


_registered: dict[str, EvidenceSource] = {}


def register_evidence_source(source: EvidenceSource) -> None:
    """Add a source; refuse a second of the same name."""
    if _registered.setdefault(source.name, source) is not source:
        raise ValueError(f"An evidence source is already called {source.name}.")


def list_evidence_sources() -> list[EvidenceSource]:
    """Return all sources, by name."""
    return [source for _name, source in sorted(_registered.items())]


def list_evidence(references: Iterable[Reference], audience: Audience) -> list[Evidence]:
    """Return what each reference shows now, in the given order, asking each source once.

    A source that is not installed any more has nothing left to show.
    """
    wanted = list(references)
    found: dict[Reference, Evidence] = {}
    by_source = sorted(set(wanted), key=lambda reference: (reference.source, reference.id))
    for name, group in groupby(by_source, key=lambda reference: reference.source):
        if name in _registered:
            found |= _registered[name].describe(list(group), audience)
    return [found.get(each) or Evidence(each, EvidenceState.GONE) for each in wanted]

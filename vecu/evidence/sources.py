"""The contract by which a room shows what a claim stands on.

A claim cites a *reference*: the name of a source, an id there, and the revision that was read. It
holds no words. What it shows, and whether it still stands, the source computes each time: nothing
is told when evidence goes, so nothing records who took it back, nor when.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.utils.functional import Promise

from vecu.accounts.rules import Scope
from vecu.translation import TranslatedWords
from vecu.ui.figures import CountFigure, MeasureFigure

Known = TypeVar("Known")


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

    A sentence says what it is. Words of somebody are in `quotation`, with their `language`, and in
    its `translations`, nowhere else; a `figure` is a released one. `address` is where everybody
    reads it: the source says it, or the room above whose pages show it. `day` is when it became
    public or was received, never when somebody answered; None of a document without one. Nothing
    dated before cites it (`citing_days`). What is gone has nothing but its reference.
    """

    reference: Reference
    state: EvidenceState
    sentence: str = ""
    quotation: str = ""
    language: str = ""
    translations: tuple[TranslatedWords, ...] = ()
    figure: CountFigure | MeasureFigure | None = None
    address: str = ""
    day: date | None = None

    def __post_init__(self) -> None:
        """Refuse what would say more of something that is gone."""
        words = (self.sentence, *self.wordings, self.language, self.address)
        shown = any(words) or self.figure is not None or self.day is not None
        if self.state is EvidenceState.GONE and shown:
            raise ValueError("Evidence that is gone shows nothing.")

    @property
    def wordings(self) -> tuple[str, ...]:
        """Somebody's words in each language that has them; none of what is no quotation."""
        texts = (self.quotation, *(each.text for each in self.translations))
        return tuple(filter(None, texts))


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


EvidenceLocator = Callable[[Collection[UUID]], Mapping[UUID, str]]
"""Returns where everybody reads evidence with these ids, in a fixed number of queries."""

_registered: dict[str, EvidenceSource] = {}
_locators: dict[str, EvidenceLocator] = {}


def describe_known(
    references: Iterable[Reference],
    known: Mapping[UUID, Known],
    show: Callable[[Known, Reference], Evidence],
) -> Mapping[Reference, Evidence]:
    """Return what each reference shows of what a source still knows; others are left out."""
    return {each: show(known[each.id], each) for each in references if each.id in known}


def register_evidence_source(source: EvidenceSource) -> None:
    """Add a source; refuse a second of the same name."""
    if _registered.setdefault(source.name, source) is not source:
        raise ValueError(f"An evidence source is already called {source.name}.")


def register_evidence_locator(source: str, locate: EvidenceLocator) -> None:
    """Say where everybody reads the evidence of a source that has no pages itself."""
    if _locators.setdefault(source, locate) is not locate:
        raise ValueError(f"Something else says already where a {source} is read.")


def list_evidence_sources() -> list[EvidenceSource]:
    """Return all sources, by name."""
    return [source for _name, source in sorted(_registered.items())]


def list_evidence(references: Iterable[Reference], audience: Audience) -> list[Evidence]:
    """Return what each reference shows now, in the given order, asking each source once.

    A source that is not installed any more has nothing left to show.
    """
    wanted = list(references)
    found: dict[Reference, Evidence] = {}
    for name, group in _group_by_source(wanted):
        if name in _registered:
            found |= _registered[name].describe(group, audience)
    return [found.get(each) or Evidence(each, EvidenceState.GONE) for each in wanted]


def list_public_evidence(references: Iterable[Reference]) -> list[Evidence]:
    """Return what everybody reads of each reference now, each with where it is read.

    For pages from which evidence is one link away. Each locator is asked once.
    """
    shown = list_evidence(references, Audience.EVERYBODY)
    lost = [
        one.reference for one in shown if not one.address and one.state is not EvidenceState.GONE
    ]
    addresses = {
        (name, each): address
        for name, group in _group_by_source(lost)
        if name in _locators
        for each, address in _locators[name]({one.id for one in group}).items()
    }
    return [
        replace(one, address=addresses.get((one.reference.source, one.reference.id), one.address))
        for one in shown
    ]


def _group_by_source(references: Iterable[Reference]) -> Iterator[tuple[str, list[Reference]]]:
    by_source = sorted(set(references), key=lambda reference: (reference.source, reference.id))
    for name, group in groupby(by_source, key=lambda reference: reference.source):
        yield name, list(group)

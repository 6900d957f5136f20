"""The evidence that a claim can cite, to be ticked: what is ticked first, then by source."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from vecu.evidence.queries import CitableEvidence
from vecu.evidence.sources import Evidence, EvidenceState, Reference
from vecu.search_folding import fold_for_search

_VALUE = re.compile(r"([a-z-]{1,40}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,9})")
FEW = 5
"""So many pieces of evidence of a source need no folding."""
EvidenceKey = tuple[str, UUID]
"""The source and the id of a reference, whatever its revision."""


@dataclass(frozen=True, slots=True)
class EvidenceOption:
    """One piece of evidence to tick; its value names the revision that is displayed.

    `changed`: it has changed since it was cited. `theirs`: somebody else ticked it.
    `reserved`: only members may read it.
    """

    evidence: Evidence
    label: str | Promise
    changed: bool = False
    theirs: bool = False
    reserved: bool = False

    @property
    def value(self) -> str:
        """What the form sends."""
        return format_reference(self.evidence.reference)

    @property
    def gone(self) -> bool:
        """Whether there is nothing left to show."""
        return self.evidence.state is EvidenceState.GONE


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """What is not ticked of one source: those that match the search, and how many there are."""

    label: str | Promise
    options: Sequence[EvidenceOption]
    number: int
    search: str

    @property
    def open(self) -> bool:
        """Whether it is unfolded: there are few, or what somebody looks for is in it."""
        sought = bool(self.search) or any(option.theirs for option in self.options)
        return sought or self.number <= FEW


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """All that the form offers, sent as `field`."""

    ticked: Sequence[EvidenceOption]
    groups: Sequence[EvidenceGroup]
    search: str = ""
    field: str = "evidence"

    @property
    def changed(self) -> int:
        """How many of those ticked read otherwise than when they were cited."""
        return sum(option.changed for option in self.ticked)


def format_reference(reference: Reference) -> str:
    """Return a reference as the value of a checkbox."""
    return f"{reference.source}:{reference.id}:{reference.revision}"


def parse_reference(value: str) -> Reference | None:
    """Return the reference that a checkbox sent, None if it is not one."""
    parts = _VALUE.fullmatch(value)
    return Reference(parts[1], UUID(parts[2]), int(parts[3])) if parts else None


def build_evidence_choice(
    citable: Sequence[CitableEvidence],
    cited: Iterable[Evidence],
    ticked: Iterable[Reference],
    *,
    public: Collection[Reference],
    theirs: Iterable[Reference] = (),
    search: str = "",
    field: str = "evidence",
) -> EvidenceChoice:
    """Lay out what can be ticked. What is ticked and neither citable nor cited is left out."""
    labels = {each.source.name: each.source.label for each in citable}
    offered = {_key(one.reference): one for each in citable for one in each.evidence}
    before = {_key(one.reference): one for one in cited}
    others = {_key(each) for each in theirs}

    def build_option(key: EvidenceKey) -> EvidenceOption:
        evidence = offered.get(key) or before[key]
        changed = key in before and before[key].state is EvidenceState.CHANGED
        reserved = key in offered and evidence.reference not in public
        return EvidenceOption(evidence, labels.get(key[0], ""), changed, key in others, reserved)

    chosen = [key for each in ticked if (key := _key(each)) in offered.keys() | before.keys()]
    words = fold_for_search(search).split()
    groups = []
    for each in citable:
        left = [_key(one.reference) for one in each.evidence if _key(one.reference) not in chosen]
        options = [build_option(key) for key in left if _matches(offered[key], words)]
        groups.append(EvidenceGroup(each.source.label, options, len(left), search))
    return EvidenceChoice([build_option(key) for key in _unique(chosen)], groups, search, field)


def _key(reference: Reference) -> EvidenceKey:
    return reference.source, reference.id


def _unique(keys: Iterable[EvidenceKey]) -> Iterator[EvidenceKey]:
    yield from dict.fromkeys(keys)


def _matches(evidence: Evidence, words: Sequence[str]) -> bool:
    text = fold_for_search(f"{evidence.sentence} {evidence.quotation}")
    return all(word in text for word in words)

"""Practices that people told of, held against a guide that somebody published. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.results import Carried


@dataclass(frozen=True, slots=True)
class Found:
    """How often something was found: in how many texts, told by how many people."""

    texts: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What people found of a guide, by practice; what the guide lacks, by code."""

    practices: Mapping[UUID, Found]
    beyond: Sequence[tuple[UUID, Found]]

    @property
    def told(self) -> list[UUID]:
        """The practices of the guide that somebody told of."""
        return [practice for practice, found in self.practices.items() if found.people]


def compare_with_guide(
    texts: Iterable[Carried],
    mapped: Mapping[UUID, frozenset[UUID]],
    below: Mapping[UUID, frozenset[UUID]],
    beside: Iterable[UUID],
) -> Comparison:
    """Return what was found of each practice, and of the codes that stand for none.

    `mapped` are the codes of each practice, which count all that stand below them (`below`);
    `beside` are the codes among which the guide's are looked for. The most frequent come first.
    """
    told = list(texts)
    covered = {practice: _all_below(codes, below) for practice, codes in mapped.items()}
    known = frozenset().union(*covered.values())
    lacking = [code for code in beside if code not in known]
    found = {practice: count_found(told, codes) for practice, codes in covered.items()}
    beyond = [(code, count_found(told, below[code] - known)) for code in lacking]
    return Comparison(
        practices=found,
        beyond=sorted(
            ((code, one) for code, one in beyond if one.texts), key=lambda line: -line[1].people
        ),
    )


def _all_below(codes: Iterable[UUID], below: Mapping[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    return frozenset().union(*(below.get(code, frozenset({code})) for code in codes))


def count_found(texts: Iterable[Carried], codes: frozenset[UUID]) -> Found:
    """Return how many texts carry any of these codes, and by how many people they are."""
    carrying = [text for text in texts if text.codes & codes]
    return Found(len(carrying), len({text.answer for text in carrying}))

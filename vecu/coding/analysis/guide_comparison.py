"""Practices that people told of, held against a guide that somebody published. Pure.

People are counted, each once however often they told of it; shares of people are not, since nobody
knows of whom. Where coders differ and nobody has settled it, nothing is counted, and how many
people that could be is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.code_groups import (
    CodeGroup,
    CodeGroupIndex,
)
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.code_tree import (
    list_ancestors,
    map_descendants,
)


@dataclass(frozen=True, slots=True)
class MentionCounts:
    """How often something was found: in how many texts, told by how many people.

    `more` people would be added, at most, if all that coders differ on were settled for it. Of the
    texts `machine` were coded by the machine alone.
    """

    texts: int = 0
    people: int = 0
    more: int = 0
    machine: int = 0


@dataclass(frozen=True, slots=True)
class GuideComparison:
    """What people told of each practice of a guide, in its order; and of codes that it lacks.

    Of those only what somebody told of, or may have, is here, the most frequent first.
    """

    practices: Sequence[tuple[CodeGroup, MentionCounts]]
    beyond: Sequence[tuple[CodeGroup, MentionCounts]]

    @property
    def practices_mentioned(self) -> int:
        """How many practices of the guide somebody told of."""
        return sum(found.people > 0 for _line, found in self.practices)

    @property
    def lacking(self) -> int:
        """How many codes that somebody told of go beyond the guide."""
        return sum(found.people > 0 for _line, found in self.beyond)

    @property
    def unsettled(self) -> bool:
        """Whether a disagreement left open holds back any of these counts."""
        return any(found.more for _line, found in (*self.practices, *self.beyond))


def compare_with_guide(
    texts: Iterable[TextCodes], practices: Sequence[CodeGroup], beyond: Sequence[CodeGroup]
) -> GuideComparison:
    """Return what was found of the guide's practices and of what stands beside them."""
    found = count_mentions(texts, [*practices, *beyond])
    others = zip(beyond, found[len(practices) :], strict=True)
    return GuideComparison(
        practices=list(zip(practices, found, strict=False)),
        beyond=sorted(
            ((line, one) for line, one in others if one.people or one.more),
            key=lambda each: -each[1].people,
        ),
    )


def count_mentions(texts: Iterable[TextCodes], lines: Sequence[CodeGroup]) -> list[MentionCounts]:
    """Return how often each line was found, in one pass over the texts."""
    told_by = CodeGroupIndex(lines)
    number, machine = [0] * len(lines), [0] * len(lines)
    people: list[set[UUID]] = [set() for _line in lines]
    perhaps: list[set[UUID]] = [set() for _line in lines]
    for text in texts:
        for place in told_by[text.codes]:
            number[place] += 1
            machine[place] += bool(text.machine)
            people[place].add(text.answer)
        for place in told_by[text.open]:
            perhaps[place].add(text.answer)
    return [
        MentionCounts(texts, len(told), len(maybe - told), alone)
        for texts, told, maybe, alone in zip(number, people, perhaps, machine, strict=True)
    ]


def group_practice_codes(
    mapped: Mapping[UUID, Iterable[UUID]], parents: Mapping[UUID, UUID | None]
) -> list[CodeGroup]:
    """Return a line for each practice: the codes mapped to it and all that stand below them."""
    below = map_descendants(parents)
    return [CodeGroup(practice, _all_below(codes, below)) for practice, codes in mapped.items()]


def group_codes_beyond(
    mapped: Iterable[UUID],
    parents: Mapping[UUID, UUID | None],
    alike: Callable[[UUID, UUID], bool],
) -> list[CodeGroup]:
    """Return a line for each code that stands for no practice, in the branches of those that do.

    A branch is all below one top code. Of a code that holds no mapped one the whole is one line;
    one that does hold some has a line for what was coded with itself only. A mapped code that
    stands at the top itself has no branch: beside it are the top codes `alike` to it. `parents`
    are in the codebook's order, and so are the lines.
    """
    below = map_descendants(parents)
    mapped = set(mapped)
    covered = _all_below(mapped, below)
    branches = {_top(code, parents) for code in mapped}
    alone = branches & mapped
    lines = []
    for code, parent in parents.items():
        top = _top(code, parents)
        if code in covered or not (top in branches or any(alike(top, one) for one in alone)):
            continue
        if below[code] & covered:
            lines.append(CodeGroup(code, frozenset({code}), own=True))
        elif parent is None or below[parent] & covered:
            lines.append(CodeGroup(code, below[code]))
    return lines


def _all_below(codes: Iterable[UUID], below: Mapping[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    return frozenset().union(*(below[code] for code in codes))


def _top(code: UUID, parents: Mapping[UUID, UUID | None]) -> UUID:
    return next(reversed(list_ancestors(code, parents)), code)

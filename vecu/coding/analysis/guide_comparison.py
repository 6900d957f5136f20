"""Compare the practices that respondents describe with a published guide. Pure.

Respondents are counted, each once; no percentages, since the respondents are no known sample of
anybody. Where coders disagree without an adjudication nothing is counted, and the number of
respondents concerned is given.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.code_groups import CodeGroup, CodeGroupIndex
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.code_tree import list_ancestors, map_descendants


@dataclass(frozen=True, slots=True)
class MentionCounts:
    """How often something was found: in how many texts, by how many people.

    `more`: the most people that would be added if all disagreements were adjudicated in favour.
    `machine`: how many of the texts the machine coded alone.
    """

    texts: int = 0
    people: int = 0
    more: int = 0
    machine: int = 0


@dataclass(frozen=True, slots=True)
class GuideComparison:
    """Counts for each practice of a guide, in its order, and for codes that it lacks.

    The latter only if somebody mentioned them, or may have, the most frequent first.
    """

    practices: Sequence[tuple[CodeGroup, MentionCounts]]
    beyond: Sequence[tuple[CodeGroup, MentionCounts]]

    @property
    def practices_mentioned(self) -> int:
        """The number of the guide's practices that somebody mentioned."""
        return sum(found.people > 0 for _line, found in self.practices)

    @property
    def lacking(self) -> int:
        """The number of mentioned codes that the guide lacks."""
        return sum(found.people > 0 for _line, found in self.beyond)

    @property
    def unsettled(self) -> bool:
        """Whether an open disagreement affects any of these counts."""
        return any(found.more for _line, found in (*self.practices, *self.beyond))


def compare_with_guide(
    texts: Iterable[TextCodes], practices: Sequence[CodeGroup], beyond: Sequence[CodeGroup]
) -> GuideComparison:
    """Count the mentions of the guide's practices, and of codes beyond it."""
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
    """Return how often each group was found, in one pass over the texts."""
    group_index = CodeGroupIndex(lines)
    number, machine = [0] * len(lines), [0] * len(lines)
    people: list[set[UUID]] = [set() for _line in lines]
    perhaps: list[set[UUID]] = [set() for _line in lines]
    for text in texts:
        for index in group_index[text.codes]:
            number[index] += 1
            machine[index] += bool(text.machine)
            people[index].add(text.answer)
        for index in group_index[text.open]:
            perhaps[index].add(text.answer)
    return [
        MentionCounts(texts, len(certain), len(maybe - certain), alone)
        for texts, certain, maybe, alone in zip(number, people, perhaps, machine, strict=True)
    ]


def group_practice_codes(
    mapped: Mapping[UUID, Iterable[UUID]], parents: Mapping[UUID, UUID | None]
) -> list[CodeGroup]:
    """Return a group for each practice: the codes mapped to it and their descendants."""
    below = map_descendants(parents)
    return [CodeGroup(practice, _all_below(codes, below)) for practice, codes in mapped.items()]


def group_codes_beyond(
    mapped: Iterable[UUID],
    parents: Mapping[UUID, UUID | None],
    alike: Callable[[UUID, UUID], bool],
) -> list[CodeGroup]:
    """Return a group for each code mapped to no practice, in the branches of mapped codes.

    A branch is everything below one top code. A code without mapped descendants forms a group with
    all its descendants; one with mapped descendants forms a group alone. A mapped top code has no
    branch: the top codes `alike` to it are added. `parents` are in the codebook's order, and so are
    the groups.
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

"""Practices that people told of, held against a guide that somebody published. Pure.

People are counted, each once however often they told of it; shares of people are not, since nobody
knows of whom. Where coders differ and nobody has settled it, nothing is counted, and how many
people that could be is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.lines import Line, Told
from vecu.coding.results import Carried
from vecu.coding.tree import above, with_below


@dataclass(frozen=True, slots=True)
class Found:
    """How often something was found: in how many texts, told by how many people.

    `more` people would be added, at most, if all that coders differ on were settled for it. Of the
    texts `machine` were coded by the machine alone.
    """

    texts: int = 0
    people: int = 0
    more: int = 0
    machine: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What people told of each practice of a guide, in its order; and of codes that it lacks.

    Of those only what somebody told of, or may have, is here, the most frequent first.
    """

    practices: Sequence[tuple[Line, Found]]
    beyond: Sequence[tuple[Line, Found]]

    @property
    def told(self) -> int:
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
    texts: Iterable[Carried], practices: Sequence[Line], beyond: Sequence[Line]
) -> Comparison:
    """Return what was found of the guide's practices and of what stands beside them."""
    found = count_found(texts, [*practices, *beyond])
    others = zip(beyond, found[len(practices) :], strict=True)
    return Comparison(
        practices=list(zip(practices, found, strict=False)),
        beyond=sorted(
            ((line, one) for line, one in others if one.people or one.more),
            key=lambda each: -each[1].people,
        ),
    )


def count_found(texts: Iterable[Carried], lines: Sequence[Line]) -> list[Found]:
    """Return how often each line was found, in one pass over the texts."""
    told_by = Told(lines)
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
        Found(texts, len(told), len(maybe - told), alone)
        for texts, told, maybe, alone in zip(number, people, perhaps, machine, strict=True)
    ]


def lines_of_practices(
    mapped: Mapping[UUID, Iterable[UUID]], parents: Mapping[UUID, UUID | None]
) -> list[Line]:
    """Return a line for each practice: the codes mapped to it and all that stand below them."""
    below = with_below(parents)
    return [Line(practice, _all_below(codes, below)) for practice, codes in mapped.items()]


def lines_beyond(
    mapped: Iterable[UUID],
    parents: Mapping[UUID, UUID | None],
    alike: Callable[[UUID, UUID], bool],
) -> list[Line]:
    """Return a line for each code that stands for no practice, in the branches of those that do.

    A branch is all below one top code. Of a code that holds no mapped one the whole is one line;
    one that does hold some has a line for what was coded with itself only. A mapped code that
    stands at the top itself has no branch: beside it are the top codes `alike` to it. `parents`
    are in the codebook's order, and so are the lines.
    """
    below = with_below(parents)
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
            lines.append(Line(code, frozenset({code}), own=True))
        elif parent is None or below[parent] & covered:
            lines.append(Line(code, below[code]))
    return lines


def _all_below(codes: Iterable[UUID], below: Mapping[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    return frozenset().union(*(below[code] for code in codes))


def _top(code: UUID, parents: Mapping[UUID, UUID | None]) -> UUID:
    return next(reversed(above(code, parents)), code)

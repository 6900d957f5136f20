"""What a closed round shows to members, so that no position can be worked out by subtraction. Pure.

Each count is of a *set* of people. Whoever subtracts one count from another learns the positions
of those who are in one set only; so sets are chosen such that all differences are empty or of
three people at least:

- the group is counted as a whole; a college by itself only with three, and with three elsewhere;
- colleges of the second round are those of the first, or unions of them;
- a member counts in both rounds in the college of their first position;
- who moved is counted only where the same people were in both rounds.

Names are the only thing that depends on what people think. They stand once both rounds have closed,
where the same people were in both, of those who want it in both; and in a college only where those
without a name are nobody, or where not even one of them could tell what the others hold.

A count never changes once its round has closed, whoever leaves. That all of a college, or all of a
group, hold one position is shown as it is: it is no difference, and members know of it beforehand.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vecu.groups.rules import FEWEST_IN_COLLEGE, FEWEST_MEMBERS
from vecu.groups.vocabulary import GroupCollege, HypothesisStance

Counts = Mapping[HypothesisStance, int]
Cell = frozenset[GroupCollege]
FEWEST_APART = 2
"""Of those without a name in a college, so many hold another position than most of them."""


@dataclass(frozen=True, slots=True)
class SealedPosition:
    """A position as it is counted. `named`: its author lets the group read whose it is.

    It takes both rounds: a name in one gives the other away to whoever knows how many moved.
    """

    member: str
    college: GroupCollege
    stance: HypothesisStance
    named: bool = False


@dataclass(frozen=True, slots=True)
class CellCount:
    """Colleges that are counted together: one of them, or all the rest."""

    colleges: Cell
    counts: Counts


@dataclass(frozen=True, slots=True)
class Movement:
    """How many of those who were in both rounds hold another position, and which they hold now."""

    people: int
    moved: int
    now: Counts


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What members read of one hypothesis in one round; None and empty: not shown.

    `names` are in the second round only: by member, the position of the first and of the second.
    """

    people: int
    counts: Counts | None
    cells: Sequence[CellCount] = ()
    movement: Movement | None = None
    names: Mapping[str, tuple[HypothesisStance, HypothesisStance]] = field(default_factory=dict)


def count_first_round(positions: Sequence[SealedPosition]) -> RoundResult:
    """Return what the first round shows. Under five people, only how many they are."""
    if len(positions) < FEWEST_MEMBERS:
        return RoundResult(len(positions), None)
    every = frozenset(GroupCollege)
    cells = _merge_small({frozenset({each}) for each in every}, positions)
    return RoundResult(
        people=len(positions),
        counts=_count(positions),
        cells=_count_cells(cells, positions),
    )


def count_second_round(
    first: Sequence[SealedPosition], second: Sequence[SealedPosition], shown: RoundResult
) -> RoundResult:
    """Return what the second round shows beside `shown`, the result of the first.

    Members of both rounds must stand in the same college in both. Where the first round shows
    nothing, there is nothing to subtract.
    """
    if len(second) < FEWEST_MEMBERS:
        return RoundResult(len(second), None)
    every = frozenset(GroupCollege)
    before = {each.colleges for each in shown.cells} or {every}
    if shown.counts is None:
        before = {frozenset({each}) for each in every}
    cells = _merge_small(_cover(before), second)
    counted = RoundResult(len(second), _count(second), _count_cells(cells, second))
    if {each.member for each in first} != {each.member for each in second}:
        return counted
    names = _list_names(cells or {every}, first, second)
    return replace(counted, movement=_count_movement(first, second), names=names)


def _count(positions: Sequence[SealedPosition]) -> Counts:
    found = Counter(each.stance for each in positions)
    return {stance: found[stance] for stance in HypothesisStance}


def _select(positions: Sequence[SealedPosition], cell: Cell) -> list[SealedPosition]:
    return [each for each in positions if each.college in cell]


def _count_cells(cells: Collection[Cell], positions: Sequence[SealedPosition]) -> list[CellCount]:
    """Return the counts of each cell with anybody in it, in the order of colleges."""
    order = list(GroupCollege)
    ordered = sorted(cells, key=lambda cell: min(order.index(each) for each in cell))
    counted = [(cell, _select(positions, cell)) for cell in ordered]
    return [CellCount(cell, _count(inside)) for cell, inside in counted if inside]


def _cover(cells: Collection[Cell]) -> set[Cell]:
    """Return cells with those colleges added that had nobody: they stand with the rest."""
    missing = frozenset(GroupCollege).difference(*cells)
    return {*cells, *(frozenset({each}) for each in missing)}


def _merge_small(cells: Collection[Cell], positions: Sequence[SealedPosition]) -> set[Cell]:
    """Return cells of three people each, or nobody, and all that were smaller together.

    It depends on how many they are, never on what they think. Empty: only the whole can be shown.
    """
    order = list(GroupCollege)
    sizes = {cell: len(_select(positions, cell)) for cell in cells}
    large = [cell for cell in cells if sizes[cell] >= FEWEST_IN_COLLEGE]
    large.sort(key=lambda cell: (sizes[cell], [order.index(each) for each in sorted(cell)]))
    rest = frozenset[GroupCollege]().union(*(cell for cell in cells if cell not in large))
    while large and _is_small(len(_select(positions, rest))):
        rest |= large.pop(0)
    shown = {*large, rest} if rest else set(large)
    return shown if sum(bool(_select(positions, cell)) for cell in shown) > 1 else set()


def _is_small(people: int) -> bool:
    return 0 < people < FEWEST_IN_COLLEGE


def _list_names(
    cells: Collection[Cell], first: Sequence[SealedPosition], second: Sequence[SealedPosition]
) -> dict[str, tuple[HypothesisStance, HypothesisStance]]:
    """Return both positions of those who want their name beside them, cell by cell.

    The same people are in both rounds, so the cells of both are the same.
    """
    willing = {each.member for each in first if each.named}
    willing &= {each.member for each in second if each.named}
    before = {each.member: each.stance for each in first}
    names: dict[str, tuple[HypothesisStance, HypothesisStance]] = {}
    for cell in cells:
        others = [
            [each.stance for each in _select(positions, cell) if each.member not in willing]
            for positions in (first, second)
        ]
        if all(map(_is_mixed, others)):
            inside = [each for each in _select(second, cell) if each.member in willing]
            names |= {each.member: (before[each.member], each.stance) for each in inside}
    return names


def _is_mixed(stances: Sequence[HypothesisStance]) -> bool:
    """Return whether readers who subtract all names are left with several answers for each.

    One of those without a name subtracts their own position as well: so two of them, at least, must
    hold another one than most.
    """
    return not stances or len(stances) - max(Counter(stances).values()) >= FEWEST_APART


def _count_movement(first: Sequence[SealedPosition], second: Sequence[SealedPosition]) -> Movement:
    before = {each.member: each.stance for each in first}
    both = [each for each in second if each.member in before]
    moved = [each for each in both if each.stance is not before[each.member]]
    return Movement(len(both), len(moved), _count(moved))

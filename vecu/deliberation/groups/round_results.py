"""What a closed round shows to members, so that no position can be worked out by subtraction. Pure.

Each count is of a *set* of people. Whoever subtracts one count from another learns the positions
of those who are in one set only; so sets are chosen such that all differences are empty or of
three people at least:

- the group is counted as a whole; a college by itself only with three, and with three elsewhere;
- colleges of the second round are those of the first, or unions of them;
- a member counts in both rounds in the college of their first position;
- who moved is counted only where the same people were in both rounds;
- names stand beside positions only where those without a name are nobody, or three or more.

A count never changes once its round has closed, whoever leaves. That all of a college, or all of a
group, hold one position is shown as it is: it is no difference, and members know of it beforehand.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from vecu.deliberation.group_vocabulary import GroupCollege, HypothesisStance
from vecu.deliberation.groups.rules import FEWEST_IN_COLLEGE, FEWEST_MEMBERS

Counts = Mapping[HypothesisStance, int]
Cell = frozenset[GroupCollege]


@dataclass(frozen=True, slots=True)
class SealedPosition:
    """A position as it is counted. `named`: its author lets the group read whose it is."""

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
    """What members read of one hypothesis in one round; None and empty: not shown."""

    people: int
    counts: Counts | None
    cells: Sequence[CellCount] = ()
    movement: Movement | None = None
    names: Mapping[str, HypothesisStance] = field(default_factory=dict)


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
        names=_list_names(cells or {every}, positions, frozenset()),
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
    names = _list_second_names((before, cells or {every}), first, second, frozenset(shown.names))
    movement = None
    if shown.counts is not None and _may_count_movement(
        cells or {every}, first, second, frozenset(shown.names) | names.keys()
    ):
        movement = _count_movement(first, second)
    return RoundResult(len(second), _count(second), _count_cells(cells, second), movement, names)


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
    cells: Collection[Cell], positions: Sequence[SealedPosition], known: Collection[str]
) -> dict[str, HypothesisStance]:
    """Return the names that leave three or more without one in their cell, or nobody."""
    names: dict[str, HypothesisStance] = {}
    for cell in cells:
        inside = _select(positions, cell)
        named = {each.member for each in inside if each.named} | {*known}
        if not _is_small(sum(each.member not in named for each in inside)):
            names |= {each.member: each.stance for each in inside if each.named}
    return names


def _list_second_names(
    partitions: tuple[Collection[Cell], Collection[Cell]],
    first: Sequence[SealedPosition],
    second: Sequence[SealedPosition],
    known: Collection[str],
) -> dict[str, HypothesisStance]:
    """Return names as in the first round, by the cells of either round.

    Who was named in either counts as named: where nobody moved, a name of the first round tells a
    position of the second.
    """
    names = {each.member: each.stance for each in second if each.named}
    for cell in (*_cover(partitions[0]), *partitions[1]):
        without = [
            sum(each.member not in {*known, *names} for each in _select(positions, cell))
            for positions in (first, second)
        ]
        if any(map(_is_small, without)):
            names = {
                each.member: names[each.member]
                for each in second
                if each.member in names and each.college not in cell
            }
    return names


def _may_count_movement(
    cells: Collection[Cell],
    first: Sequence[SealedPosition],
    second: Sequence[SealedPosition],
    named: Collection[str],
) -> bool:
    """Return whether the same people were in both rounds, and three of each cell without a name.

    Where others were in one round only, even three of them, totals and names of both rounds can
    leave only one way in which somebody answered.
    """
    same = {each.member for each in first} == {each.member for each in second}
    return same and not any(
        _is_small(sum(each.member not in named for each in _select(second, cell))) for cell in cells
    )


def _count_movement(first: Sequence[SealedPosition], second: Sequence[SealedPosition]) -> Movement:
    before = {each.member: each.stance for each in first}
    both = [each for each in second if each.member in before]
    moved = [each for each in both if each.stance is not before[each.member]]
    return Movement(len(both), len(moved), _count(moved))

"""What groups note beside their minutes: who kept the gain, the clock, consent. Pure.

Everybody reads of each one sentence, and only where it rests on enough people.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vecu.casestudies.rules import FEWEST_PUBLIC, has_begun
from vecu.fieldlog.vocabulary import GainUse

_CLOCKED_DAYS = 2


class LotCounts(Protocol):
    """What a group notes of a week beside its minutes."""

    lot: int
    week: int
    people: int
    gain: str
    clocked_people: int
    clocked: int
    guessed: int
    requested: int
    accepted: int
    unrequested: int


@dataclass(frozen=True, slots=True)
class ClockedWriting:
    """Minutes of writing of a person's day, by the clock and as they had guessed them."""

    people: int
    clocked: float
    guessed: float


@dataclass(frozen=True, slots=True)
class ConsentShares:
    """Of ten people accompanied who were asked, how many accepted; of ten, how many were not asked.

    Whole numbers: one person more or less is not seen in them.
    """

    accepted: int
    unrequested: int


def find_usual_gain(totals: Iterable[LotCounts], order: Sequence[int]) -> GainUse | None:
    """Return what groups say most often became of the gain; None if it rests on too few people.

    Only that: counts would show which answer one group gave. Two that are as frequent are none.
    """
    noted = [each for each in totals if each.gain and has_begun(order, each.lot, each.week)]
    counts = Counter(each.gain for each in noted).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    usual = [each for each in noted if each.gain == counts[0][0]]
    people = count_people((each.lot, each.people) for each in usual)
    return GainUse(counts[0][0]) if people >= FEWEST_PUBLIC else None


def average_clocked_writing(totals: Iterable[LotCounts]) -> ClockedWriting | None:
    """Return minutes of a person's day on the days that were drawn, None of too few people."""
    noted = [each for each in totals if each.clocked_people]
    people = count_people((each.lot, each.clocked_people) for each in noted)
    if people < FEWEST_PUBLIC:
        return None
    days = _CLOCKED_DAYS * sum(each.clocked_people for each in noted)
    clocked, guessed = sum(each.clocked for each in noted), sum(each.guessed for each in noted)
    return ClockedWriting(people, clocked / days, guessed / days)


def share_consent(totals: Iterable[LotCounts]) -> ConsentShares | None:
    """Return how many of ten accepted, None where too few were asked."""
    noted = list(totals)
    requested = sum(each.requested for each in noted)
    unrequested = sum(each.unrequested for each in noted)
    if requested < FEWEST_PUBLIC:
        return None
    accepted = sum(each.accepted for each in noted)
    return ConsentShares(
        round(10 * accepted / requested), round(10 * unrequested / (requested + unrequested))
    )


def count_people(counted: Iterable[tuple[int, int]]) -> int:
    """Return how many people these are at least: the fewest of each group in any week."""
    fewest: dict[int, int] = {}
    for lot, people in counted:
        fewest[lot] = min(people, fewest.get(lot, people))
    return sum(fewest.values())

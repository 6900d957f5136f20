"""Weekly totals of lots become minutes of a person in a week: told, and net by the draw. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import nan
from typing import Protocol

from vecu.casestudies.rules import NetVerdict, has_begun
from vecu.casestudies.week_counts import count_people
from vecu.stats import count_weeks, estimate_staggered_effect


class LotTotals(Protocol):
    """Totals of a lot in a week, in minutes; nobody is in them where too few worked."""

    lot: int
    week: int
    people: int
    writing: int
    gross: int
    checking: int
    care: int


@dataclass(frozen=True, slots=True)
class NetMinutes:
    """Minutes that the tool saves one person in a week, less than 0 where it costs them.

    `people` is of how many this is at least: the fewest of each lot in any week.
    """

    minutes: float
    low: float
    high: float
    people: int
    orders: int

    @property
    def verdict(self) -> NetVerdict:
        """What it tells: nothing where the interval holds 0."""
        if self.low <= 0 <= self.high:
            return NetVerdict.CANNOT_BE_TOLD
        return NetVerdict.SAVES if self.minutes > 0 else NetVerdict.COSTS


@dataclass(frozen=True, slots=True)
class FeltMinutes:
    """What those whose lot had begun told of one person's week: an impression, not a measure."""

    gross: float
    checking: float
    care: float

    @property
    def net(self) -> float:
        """What they would have gained."""
        return self.gross - self.checking - self.care


def estimate_net_minutes(totals: Iterable[LotTotals], order: Sequence[int]) -> NetMinutes:
    """Return what the tool saves, from all minutes of writing; lots count as they were drawn.

    A lot without the tool saves nothing: the minutes that all wrote say the net effect by
    themselves, without what anybody thinks to have gained. Raise `EstimateRefused`.
    """
    known = [each for each in totals if each.people]
    table = [[nan] * count_weeks(len(order)) for _lot in order]
    for each in known:
        table[each.lot][each.week - 1] = each.writing / each.people
    effect = estimate_staggered_effect(table, order)
    people = count_people((each.lot, each.people) for each in known)
    return NetMinutes(-effect.estimate, -effect.high, -effect.low, people, effect.orders)


def average_felt_minutes(totals: Iterable[LotTotals], order: Sequence[int]) -> FeltMinutes | None:
    """Return what was told of a person's week with the tool, None before there is one."""
    begun = [each for each in totals if each.people and has_begun(order, each.lot, each.week)]
    weeks = sum(each.people for each in begun)
    if not weeks:
        return None
    return FeltMinutes(
        sum(each.gross for each in begun) / weeks,
        sum(each.checking for each in begun) / weeks,
        sum(each.care for each in begun) / weeks,
    )

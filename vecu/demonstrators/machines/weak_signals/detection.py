"""Five rules that choose whom to speak with each week, under one cap. Pure.

The same number of conversations a week for each rule: what is compared is where they go. The
adults of this simulation see counts only; real ones see faces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from vecu.demonstrators.machines.weak_signals.simulation import (
    MEANS,
    WEEKS,
    PupilFlags,
    Rates,
    School,
    SchoolPlace,
)

CAPS = (5, 10, 20, 40, 80)
"""Conversations a week in the whole school; a fifth of them for each adult who is alone."""
RECENT = 4
"""Weeks that count as recent, and weeks before a pupil may be proposed again."""
FIRST_WEEK = 8
"""Of the first alert, from 0: four recent weeks and four earlier ones must exist."""
PRIOR_WEEKS = 4
"""Weeks of an average pupil, as of the year before, added to each pupil’s own earlier weeks."""


class SelectionRule(StrEnum):
    """How a week’s conversations are chosen."""

    ALONE_FREQUENT = "alone-frequent"
    """Each adult by the most frequent in their own place."""
    ALONE_CHANGED = "alone-changed"
    """Each adult by what has changed for a pupil, in their own place."""
    TABLE = "table"
    """The five meet: who is named by several comes first. No machine."""
    JOINED_FREQUENT = "joined-frequent"
    JOINED_CHANGED = "joined-changed"


@dataclass(frozen=True, slots=True)
class PupilConversation:
    """With which pupil, in which week (from 0); `source` is the place of an adult alone."""

    week: int
    pupil: int
    source: SchoolPlace | None = None


def likelihood_ratio(observed: Rates, expected: Rates) -> Rates:
    """Return the log of a Poisson likelihood ratio, elementwise; 0 where no more than expected.

    n ln(n/µ) - (n - µ): how much better the rate n explains n events than the rate µ does (the
    one-sided Poisson scan statistic of Kulldorff, Communications in Statistics, 1997, for a
    known mean).
    """
    more = observed > expected
    safe = np.where(more, observed, 1.0)
    return np.where(more, safe * np.log(safe / expected) - (observed - expected), 0.0)


def measure_recent(school: School, week: int) -> Rates:
    """Return the events of the recent weeks, this one included, by pupil and source."""
    recent: Rates = school.counts[:, week - RECENT + 1 : week + 1].sum(axis=1).astype(np.float64)
    return recent


def measure_change(school: School, week: int) -> Rates:
    """Return by pupil and source how far recent weeks exceed the pupil’s own earlier ones."""
    earlier = school.counts[:, : week - RECENT + 1]
    weeks = earlier.shape[1] + PRIOR_WEEKS
    usual = (earlier.sum(axis=1) + MEANS * PRIOR_WEEKS) / weeks
    return likelihood_ratio(measure_recent(school, week), usual * RECENT)


@dataclass(frozen=True, slots=True, eq=False)
class PupilSignals:
    """What the five see of each pupil: by week from `FIRST_WEEK`, pupil and source."""

    frequent: Rates
    changed: Rates


def measure_signals(school: School) -> PupilSignals:
    """Return both for all weeks with alerts."""
    weeks = range(FIRST_WEEK, WEEKS)
    return PupilSignals(
        np.stack([measure_recent(school, week) for week in weeks]),
        np.stack([measure_change(school, week) for week in weeks]),
    )


def choose_conversations(
    school: School,
    signals: PupilSignals,
    rule: SelectionRule,
    cap: int,
    absent: PupilFlags | None = None,
) -> Sequence[PupilConversation]:
    """Return whom a rule speaks with, week by week; never more than `cap` a week.

    `absent` are not in the joined data: no joined rule can choose them, and adults still do.
    """
    match rule:
        case SelectionRule.ALONE_FREQUENT:
            return _choose_alone(school, signals.frequent, cap)
        case SelectionRule.ALONE_CHANGED:
            return _choose_alone(school, signals.changed, cap)
        case SelectionRule.TABLE:
            return _choose_at_table(school, signals.changed, cap)
        case SelectionRule.JOINED_FREQUENT:
            return _choose(school, _leave_out(signals.frequent.sum(axis=2), absent), cap)
        case SelectionRule.JOINED_CHANGED:
            return _choose(school, _leave_out(signals.changed.sum(axis=2), absent), cap)


def choose_by_all_rules(
    school: School, signals: PupilSignals, cap: int
) -> Mapping[SelectionRule, Sequence[PupilConversation]]:
    """Return the conversations of every rule under one cap."""
    return {rule: choose_conversations(school, signals, rule, cap) for rule in SelectionRule}


def _leave_out(strength: Rates, absent: PupilFlags | None) -> Rates:
    return strength if absent is None else np.where(absent, 0.0, strength)


def _choose_alone(school: School, strength: Rates, cap: int) -> list[PupilConversation]:
    share = cap // len(SchoolPlace)
    return [
        conversation
        for source in SchoolPlace
        for conversation in _choose(school, strength[:, :, source], share, source)
    ]


def _choose(
    school: School, strength: Rates, cap: int, source: SchoolPlace | None = None
) -> list[PupilConversation]:
    """Choose each week the strongest who have not been spoken with in the weeks before."""
    chosen: list[PupilConversation] = []
    rested = np.zeros(len(school.order), dtype=np.int64)
    for week, row in enumerate(strength, start=FIRST_WEEK):
        for pupil in _pick(np.where(rested <= week, row, 0.0), school, cap):
            rested[pupil] = week + RECENT
            chosen.append(PupilConversation(week, pupil, source))
    return chosen


def _choose_at_table(school: School, strength: Rates, cap: int) -> list[PupilConversation]:
    """Each adult brings `cap` names; named by several comes first, then higher on a list."""
    chosen: list[PupilConversation] = []
    rested = np.zeros(len(school.order), dtype=np.int64)
    for week, row in enumerate(strength, start=FIRST_WEEK):
        free = np.where((rested <= week)[:, None], row, 0.0)
        named, highest = np.zeros(len(free)), np.zeros(len(free))
        for source in SchoolPlace:
            names = _pick(free[:, source], school, cap)
            named[names] += 1
            highest[names] = np.maximum(highest[names], 1 / (2 + np.arange(len(names))))
        for pupil in _pick(named + highest, school, cap):
            rested[pupil] = week + RECENT
            chosen.append(PupilConversation(week, pupil))
    return chosen


def _pick(strength: Rates, school: School, most: int) -> list[int]:
    """Return the strongest, at most so many, nobody without any signal."""
    ranked = np.lexsort((school.order, -strength))[:most]
    return [int(pupil) for pupil in ranked if strength[pupil] > 0]

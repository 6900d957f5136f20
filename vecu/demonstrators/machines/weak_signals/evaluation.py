"""What each rule finds, and at which price; what a refusal costs. Pure.

Only a simulation can be evaluated so: in a real school nobody knows whom nobody has found.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from vecu.demonstrators.machines.weak_signals.detection import (
    CAPS,
    PupilConversation,
    PupilSignals,
    SelectionRule,
    choose_by_all_rules,
    choose_conversations,
    measure_signals,
)
from vecu.demonstrators.machines.weak_signals.simulation import PUPILS, PupilKind, School

REFUSALS = (5, 10, 20, 30)
"""Per cent of families."""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule under one cap, in one school.

    `found` is bullied pupils spoken with at least once while it happened; `right` conversations
    with such a pupil in such a week; `beside` those with a bullied pupil at another time, before
    four others by kind. `weeks` is the median week of bullying, from 1, of the first.
    """

    found: int
    weeks: float
    conversations: int
    right: int
    beside: int
    ill: int
    bus: int
    moved: int
    other: int

    @property
    def wrong(self) -> int:
        """Conversations with somebody who was not being bullied in that week."""
        return self.conversations - self.right


@dataclass(frozen=True, slots=True)
class RefusalOutcome:
    """What a share of refusals does to the joined data, and what it lets one guess.

    `unnamed` is pupils whom no alert of the year names; `unnamed_refusing` those of them whose
    family refused.
    """

    bullied_joined: int
    found_joined: int
    bullied_refusing: int
    found_refusing_alone: int
    refusing: int
    unnamed: int
    unnamed_refusing: int


def find_first_weeks(school: School, conversations: Sequence[PupilConversation]) -> dict[int, int]:
    """Return for each bullied pupil who is found the week, from 0, in which it first happens."""
    first: dict[int, int] = {}
    for each in conversations:
        if school.is_bullied(each.pupil, each.week):
            first[each.pupil] = min(each.week, first.get(each.pupil, each.week))
    return first


def evaluate(school: School, conversations: Sequence[PupilConversation]) -> RuleOutcome:
    """Count what these conversations found."""
    first = find_first_weeks(school, conversations)
    delays = [week - int(school.begins[pupil]) + 1 for pupil, week in first.items()]
    right = sum(school.is_bullied(each.pupil, each.week) for each in conversations)
    kinds = Counter(PupilKind(school.kinds[each.pupil]) for each in conversations)
    return RuleOutcome(
        len(first),
        float(median(delays)) if delays else 0.0,
        len(conversations),
        right,
        kinds[PupilKind.BULLIED] - right,
        kinds[PupilKind.ILL],
        kinds[PupilKind.BUS],
        kinds[PupilKind.MOVED],
        kinds[PupilKind.OTHER],
    )


def evaluate_refusal(
    school: School, signals: PupilSignals, cap: int, percent: int
) -> RefusalOutcome:
    """Count what the joined data find without those who refuse, and the adults alone of them."""
    refusing = school.find_refusing(percent)
    bullied = school.kinds == PupilKind.BULLIED
    joined = choose_conversations(school, signals, SelectionRule.JOINED_CHANGED, cap, refusing)
    alone = choose_conversations(school, signals, SelectionRule.ALONE_CHANGED, cap)
    unnamed = np.ones(PUPILS, dtype=np.bool_)
    unnamed[[each.pupil for each in joined]] = False
    return RefusalOutcome(
        int((bullied & ~refusing).sum()),
        len(find_first_weeks(school, joined)),
        int((bullied & refusing).sum()),
        sum(bool(refusing[pupil]) for pupil in find_first_weeks(school, alone)),
        int(refusing.sum()),
        int(unnamed.sum()),
        int((unnamed & refusing).sum()),
    )


@dataclass(frozen=True, slots=True)
class SchoolEvaluation:
    """All of one school: outcomes by cap and rule, refusals by cap and per cent."""

    outcomes: Mapping[int, Mapping[SelectionRule, RuleOutcome]]
    refusals: Mapping[int, Mapping[int, RefusalOutcome]]


def evaluate_school(school: School) -> SchoolEvaluation:
    """Evaluate every rule under every cap, and every share of refusals."""
    signals = measure_signals(school)
    return SchoolEvaluation(
        {
            cap: {
                rule: evaluate(school, conversations)
                for rule, conversations in choose_by_all_rules(school, signals, cap).items()
            }
            for cap in CAPS
        },
        {
            cap: {percent: evaluate_refusal(school, signals, cap, percent) for percent in REFUSALS}
            for cap in CAPS
        },
    )

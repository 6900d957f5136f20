"""The parts of the story, computed from the school that pages show and the frozen others. Pure.

The school is drawn once in a process; conversations are chosen once for each rule and cap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache
from statistics import fmean

import numpy as np

from vecu.demonstrators.machines.weak_signals.detection import (
    FIRST_WEEK,
    RECENT,
    PupilConversation,
    PupilSignals,
    SelectionRule,
    choose_conversations,
    measure_signals,
)
from vecu.demonstrators.machines.weak_signals.evaluation import (
    RefusalOutcome,
    RuleOutcome,
    find_first_weeks,
)
from vecu.demonstrators.machines.weak_signals.pictures import draw_finders, draw_pupil, write_weeks
from vecu.demonstrators.machines.weak_signals.scene import (
    AloneScene,
    ConversationBar,
    GroupRow,
    JoinedScene,
    PlaceAssumption,
    PupilScene,
    RefusalScene,
    RuleRow,
    SightingLine,
    StaffAlert,
    WrongScene,
)
from vecu.demonstrators.machines.weak_signals.simulation import (
    MEANS,
    PUPILS,
    SIZES,
    PupilKind,
    School,
    SchoolPlace,
    draw_school,
)
from vecu.demonstrators.machines.weak_signals.spread import OTHER_SEEDS, SEED, load_evaluations
from vecu.demonstrators.machines.weak_signals.words import (
    BY_MACHINE,
    GROUPS,
    PLACES,
    RULES,
    SIGHTINGS,
    TRUTHS,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

USUAL_CAP, USUAL_PERCENT = 10, 10
SCREEN_WEEK = 19
"""The week, from 0, of the list that staff read on the page about refusal."""
LONGEST_BAR = 240
FORMS = tuple(f"{year}e {letter}" for year in (6, 5, 4, 3) for letter in "ABCDE")
"""Twenty classes of twenty-five, in the order of the school."""
THREE = {"a": PupilKind.ILL, "b": PupilKind.BULLIED, "c": PupilKind.OTHER}
"""The pupils to look at: the first of each kind in the order of the school, chosen by no eye."""


def compose_pupils(guesses: Mapping[str, str | None]) -> Sequence[PupilScene]:
    """Return the pupils up to the first that nobody has guessed."""
    scenes: list[PupilScene] = []
    for key, guess in guesses.items():
        scenes.append(_compose_pupil(key, guess))
        if guess is None:
            break
    return scenes


def _compose_pupil(key: str, guess: str | None) -> PupilScene:
    pupil = _school().list_pupils(THREE[key])[0]
    alone, often = (
        _list_alone(SelectionRule.ALONE_CHANGED, pupil),
        _list_alone(SelectionRule.ALONE_FREQUENT, pupil),
    )
    joined = [
        each.week
        for each in _choose(SelectionRule.JOINED_CHANGED, USUAL_CAP)
        if each.pupil == pupil
    ]
    return PupilScene(
        key,
        key.upper(),
        guess,
        TRUTHS[THREE[key]],
        draw_pupil(_school(), pupil, alone, joined),
        _group_by_place(alone),
        _group_by_place(often),
    )


def _list_alone(rule: SelectionRule, pupil: int) -> Sequence[tuple[int, SchoolPlace]]:
    return [
        (each.week, each.source)
        for each in _choose(rule, USUAL_CAP)
        if each.pupil == pupil and each.source is not None
    ]


def _group_by_place(alerts: Sequence[tuple[int, SchoolPlace]]) -> Sequence[SightingLine]:
    weeks = {place: [week for week, source in alerts if source is place] for place in SchoolPlace}
    return [_write_line(place, found) for place, found in weeks.items() if found]


def _write_line(source: SchoolPlace, weeks: Sequence[int]) -> SightingLine:
    return SightingLine(PLACES[source], write_weeks([week + 1 for week in weeks]), len(weeks) > 1)


def compose_alone(cap: int) -> AloneScene:
    """Return what the adults found, each on their own."""
    changed = {source: _find(SelectionRule.ALONE_CHANGED, cap, source) for source in SchoolPlace}
    frequent = {source: _find(SelectionRule.ALONE_FREQUENT, cap, source) for source in SchoolPlace}
    anybody: set[int] = set().union(*changed.values())
    somebody = Message(gettext_noop("At least one of them"))
    finders = [(PLACES[source], False, changed[source]) for source in SchoolPlace]
    return AloneScene(
        draw_finders([*finders, (somebody, False, anybody)], _order(anybody)),
        [(PLACES[source], len(frequent[source]), len(changed[source])) for source in SchoolPlace],
        len(set().union(*frequent.values())),
        len(anybody),
        SIZES[PupilKind.BULLIED],
    )


def compose_joined(cap: int) -> JoinedScene:
    """Return the five rules beside each other."""
    rows = [_compare(rule, cap) for rule in SelectionRule]
    found = {
        rule: _find(rule, cap)
        for rule in (SelectionRule.ALONE_CHANGED, SelectionRule.TABLE, SelectionRule.JOINED_CHANGED)
    }
    alone, joined = found[SelectionRule.ALONE_CHANGED], found[SelectionRule.JOINED_CHANGED]
    lines = [(RULES[rule], rule in BY_MACHINE, pupils) for rule, pupils in found.items()]
    differences = [
        outcomes[SelectionRule.JOINED_CHANGED].found - outcomes[SelectionRule.TABLE].found
        for outcomes in _others(cap)
    ]
    return JoinedScene(
        [
            ConversationBar(
                row.label,
                _scale(row.outcome.found, SIZES[PupilKind.BULLIED]),
                str(row.outcome.found),
                row.machine,
            )
            for row in rows
        ],
        rows,
        draw_finders(lines, _order(alone, found[SelectionRule.TABLE], joined)),
        len(joined - alone),
        len(alone - joined),
        SIZES[PupilKind.BULLIED],
        sum(difference > 0 for difference in differences),
        sum(difference == 0 for difference in differences),
        sum(difference < 0 for difference in differences),
    )


def compose_wrong(cap: int) -> WrongScene:
    """Return with whom the conversations of each rule were, and how many pupils that group has."""
    outcomes = load_evaluations()[SEED].outcomes[cap]
    joined = outcomes[SelectionRule.JOINED_CHANGED]
    rows = [
        GroupRow(
            words,
            _share_of_school(group),
            [100 * getattr(each, group) / each.conversations for each in outcomes.values()],
        )
        for group, words in GROUPS.items()
    ]
    bars = [
        ConversationBar(words, _scale(count, joined.conversations), str(count), machine=True)
        for group, words in GROUPS.items()
        for count in [getattr(joined, group)]
    ]
    return WrongScene(bars, rows, [RULES[rule] for rule in outcomes], joined)


def compose_refusal(cap: int, percent: int) -> RefusalScene:
    """Return what staff read, which is the same whoever refused, and what refusals cost."""
    pooled = _pool([load_evaluations()[seed].refusals[cap][percent] for seed in OTHER_SEEDS])
    alerts = list_staff_alerts(_school(), _signals(), cap, percent)
    return RefusalScene(
        len(alerts),
        alerts[:10],
        alerts[10:],
        SCREEN_WEEK + 1,
        pooled,
        100 * pooled.found_joined / pooled.bullied_joined,
        100 * pooled.found_refusing_alone / pooled.bullied_refusing,
        100 * pooled.unnamed_refusing / pooled.unnamed,
        2 * pooled.unnamed_refusing > pooled.unnamed,
    )


def list_staff_alerts(
    school: School, signals: PupilSignals, cap: int, percent: int
) -> Sequence[StaffAlert]:
    """Return the list of one week, by class: in no order of strength, without anybody absent."""
    absent = school.find_refusing(percent)
    chosen = choose_conversations(school, signals, SelectionRule.JOINED_CHANGED, cap, absent)
    return [
        _describe_alert(school, signals, pupil)
        for pupil in sorted(each.pupil for each in chosen if each.week == SCREEN_WEEK)
    ]


def _describe_alert(school: School, signals: PupilSignals, pupil: int) -> StaffAlert:
    """Say which places saw more than is usual for this pupil, and in which weeks."""
    changed = signals.changed[SCREEN_WEEK - FIRST_WEEK, pupil]
    weeks = range(SCREEN_WEEK - RECENT + 1, SCREEN_WEEK + 1)
    return StaffAlert(
        FORMS[pupil * len(FORMS) // PUPILS],
        [
            _write_line(source, [week for week in weeks if school.counts[pupil, week, source]])
            for source in SchoolPlace
            if changed[source] > 0
        ],
    )


def list_assumptions() -> Sequence[PlaceAssumption]:
    """Return what each place sees of an average pupil."""
    return [
        PlaceAssumption(PLACES[source], SIGHTINGS[source], round(100 * MEANS[source]))
        for source in SchoolPlace
    ]


@lru_cache
def _school() -> School:
    return draw_school(SEED)


@lru_cache
def _signals() -> PupilSignals:
    return measure_signals(_school())


@lru_cache
def _choose(rule: SelectionRule, cap: int) -> Sequence[PupilConversation]:
    return choose_conversations(_school(), _signals(), rule, cap)


def _find(rule: SelectionRule, cap: int, source: SchoolPlace | None = None) -> frozenset[int]:
    """Return the bullied pupils that a rule, or one adult of it, found."""
    chosen = [each for each in _choose(rule, cap) if source is None or each.source is source]
    return frozenset(find_first_weeks(_school(), chosen))


def _order(*finders: frozenset[int] | set[int]) -> Sequence[int]:
    """Return the bullied pupils, those whom the first found first, then the second."""
    pupils = _school().list_pupils(PupilKind.BULLIED)
    return sorted(pupils, key=lambda pupil: [pupil not in found for found in finders])


def _others(cap: int) -> Sequence[Mapping[SelectionRule, RuleOutcome]]:
    return [load_evaluations()[seed].outcomes[cap] for seed in OTHER_SEEDS]


def _compare(rule: SelectionRule, cap: int) -> RuleRow:
    outcome = load_evaluations()[SEED].outcomes[cap][rule]
    found = [each[rule].found for each in _others(cap)]
    precisions = [_precision(each[rule]) for each in _others(cap)]
    return RuleRow(
        RULES[rule],
        rule in BY_MACHINE,
        outcome,
        SIZES[PupilKind.BULLIED] - outcome.found,
        100 - _precision(outcome),
        outcome.wrong / outcome.found,
        fmean(found),
        min(found),
        max(found),
        fmean(precisions),
        min(precisions),
        max(precisions),
    )


def _precision(outcome: RuleOutcome) -> float:
    return 100 * outcome.right / outcome.conversations


def _scale(value: int, whole: int) -> int:
    return max(2, round(LONGEST_BAR * value / whole)) if value else 0


def _share_of_school(group: str) -> float | None:
    """Return how many pupils of 100 are in a group; None where it is the one before again."""
    sizes = {kind.name.lower(): size for kind, size in SIZES.items()}
    whole = {**sizes, "right": SIZES[PupilKind.BULLIED], "other": PUPILS - sum(sizes.values())}
    return 100 * whole[group] / PUPILS if group in whole else None


def _pool(outcomes: Sequence[RefusalOutcome]) -> RefusalOutcome:
    return RefusalOutcome(*np.sum([astuple(each) for each in outcomes], axis=0).tolist())

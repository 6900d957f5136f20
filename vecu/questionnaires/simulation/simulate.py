"""Simulate respondents: the first at random, the others towards uncovered goals.

A simulation shows which questions are ever asked, which choices are ever offered, which conditions
become true and false, how long people take, and dead ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from vecu.questionnaires.analysis.candidate_answers import CandidateAnswers
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.simulation.goals import CoverageGoal, CoverageGoals
from vecu.questionnaires.simulation.results import SimulationResult
from vecu.questionnaires.simulation.simulated_respondent import SimulatedRespondent, SimulationState

WITHOUT_AIM = 10
"""The number of respondents without a goal, before the others aim at what these left uncovered."""


def simulate_respondents(
    questionnaire: Questionnaire,
    *,
    people: int,
    chance: Random,
    today: date,
    language: str,
    progress: Callable[[int], object] = lambda done: None,
) -> SimulationResult:
    """Simulate `people` respondents; `progress` is called with 1 after each.

    The same `chance` and `today` give the same simulation. The least used answers are tried first,
    so that a few respondents cover most of a form; still, what is not covered is not proven
    unreachable.
    """
    met, aims = SimulationResult(), CoverageGoals(questionnaire)
    shared = SimulationState(
        questionnaire, met, CandidateAnswers(questionnaire, chance, today), aims, today, language
    )
    tried: Counter[CoverageGoal] = Counter()
    for _person in range(people):
        met.people += 1
        aim = _choose_goal(questionnaire, met, tried, chance)
        SimulatedRespondent(shared, aim).run()
        progress(1)
    return met


def _choose_goal(
    questionnaire: Questionnaire,
    met: SimulationResult,
    tried: Counter[CoverageGoal],
    chance: Random,
) -> CoverageGoal | None:
    """Return an uncovered goal that was tried least; None for the first few respondents."""
    open_ = list(_iter_open_goals(questionnaire, met)) if met.people > WITHOUT_AIM else []
    if not open_:
        return None
    least = min(tried[aim] for aim in open_)
    aim = chance.choice([one for one in open_ if tried[one] == least])
    tried[aim] += 1
    return aim


def _iter_open_goals(questionnaire: Questionnaire, met: SimulationResult) -> Iterator[CoverageGoal]:
    """Yield uncovered goals: questions, choices, and conditions that were always true."""
    for item in questionnaire.root.walk():
        if isinstance(item, Question) and item.seen and not met.asked[item.path]:
            yield CoverageGoal(item.path)
        if item.relevant is not None and not met.came[item.path, False]:
            yield CoverageGoal(item.path, truth=False)
        for choice in item.choices if isinstance(item, Question) and item.kind.has_input else ():
            if met.asked[item.path] and not met.chosen[item.path, choice.name]:
                yield CoverageGoal(item.path, choice=choice.name)

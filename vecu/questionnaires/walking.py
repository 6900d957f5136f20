"""Simulated respondents: some go as they please, the others where nobody has been yet.

A walk shows which questions are ever asked, which choices are ever offered, which conditions come
true and false, how long people take, and where somebody cannot go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from vecu.questionnaires.aims import Aim, Aims
from vecu.questionnaires.candidates import Candidates
from vecu.questionnaires.met import Walk
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.respondent import Respondent, Shared

WITHOUT_AIM = 10
"""People who go as they please, before the others aim at what these have not met."""


def walk(
    questionnaire: Questionnaire,
    *,
    people: int,
    chance: Random,
    today: date,
    language: str,
    progress: Callable[[int], object] = lambda done: None,
) -> Walk:
    """Send `people` simulated respondents through a questionnaire; `progress` is called with 1.

    The same `chance` and `today` give the same walk. Answers that were given least so far are tried
    first, so that a few people see most of a form; still, what no one met is not thereby proven to
    be out of reach.
    """
    met, aims = Walk(), Aims(questionnaire)
    shared = Shared(
        questionnaire, met, Candidates(questionnaire, chance, today), aims, today, language
    )
    tried: Counter[Aim] = Counter()
    for _person in range(people):
        met.people += 1
        aim = _aim(questionnaire, met, tried, chance)
        Respondent(shared, aim).go()
        progress(1)
    return met


def _aim(
    questionnaire: Questionnaire, met: Walk, tried: Counter[Aim], chance: Random
) -> Aim | None:
    """Return something that nobody met yet, of what was tried least; None for the first few."""
    open_ = list(_open(questionnaire, met)) if met.people > WITHOUT_AIM else []
    if not open_:
        return None
    least = min(tried[aim] for aim in open_)
    aim = chance.choice([one for one in open_ if tried[one] == least])
    tried[aim] += 1
    return aim


def _open(questionnaire: Questionnaire, met: Walk) -> Iterator[Aim]:
    """Yield what nobody met yet: questions, choices, and conditions that were always true."""
    for item in questionnaire.root.walk():
        if isinstance(item, Question) and item.seen and not met.asked[item.path]:
            yield Aim(item.path)
        if item.relevant is not None and not met.came[item.path, False]:
            yield Aim(item.path, truth=False)
        for choice in item.choices if isinstance(item, Question) and item.kind.asked else ():
            if met.asked[item.path] and not met.chosen[item.path, choice.name]:
                yield Aim(item.path, choice=choice.name)

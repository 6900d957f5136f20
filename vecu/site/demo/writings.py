"""The demonstration's writings, as 300 invented people sort them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random

from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.questionnaires import (
    EvaluatedForm,
    Questionnaire,
    Values,
    build_pages_from_form,
    initial_answers,
    normalize_answers,
    set_answer,
    store_once_values,
)
from vecu.surveys.library.sorting import ANSWERS, ROLE, name_question
from vecu.surveys.queries import Study
from vecu.writings import WritingPull, list_invented_writings

STUDY = "writings"
"""The end of the address of the inquiry."""
DAYS = 30
SORTERS: Mapping[str, int] = {"social_worker": 150, "accompanied": 70, "manager": 45, "other": 35}
"""How many people of each role sort."""
_WEIGHTS: Mapping[WritingPull, Mapping[str, int]] = {
    WritingPull.COLD: {"cold": 62, "warm": 6, "depends": 24, "unknown": 8},
    WritingPull.WARM: {"cold": 6, "warm": 66, "depends": 21, "unknown": 7},
    WritingPull.DEBATED: {"cold": 22, "warm": 28, "depends": 40, "unknown": 10},
}
_LEANS = {"accompanied": "warm", "manager": "cold"}
"""To which answer a role leans."""


def iter_sorters_by_day(
    form: Questionnaire, end: date, chance: Random
) -> Iterator[tuple[date, list[tuple[Values, str]]]]:
    """Yield what the sorters of each of the `DAYS` days before a day answered."""
    roles = [role for role, people in SORTERS.items() for _person in range(people)]
    chance.shuffle(roles)
    for back in range(DAYS, 0, -1):
        day = end - timedelta(days=back)
        people = [_sort(form, role, day, chance) for role in roles[back - 1 :: DAYS]]
        yield day, [(values, "en" if chance.random() < 0.1 else "fr") for values in people]


def _sort(form: Questionnaire, role: str, day: date, chance: Random) -> Values:
    """Return what one person answers to the twelve writings that are drawn for them."""
    pulls = {name_question(each): each.pull for each in list_invented_writings()}
    seed = chance.getrandbits(63)
    values = initial_answers(form, today=day, seed=seed)
    filled = EvaluatedForm(form, values, day, inviting=True, seed=seed)
    values = store_once_values(filled, values)
    drawn = EvaluatedForm(form, values, day, inviting=True)
    for page in build_pages_from_form(drawn):
        for each in page.questions:
            name = each.question.name
            if name.startswith(f"{ANSWERS}_"):
                weights = dict(_WEIGHTS[pulls[name]])
                if role in _LEANS:
                    weights[_LEANS[role]] += 14
                [answer] = chance.choices(list(weights), list(weights.values()))
                values = set_answer(values, each.address, answer)
            elif name == ROLE:
                values = set_answer(values, each.address, role)
    return normalize_answers(form, values, today=day)


def release_sorts(study: Study, *, group: str, by: str, now: datetime) -> None:
    """Release how each writing was sorted, and the same by role."""
    extract = freeze_extract(study, [f"/data/{ROLE}"], by=by, now=now)
    offers = list_offers(extract)
    sorts = f"{ANSWERS}_"
    requests = [each for each in offers if each.item.rpartition("/")[2].startswith(sorts)]
    release(study.scope, requests, group=group, by=by, now=now)

"""The demonstration's writings: 300 invented sorters, and positions that moved once after a debate.

`writings.json` names days as `system.json` does. Its positions hang on a system of their own, the
aid form of the mutual fund; `previous` and `debate` name what came before by its `key`.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

from django.utils import timezone

from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.dialogue.actions import add_dialogue_entry
from vecu.dialogue.content import DialogueContent, WorkshopContent, WritingPositionContent
from vecu.dialogue.queries import DialogueEntry
from vecu.dialogue.rules import College, PositionHolder
from vecu.fieldlog.months import LogMonth
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
from vecu.records.actions import respond_to_record
from vecu.records.rules import ResponseVerb, Side
from vecu.register.actions import begin_system, publish_system, set_contact
from vecu.register.content import ContactContent, SystemContent
from vecu.register.queries import System
from vecu.register.rules import SystemFamily
from vecu.site.demo.days import find_first_month, get_day, get_moment
from vecu.surveys.library.sorting import ANSWERS, ROLE, name_question
from vecu.surveys.queries import Study
from vecu.writings import PartLimit, WritingPull, list_invented_writings

SYSTEM, STUDY = "aid-form", "writings"
"""The ends of the addresses of the system and of the inquiry."""
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
Accounts = Mapping[Side, str]


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


def begin_aid_form(now: datetime, *, by: str) -> System:
    """Begin the invented system on which the positions hang, and publish it."""
    data, first = read_writings(), find_first_month(timezone.localtime(now).date())
    content = SystemContent(**{**data["system"], "family": SystemFamily(data["system"]["family"])})
    begun = get_moment(first, data["begun"])
    system = begin_system(SYSTEM, content, by=by, now=begun, fictional=True)
    contact = ContactContent(**data["contact"])
    system = set_contact(system, contact, revision=system.revision, by=by, now=begun)
    publish_system(system, by=by, now=get_moment(first, data["published"]))
    return system


def take_positions(system: System, now: datetime, *, accounts: Accounts) -> None:
    """Note the positions and the debate between them; the other side confirms each on its day."""
    first = find_first_month(timezone.localtime(now).date())
    noted: dict[str, DialogueEntry] = {}
    for entry in read_writings()["entries"]:
        side = Side(entry["side"])
        at = get_moment(first, entry.get("noted", entry["day"]))
        content = _read_content(entry, first, noted)
        act: dict[str, Any] = {"side": side, "by": accounts[side], "now": at}
        row = noted[entry["key"]] = add_dialogue_entry(system.scope, content, **act)
        if "confirmed" in entry:
            other = next(each for each in Side if each is not side)
            act = {"side": other, "by": accounts[other]}
            at = get_moment(first, entry["confirmed"])
            respond_to_record(
                cast("Any", row), ResponseVerb.CONFIRM, revision=row.revision, now=at, **act
            )


def read_writings() -> dict[str, Any]:
    """Return what is noted of writings from the file."""
    path = Path(__file__).with_name("writings.json")
    return cast("dict[str, Any]", json.loads(path.read_text()))


def _read_content(
    entry: Mapping[str, Any], first: LogMonth, noted: Mapping[str, DialogueEntry]
) -> DialogueContent:
    day = get_day(first, entry["day"])
    if entry["kind"] == "workshop":
        colleges = {College(name): who for name, who in entry["colleges"].items()}
        return WorkshopContent(day, entry["subject"], colleges)
    in_favour, against, abstained = entry["votes"]
    return WritingPositionContent(
        day,
        entry["writing"],
        entry["organisation"],
        PositionHolder(entry["holder"]),
        entry["mandate"],
        in_favour,
        against,
        abstained,
        entry["statement"],
        entry["dissent"],
        {
            key: PartLimit.from_json({"closed_type": None} | each)
            for key, each in entry["parts"].items()
        },
        never=entry.get("never", {}),
        previous=noted[entry["previous"]].pk if "previous" in entry else None,
        debate=noted[entry["debate"]].pk if "debate" in entry else None,
    )


def _read_limit(stored: Mapping[str, Any]) -> PartLimit:
    return PartLimit.from_json({"closed_type": None, **stored})

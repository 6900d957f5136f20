"""What `bench.release` runs inside its laboratory."""

import time
from datetime import date

import numpy as np
from django.utils import timezone

from bench._studies import create_open_study
from vecu.datasets.extract_items import count_study
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.site.demo import read_people
from vecu.surveys.actions import store_imported_answers
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import Answer

PRACTICES, BREAKDOWNS, COLUMNS = 17, 4, 30


def write_form() -> str:
    """Return a questionnaire as a table: four questions of thirty choices, then the practices."""
    survey = [
        f"| | select_one s{each} | by{each} | Which {each}? | |" for each in range(BREAKDOWNS)
    ]
    survey.append("| | select_one yes | uses | Do you use it? | |")
    survey.append("| | select_multiple practice | practices | Which ones? | ${uses} = 'yes' |")
    lists = {f"s{each}": COLUMNS for each in range(BREAKDOWNS)} | {"practice": PRACTICES}
    choices = [
        f"| | {name} | c{place} | Choice {place} |"
        for name, size in lists.items()
        for place in range(size)
    ]
    return "\n".join(
        [
            "| settings | | |", "| | form_title | form_id |", "| | Bench | bench |", "",
            "| survey | | | | |", "| | type | name | label | relevant |", *survey, "",
            "| choices | | | |", "| | list_name | name | label |",
            "| | yes | yes | Yes |", "| | yes | no | No |", *choices, "",
        ]
    )  # fmt: skip


def count_practices(people: int, times: int) -> float:
    """Store the answers of all people, count them, and return the seconds."""
    rng, day = np.random.default_rng(1), date(2026, 11, 30)
    study = create_open_study("practices", write_form())
    fielding = study.fieldings.get()
    weights = 1 / np.arange(1, COLUMNS + 1)
    answers = []
    for _person in range(people):
        columns = rng.choice(COLUMNS, BREAKDOWNS, p=weights / weights.sum())
        values = {f"by{each}": f"c{column}" for each, column in enumerate(columns)}
        values["uses"] = "yes" if rng.random() < 0.8 else "no"
        chosen = np.flatnonzero(rng.random(PRACTICES) < 0.2)
        if values["uses"] == "yes" and chosen.size:
            values["practices"] = " ".join(f"c{each}" for each in chosen)
        answers.append(Answer(fielding=fielding, day=day, language="en", values=values))
    Answer.objects.bulk_create(answers)
    seconds = []
    for _time in range(times):
        before = time.process_time()
        counts, _ids = count_study(study, 1, [f"/data/by{each}" for each in range(BREAKDOWNS)], {})
        seconds.append(time.process_time() - before)
    assert len(counts.tables["/data/practices", "/data/by0"].bases) == COLUMNS + 1
    return round(min(seconds), 3)


def release_figures(people: int, figures: int) -> str:
    """Release figures of people of the demonstration, and return the address of their study."""
    study, now = create_open_study("figures"), timezone.now()
    answers = read_people()[:people]
    store_imported_answers(study.fieldings.get(), answers, now.date(), promise=PROMISE_NUMBER)
    offers = list_offers(freeze_extract(study, [], by="bench", now=now))[:figures]
    assert len(release(study.scope, offers, group="The bench", by="bench", now=now)) == figures
    return study.slug

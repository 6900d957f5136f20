"""What `bench.release` runs inside its laboratory."""

import time
from datetime import date

import numpy as np
from django.utils import timezone

from vecu.datasets.extract_items import count_study
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.site.commands.demo import STUDY, make_study
from vecu.surveys.actions import create_study
from vecu.surveys.actions.studies import StudyInfo
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_study

PEOPLE, PRACTICES, BREAKDOWNS, COLUMNS = 5_000, 17, 4, 30
TIMES = 3


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


def count_practices() -> None:
    """Store the answers of all people, count them, and print the seconds."""
    rng, day = np.random.default_rng(1), date(2026, 11, 30)
    about = StudyInfo(title={"en": "Bench"}, contact="us@example.org", retained_until=day)
    study = create_study("bench", about, workbook=write_form().encode(), workbook_name="bench.md")
    fielding = study.fieldings.get()
    weights = 1 / np.arange(1, COLUMNS + 1)
    answers = []
    for _person in range(PEOPLE):
        columns = rng.choice(COLUMNS, BREAKDOWNS, p=weights / weights.sum())
        values = {f"by{each}": f"c{column}" for each, column in enumerate(columns)}
        values["uses"] = "yes" if rng.random() < 0.8 else "no"
        chosen = np.flatnonzero(rng.random(PRACTICES) < 0.2)
        if values["uses"] == "yes" and chosen.size:
            values["practices"] = " ".join(f"c{each}" for each in chosen)
        answers.append(Answer(fielding=fielding, day=day, language="en", values=values))
    Answer.objects.bulk_create(answers)
    seconds = []
    for _time in range(TIMES):
        before = time.process_time()
        counts, _ids = count_study(study, 1, [f"/data/by{each}" for each in range(BREAKDOWNS)], {})
        seconds.append(time.process_time() - before)
    assert len(counts.tables["/data/practices", "/data/by0"].bases) == COLUMNS + 1
    print(round(min(seconds), 3))


def release_figures() -> None:
    """Release twelve figures of the demonstration's study, and print its address."""
    make_study(timezone.localdate())
    study, now = get_study(STUDY), timezone.now()
    offers = list_offers(freeze_extract(study, [], by="bench", now=now))[:12]
    assert len(release(study.scope, offers, group="The bench", by="bench", now=now)) == 12
    print(STUDY)

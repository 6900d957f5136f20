"""What `bench.collect` runs inside its laboratory to time exports of 30 columns.

Whole exports by the action behind `vecu export`: read from the database, shuffled, routed, written
with codebook, DDI and README, read again and compared.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from bench._studies import create_open_study
from bench._survey_engines import memory
from vecu.datasets.actions import export_data
from vecu.datasets.exporting.package import ExportOptions, Format
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_study

VOCABULARY = ["je", "relis", "tout", "deux", "fois", "et", "ça", "prend", "du", "temps"]


def make_answers(slug: str, people: int) -> None:
    """Store answers to eight choices, five texts, numbers, a date and a question on condition."""
    fielding, chance = create_open_study(slug, write_form()).fieldings.get(), random.Random(1)
    same = {"fielding": fielding, "day": date(2026, 11, 1), "language": "fr"}
    answers = (Answer(**same, values=make_values(chance)) for _person in range(people))
    Answer.objects.bulk_create(answers, batch_size=5_000)


def write_form() -> str:
    return "\n".join(iter_rows())


def iter_rows() -> Iterator[str]:
    yield from ("| survey | | | | |", "| | type | name | label | relevant |")
    yield from (f"| | select_one five | opinion{n} | What about {n}? | |" for n in range(8))
    yield from (f"| | text | words{n} | In your words, {n}? | |" for n in range(5))
    yield from (f"| | integer | count{n} | How many {n}? | |" for n in range(4))
    yield from ("| | decimal | hours | How many hours? | |", "| | date | since | Since when? | |")
    yield "| | select_multiple tool | tools | Which? | ${opinion0} != 'b' |"
    yield from ("| choices | | | |", "| | list_name | name | label |")
    yield from (f"| | five | {name} | Answer {name} |" for name in "abcde")
    yield from (f"| | tool | {name} | Tool {name} |" for name in "uvw")


def make_values(chance: random.Random) -> dict[str, str]:
    values = {f"opinion{n}": chance.choice("abcde") for n in range(8)}
    for n in range(5):
        if chance.random() < 0.8:
            values[f"words{n}"] = " ".join(chance.choices(VOCABULARY, k=chance.randint(3, 40)))
    values |= {f"count{n}": str(chance.randint(0, 90)) for n in range(4)}
    values["hours"] = f"{chance.random() * 50:.1f}"
    values["since"] = str(date(2020, 1, 1) + timedelta(chance.randint(0, 2000)))
    if values["opinion0"] != "b" and chance.random() < 0.9:
        values["tools"] = " ".join(sorted(chance.sample("uvw", chance.randint(1, 3))))
    return values


def export(slug: str, name: str) -> tuple[float, float]:
    """Return the seconds of an export, and the peak memory of its process in MB."""
    with tempfile.TemporaryDirectory() as out:
        begin, options = time.perf_counter(), ExportOptions(Format(name))
        export_data(get_study(slug), Path(out), options, actor="bench", now=timezone.now())
        return time.perf_counter() - begin, memory()

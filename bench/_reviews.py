"""Real texts with human codes, for benchmarks: app reviews in French and English, and a survey.

The smallest size does without: stories of the demonstration stand for all, with codes by chance.
"""

import csv
import random
import sys
from pathlib import Path

from bench._benchmark import SMALLEST
from vecu.coding.classifier import Example
from vecu.site.demo import read_people

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "coding"
REVIEW_CODES = ("problem_report", "feature_request", "irrelevant")
SURVEY_CODES = ("cg_act_write", "cg_act_test", "cg_act_search")


def need_data() -> None:
    """Exit with a message if the data are missing."""
    if not SMALLEST and not FOLDER.is_dir():
        sys.exit("../shared/data/coding is not here: nothing can be measured.")


def reviews(language: str) -> list[Example]:
    """Return 6,000 reviews with three codes, in the order of the files."""
    if SMALLEST:
        return invent(REVIEW_CODES)
    folder = FOLDER / "minibar_app_reviews" / "for_classification"
    rows = [row for file in sorted(folder.glob(f"*.{language}.csv")) for row in _rows(file, ",")]
    return [
        Example(f"{number:05}", row["data"], _marked(row, REVIEW_CODES))
        for number, row in enumerate(rows)
    ]


def survey() -> list[Example]:
    """Return 101 answers on uses of ChatGPT, with three codes."""
    if SMALLEST:
        return invent(SURVEY_CODES)[:50]
    rows = _rows(FOLDER / "volker_chatgpt_survey" / "chatgpt_en.csv", ";")
    return [Example(row["case"], row["cg_activities"], _marked(row, SURVEY_CODES)) for row in rows]


def all_texts() -> dict[str, str]:
    """Return every review in both languages by an id."""
    if SMALLEST:
        return {each.id: each.text for each in invent(())}
    rows = [
        row
        for file in sorted((FOLDER / "minibar_app_reviews").rglob("*.csv"))
        for row in _rows(file, ",")
    ]
    return {f"{number:05}": row["data"] for number, row in enumerate(rows)}


def invent(codes: tuple[str, ...]) -> list[Example]:
    """Return 120 stories, each with one of the codes or two."""
    chance = random.Random(1)
    told = [story for values, _language in read_people() for story in values.get("story", ())]
    return [
        Example(
            f"{number:05}", story["task"], frozenset(chance.choices(codes, k=2) if codes else ())
        )
        for number, story in enumerate(told[:120])
    ]


def _rows(file: Path, delimiter: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=delimiter))


def _marked(row: dict[str, str], codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for code in codes if row[code] in {"1", "x"})

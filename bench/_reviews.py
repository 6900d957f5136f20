"""Real texts with human codes, for benchmarks: app reviews in French and English, and a survey."""

import csv
import sys
from pathlib import Path

from vecu.coding.classifier import Example

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "coding"
REVIEW_CODES = ("problem_report", "feature_request", "irrelevant")
SURVEY_CODES = ("cg_act_write", "cg_act_test", "cg_act_search")


def need_data() -> None:
    """Exit with a message if the data are missing."""
    if not FOLDER.is_dir():
        sys.exit("../shared/data/coding is not here: nothing can be measured.")


def reviews(language: str) -> list[Example]:
    """Return 6,000 reviews with three codes, in the order of the files."""
    folder = FOLDER / "minibar_app_reviews" / "for_classification"
    rows = [row for file in sorted(folder.glob(f"*.{language}.csv")) for row in _rows(file, ",")]
    return [
        Example(f"{number:05}", row["data"], _marked(row, REVIEW_CODES))
        for number, row in enumerate(rows)
    ]


def survey() -> list[Example]:
    """Return 101 answers on uses of ChatGPT, with three codes."""
    rows = _rows(FOLDER / "volker_chatgpt_survey" / "chatgpt_en.csv", ";")
    return [Example(row["case"], row["cg_activities"], _marked(row, SURVEY_CODES)) for row in rows]


def all_texts() -> dict[str, str]:
    """Return every review in both languages by an id."""
    rows = [
        row
        for file in sorted((FOLDER / "minibar_app_reviews").rglob("*.csv"))
        for row in _rows(file, ",")
    ]
    return {f"{number:05}": row["data"] for number, row in enumerate(rows)}


def _rows(file: Path, delimiter: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=delimiter))


def _marked(row: dict[str, str], codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for code in codes if row[code] in {"1", "x"})

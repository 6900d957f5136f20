"""The list of 2025: 785 US occupations, and how far talk with an assistant matched their work.

Tomlinson, Jaffe, Wang, Counts and Suri, “Working with AI: Measuring the Applicability of Generative
AI to Occupations”, arXiv 2507.07935, 2025; CC BY 4.0. The file is theirs, unchanged; ranks are
computed here.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of the list; rank 1 is the one to which AI was found most applicable."""

    title: str
    score: float
    rank: int


@lru_cache
def read_occupations() -> Mapping[str, Occupation]:
    """Return all occupations by their SOC code, the most applicable first."""
    path = Path(__file__).with_name("applicability_2025.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["SOC Code"], row["title"], float(row["ai_applicability_score"]))
            for row in csv.DictReader(file)
        ]
    rows.sort(key=lambda row: -row[2])
    return {
        code: Occupation(title, score, rank) for rank, (code, title, score) in enumerate(rows, 1)
    }

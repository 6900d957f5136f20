"""The respondents of the demonstration: all are invented, and so is the Val-de-Sève.

It is a rural département: Montrève is its prefecture. The others are small: Saint-Aubin-sur-Sève,
Pont-Sérin, Vaucombe, Chavagnoles and La Roche-Dolent in the valley, Les Haudes and Orbeysse above.
Each has a language and nested values like any other answer. Their days are spread over the month
before the inquiry is published.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from vecu.questionnaires import Values

DAYS = 30
STUDY = "testimonies"
"""The end of the address of the study."""


def read_people() -> list[tuple[Values, str]]:
    """Return the 300 respondents as (values, language): 240 use AI, the last 60 tell otherwise."""
    files = sorted(Path(__file__).parent.glob("people_*.json"))
    people = [person for file in files for person in json.loads(file.read_text())]
    return [(person["values"], person["language"]) for person in people]


def iter_people_by_day(end: date) -> Iterator[tuple[date, list[tuple[Values, str]]]]:
    """Yield the respondents of each of the `DAYS` days before a day."""
    people = read_people()
    for back in range(DAYS, 0, -1):
        yield end - timedelta(days=back), people[back - 1 :: DAYS]

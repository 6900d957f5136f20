"""The jobs that one may choose, with what was published of each in 2013 and in 2025.

Of the 702 probabilities of 2013 only those of these jobs are here, as single figures: C. B. Frey
and M. A. Osborne, “The future of employment: How susceptible are jobs to computerisation?”,
Technological Forecasting and Social Change 114, 2017, appendix; first published in 2013.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from vecu.demonstrators.machines.exposure.applicability import read_occupations

OCCUPATIONS_2013 = 702
"""In the list of 2013; its rank 1 is the least exposed."""


class Third(IntEnum):
    """The third of a list in which a job stands, by how exposed its authors found it."""

    LEAST = 0
    MIDDLE = 1
    MOST = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its everyday name, and the US occupation that comes nearest, with its figures.

    `probability` is the one of 2013, as it was printed. `rank_2013` counts from the least exposed,
    `rank_2025` from the most: each as its authors list them.
    """

    key: str
    label: Mapping[str, str]
    title: str
    social_work: bool
    probability: str
    rank_2013: int
    score: float
    rank_2025: int

    @property
    def third_2013(self) -> Third:
        """In which third of the 702 it stands."""
        return Third((self.rank_2013 - 1) * 3 // OCCUPATIONS_2013)

    @property
    def third_2025(self) -> Third:
        """In which third of the 785 it stands."""
        whole = len(read_occupations())
        return Third((whole - self.rank_2025) * 3 // whole)


@lru_cache
def list_jobs() -> Sequence[Job]:
    """Return the jobs in the order in which they are offered."""
    stored = json.loads(Path(__file__).with_name("jobs.json").read_text("utf-8"))
    return tuple(_make_job(each) for each in stored)


def _make_job(stored: dict[str, object]) -> Job:
    fields = dict(stored)
    found = read_occupations()[str(fields.pop("soc"))]
    return Job(title=found.title, score=found.score, rank_2025=found.rank, **fields)  # type: ignore[arg-type]

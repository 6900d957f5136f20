"""Two scales, one above the other, with the places of a few jobs. Lengths are in SVG units."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vecu.demonstrators.machines.exposure.applicability import read_occupations
from vecu.demonstrators.machines.exposure.jobs import Job

LEFT, WIDTH = 12.0, 336.0
"""Where a scale begins, and how long it is."""
MOST_SCORE = 0.5
"""The end of the scale of 2025; the highest score is .49."""
LETTERS = "ABCD"
_BELOW = 36.0
"""From the line of a scale to the name of the next."""
_STEP = 15.0
"""Between two letters: as wide as one, and as high."""


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A job’s place: its letter at `y` above the scale; `own` is the job that was chosen."""

    letter: str
    x: float
    y: float
    own: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale with its marks: its name stands at `top`, its line at `line`."""

    top: float
    line: float
    marks: Sequence[ScaleMark]


@dataclass(frozen=True, slots=True)
class Picture:
    """Both scales, and a thin line for each of the 785 occupations of 2025."""

    scale_2013: Scale
    scale_2025: Scale
    ticks: str
    height: float


def draw_picture(jobs: Sequence[Job], chosen: Job | None) -> Picture:
    """Place jobs; each has the letter of its place in the table."""
    first = _draw_scale(0, _place(jobs, [float(job.probability) for job in jobs], chosen))
    shares = [job.score / MOST_SCORE for job in jobs]
    second = _draw_scale(first.line + _BELOW, _place(jobs, shares, chosen))
    return Picture(first, second, draw_ticks(), second.line + _BELOW)


def _draw_scale(top: float, marks: Sequence[ScaleMark]) -> Scale:
    """Leave room for the name and for as many rows of letters as there are."""
    rows = -min(mark.y for mark in marks)
    return Scale(top + 14, top + 30 + rows, marks)


@lru_cache
def draw_ticks() -> str:
    """Return the path of one upright line for each occupation, at its score."""
    places = [LEFT + WIDTH * each.score / MOST_SCORE for each in read_occupations().values()]
    return "".join(f"M{x:.1f} 0v10" for x in places)


def _place(jobs: Sequence[Job], shares: Sequence[float], chosen: Job | None) -> list[ScaleMark]:
    """Put letters that would cover each other one above the other."""
    ends: list[float] = []
    marks = []
    for share, letter, job in sorted(
        zip(shares, LETTERS, jobs, strict=False), key=lambda one: one[0]
    ):
        x = LEFT + WIDTH * share
        level = next((at for at, end in enumerate(ends) if x - end >= _STEP), len(ends))
        ends[level : level + 1] = [x]
        marks.append(ScaleMark(letter, round(x, 1), -_STEP * (level + 1), job == chosen))
    return marks

"""A simulated school: what five adults each see of 500 pupils in 30 weeks, and why. Pure.

All parameters were chosen by us as plausible, before any result was computed, and were not
changed afterwards. No public data says how often these things happen.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

PUPILS, WEEKS = 500, 30

Counts = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]
PupilFlags = npt.NDArray[np.bool_]


class SchoolPlace(IntEnum):
    """Where in the school something is seen; the last axis of all counts."""

    CLASSROOM = 0
    OFFICE = 1
    INFIRMARY = 2
    YARD = 3
    CANTEEN = 4


class PupilKind(IntEnum):
    """What happens to a pupil in the simulation; in a real school nobody holds this list."""

    OTHER = 0
    BULLIED = 1
    ILL = 2
    BUS = 3
    MOVED = 4


MEANS: Rates = np.array([0.15, 0.30, 0.10, 0.10, 0.40])
"""Events that a source sees of one pupil in one week, on average over the school."""
SHAPE = 2.0
"""Of the gamma distribution (mean 1) by which pupils differ from that average, by source."""
SIZES = {PupilKind.BULLIED: 25, PupilKind.ILL: 25, PupilKind.BUS: 40, PupilKind.MOVED: 20}
FIRST_BEGINNING, LAST_BEGINNING = 9, 21
SHORTEST, LONGEST = 6, 10
"""Weeks that bullying lasts, and the months that follow a move."""
ADDED = 2.0
"""Times the school’s mean that a spell adds, in each source that it touches."""
FEWEST_TOUCHED, MOST_TOUCHED = 2, 4
"""Sources in which bullying leaves traces."""
ILL_INFIRMARY, ILL_OFFICE = 6.0, 2.0
BUS_WEEKS, BUS_OFFICE = slice(13, 19), 4.0
INFLUENZA_WEEKS, INFLUENZA_INFIRMARY, INFLUENZA_OFFICE = slice(16, 20), 3.0, 2.0
"""Weeks 17 to 20, for everybody; weeks 14 to 19 for one line of the school bus."""


@dataclass(frozen=True, slots=True, eq=False)
class School:
    """Counts by pupil, week and source, and the truth about each pupil.

    `begins` and `ends` are the first and last week, from 0, of a spell; -1 for none. `order`
    breaks ties; a family refuses if its `reluctance`, from 0 to 1, is below a share.
    """

    seed: int
    counts: Counts
    rates: Rates
    kinds: Counts
    begins: Counts
    ends: Counts
    order: Counts
    reluctance: Rates

    def list_pupils(self, kind: PupilKind) -> list[int]:
        """Return the pupils of one kind, in the order of the school."""
        return [int(pupil) for pupil in np.flatnonzero(self.kinds == kind)]

    def find_refusing(self, percent: int) -> PupilFlags:
        """Return who refuses, at random, when this share of families does; nested."""
        refusing: PupilFlags = self.reluctance < percent / 100
        return refusing

    def is_bullied(self, pupil: int, week: int) -> bool:
        """Say whether it is happening to this pupil in this week."""
        running = self.begins[pupil] <= week <= self.ends[pupil]
        return bool(self.kinds[pupil] == PupilKind.BULLIED and running)


def draw_school(seed: int) -> School:
    """Return the school of a seed."""
    rng = np.random.default_rng(seed)
    kinds = _draw_kinds(rng)
    rates = np.repeat((MEANS * rng.gamma(SHAPE, 1 / SHAPE, (PUPILS, 5)))[:, None], WEEKS, axis=1)
    begins = np.full(PUPILS, -1)
    ends = np.full(PUPILS, -1)
    for pupil in np.flatnonzero((kinds == PupilKind.BULLIED) | (kinds == PupilKind.MOVED)):
        begins[pupil] = rng.integers(FIRST_BEGINNING, LAST_BEGINNING + 1) - 1
        ends[pupil] = begins[pupil] + rng.integers(SHORTEST, LONGEST + 1) - 1
        touched = _draw_touched(rng, PupilKind(kinds[pupil]))
        spell = slice(begins[pupil], ends[pupil] + 1)
        rates[pupil, spell, touched] += ADDED * MEANS[touched][:, None]
    _raise_other_rates(rates, kinds)
    counts = rng.poisson(rates)
    order, reluctance = rng.permutation(PUPILS), rng.random(PUPILS)
    return School(seed, counts, rates, kinds, begins, ends, order, reluctance)


def _draw_kinds(rng: np.random.Generator) -> Counts:
    kinds = np.repeat([*SIZES], [*SIZES.values()])
    kinds = np.concatenate([kinds, np.full(PUPILS - len(kinds), PupilKind.OTHER)])
    return rng.permutation(kinds.astype(np.int64))


def _draw_touched(rng: np.random.Generator, kind: PupilKind) -> Counts:
    if kind is PupilKind.MOVED:
        return np.array([SchoolPlace.CLASSROOM, SchoolPlace.OFFICE])
    touched = rng.integers(FEWEST_TOUCHED, MOST_TOUCHED + 1)
    return rng.choice(len(SchoolPlace), touched, replace=False)


def _raise_other_rates(rates: Rates, kinds: Counts) -> None:
    """Raise, in place, what illness, a late bus and influenza raise."""
    rates[kinds == PupilKind.ILL, :, SchoolPlace.INFIRMARY] *= ILL_INFIRMARY
    rates[kinds == PupilKind.ILL, :, SchoolPlace.OFFICE] *= ILL_OFFICE
    rates[kinds == PupilKind.BUS, BUS_WEEKS, SchoolPlace.OFFICE] *= BUS_OFFICE
    rates[:, INFLUENZA_WEEKS, SchoolPlace.INFIRMARY] *= INFLUENZA_INFIRMARY
    rates[:, INFLUENZA_WEEKS, SchoolPlace.OFFICE] *= INFLUENZA_OFFICE

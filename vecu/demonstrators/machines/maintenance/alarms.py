"""What a machine that announces failures did at each of six settings, by seed. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class AlarmStep:
    """Held-out readings by alarm and failure, at the threshold of a `target` recall in percent."""

    target: int
    threshold: float
    announced: int
    missed: int
    false_alarms: int
    quiet: int

    @property
    def readings(self) -> int:
        """How many were held out."""
        return self.announced + self.missed + self.false_alarms + self.quiet

    @property
    def failures(self) -> int:
        """Readings that failed, announced or not."""
        return self.announced + self.missed

    @property
    def alarms(self) -> int:
        """True and false ones."""
        return self.announced + self.false_alarms

    @property
    def alarms_per_thousand(self) -> float:
        """Of a thousand readings."""
        return 1000 * self.alarms / self.readings

    @property
    def recall(self) -> float:
        """Percentage of failures that were announced: what came of the target."""
        return 100 * self.announced / self.failures

    @property
    def precision(self) -> float:
        """Percentage of alarms that were right."""
        return 100 * self.announced / self.alarms


@dataclass(frozen=True, slots=True)
class AlarmSpread:
    """What a setting gave with other seeds: least and most."""

    alarms_per_thousand: tuple[float, float]
    missed: tuple[int, int]


@dataclass(frozen=True, slots=True)
class SeedRun:
    """Split, choice of the model and counts, all by one seed."""

    seed: int
    model: str
    average_precision: Mapping[str, float]
    steps: Sequence[AlarmStep]


@dataclass(frozen=True, slots=True)
class AlarmTable:
    """The run that pages show, and those of other seeds."""

    shown: SeedRun
    others: Sequence[SeedRun]

    def find_step(self, target: int) -> AlarmStep:
        """Return the shown run's step of this target."""
        return next(step for step in self.shown.steps if step.target == target)

    def spread(self, target: int) -> AlarmSpread:
        """Return how far other seeds lead from the shown one at this target."""
        steps = [step for run in self.others for step in run.steps if step.target == target]
        alarms = [step.alarms_per_thousand for step in steps]
        missed = [step.missed for step in steps]
        return AlarmSpread((min(alarms), max(alarms)), (min(missed), max(missed)))


@lru_cache
def load_alarms() -> AlarmTable:
    """Return what `make_table` wrote into `alarms.json`."""
    stored = json.loads(Path(__file__).with_name("alarms.json").read_text("utf-8"))
    return AlarmTable(_read_run(stored["shown"]), tuple(map(_read_run, stored["others"])))


def _read_run(stored: Mapping[str, Any]) -> SeedRun:
    steps = tuple(AlarmStep(**step) for step in stored["steps"])
    return SeedRun(**{**stored, "steps": steps})

"""What a setting gives to those who handle its alarms, by figures that a reader sets. Pure."""

from dataclasses import dataclass

from vecu.demonstrators.machines.maintenance.alarms import AlarmStep

DAYS_A_WEEK = 5
HOURS_A_DAY = 7
"""Five days of seven hours: the week of 35 hours of French law (Code du travail, L3121-27)."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A week of alarms, the hours that they take, and the failures that come without one."""

    alarms: float
    false_alarms: float
    hours: float
    missed: float

    @property
    def people(self) -> float:
        """Full-time posts that do nothing else."""
        return self.hours / (DAYS_A_WEEK * HOURS_A_DAY)


def estimate_week(step: AlarmStep, readings_a_day: int, minutes: int) -> Workload:
    """Carry a step over to a week of so many readings a day, and so many minutes per alarm."""
    weekly = readings_a_day * DAYS_A_WEEK / step.readings
    return Workload(
        weekly * step.alarms,
        weekly * step.false_alarms,
        weekly * step.alarms * minutes / 60,
        weekly * step.missed,
    )

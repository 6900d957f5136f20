"""What a step of strictness costs, on cases whose truth is known. Pure.

The truth of invented cases is invented; a page that shows these counts says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.pilots.interface import STEPS, Pilot, PilotProposal, ProposalForm


@dataclass(frozen=True, slots=True)
class KnownTruth:
    """Of `case[start:end]`: whether an alert of this kind is right there."""

    kind: str
    start: int
    end: int
    right: bool


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A text with all that is known of it; an alert where nothing is known is a false one."""

    text: str
    truths: Sequence[KnownTruth]


@dataclass(frozen=True, slots=True)
class StepCost:
    """Of one step: what is right and found, what is missed, what is alerted for nothing.

    Questions ask something before any alert; they cost time too, and are counted apart.
    """

    step: int
    right: int
    missed: int
    false_alarms: int
    questions: int

    @property
    def alerts(self) -> int:
        """Return how many alerts somebody has to handle."""
        return self.right + self.false_alarms

    def compute_minutes(self, minutes_per_alert: float) -> float:
        """Return the minutes that the alerts and questions take, by a released figure for one."""
        return (self.alerts + self.questions) * minutes_per_alert


def compare_steps(pilot: Pilot, version: str, cases: Sequence[JudgedCase]) -> tuple[StepCost, ...]:
    """Return the cost of each step of strictness, the mildest first."""
    return tuple(_count_step(pilot, version, step, cases) for step in STEPS)


def _count_step(pilot: Pilot, version: str, step: int, cases: Sequence[JudgedCase]) -> StepCost:
    right = missed = false_alarms = questions = 0
    for case in cases:
        proposals = pilot.propose(case.text, version, step)
        alerts = [one for one in proposals if one.form is ProposalForm.ALERT]
        asks = [one for one in proposals if one.form is ProposalForm.QUESTION]
        true = [truth for truth in case.truths if truth.right]
        found = [alert for alert in alerts if any(_is_about(alert, truth) for truth in true)]
        right += len(found)
        false_alarms += len(alerts) - len(found)
        questions += len(asks)
        missed += sum(not any(_is_about(one, truth) for one in (*found, *asks)) for truth in true)
    return StepCost(step, right, missed, false_alarms, questions)


def _is_about(proposal: PilotProposal, truth: KnownTruth) -> bool:
    overlaps = proposal.start < truth.end and truth.start < proposal.end
    return proposal.kind == truth.kind and overlaps

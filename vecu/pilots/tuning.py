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
        """Return how many alerts there are, right or not."""
        return self.right + self.false_alarms

    @property
    def handled(self) -> int:
        """Return how many alerts and questions somebody has to handle."""
        return self.alerts + self.questions


@dataclass(frozen=True, slots=True)
class StepComparison:
    """What each step costs on some cases, the mildest first.

    `sought` is how many passages of these `cases` an alert is right about.
    """

    cases: int
    sought: int
    costs: tuple[StepCost, ...]

    def get_cost(self, step: int) -> StepCost:
        """Return what one step costs."""
        return next(cost for cost in self.costs if cost.step == step)


def compare_steps(pilot: Pilot, version: str, cases: Sequence[JudgedCase]) -> tuple[StepCost, ...]:
    """Return the cost of each step of strictness, the mildest first."""
    return tuple(_count_step(pilot, version, step, cases) for step in STEPS)


def make_comparison(pilot: Pilot, version: str, cases: Sequence[JudgedCase]) -> StepComparison:
    """Return the cost of each step, beside how much there is to find."""
    sought = sum(truth.right for case in cases for truth in case.truths)
    return StepComparison(len(cases), sought, compare_steps(pilot, version, cases))


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

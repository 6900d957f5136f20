"""Read evaluations: plans, weekly totals by lot, what they tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from vecu.accounts.rules import Scope
from vecu.casestudies.models import BlindReading, LotWeek, ToolEvaluation
from vecu.casestudies.net_minutes import NetMinutes, estimate_net_minutes
from vecu.casestudies.rules import FEWEST_PUBLIC
from vecu.register.queries import System
from vecu.stats import EstimateRefused

__all__ = [
    "BlindReading",
    "EvaluationDetail",
    "LotWeek",
    "ToolEvaluation",
    "find_evaluation",
    "find_reading",
    "find_week",
    "get_evaluation_detail",
    "has_evaluations",
    "list_evaluation_details",
    "list_evaluations",
    "list_evaluations_of",
]

Row = TypeVar("Row", LotWeek, BlindReading)


@dataclass(frozen=True, slots=True)
class EvaluationDetail:
    """An evaluation with its totals and readings.

    `net` is what its totals tell once all are noted, None before, where too few people are in it,
    and where too many weeks were left out to tell anything.
    """

    evaluation: ToolEvaluation
    totals: Sequence[LotWeek]
    readings: Sequence[BlindReading]
    net: NetMinutes | None

    @property
    def missing(self) -> int:
        """How many totals are not noted yet."""
        return self.evaluation.lots * self.evaluation.weeks - len(self.totals)

    def find_totals(self, lot: int, week: int) -> LotWeek | None:
        """Return the totals of a lot in a week, None while they are not noted."""
        return next((each for each in self.totals if (each.lot, each.week) == (lot, week)), None)


def find_evaluation(system: System, evaluation: UUID) -> ToolEvaluation | None:
    """Return an evaluation of a system, None if there is none."""
    return ToolEvaluation.objects.filter(system=system, pk=evaluation).first()


def find_week(evaluation: ToolEvaluation, lot: int, week: int) -> LotWeek | None:
    """Return the totals of a lot in a week, None while they are not noted."""
    return LotWeek.objects.filter(evaluation=evaluation.pk, lot=lot, week=week).first()


def find_reading(evaluation: ToolEvaluation, reading: UUID) -> BlindReading | None:
    """Return a blind reading of an evaluation, None if there is none."""
    return BlindReading.objects.filter(evaluation=evaluation.pk, pk=reading).first()


def list_evaluations(system: System) -> list[ToolEvaluation]:
    """Return the evaluations of a system, the latest first; those that were stopped too."""
    return list(ToolEvaluation.objects.filter(system=system))


def list_evaluations_of(scopes: Iterable[Scope]) -> list[ToolEvaluation]:
    """Return the evaluations of several systems with these."""
    ids = {each.id for each in scopes}
    return list(ToolEvaluation.objects.filter(system__in=ids).select_related("system"))


def list_evaluation_details(evaluations: Sequence[ToolEvaluation]) -> list[EvaluationDetail]:
    """Return evaluations with their totals, in a fixed number of queries."""
    ids = [each.pk for each in evaluations]
    totals = _group(LotWeek.objects.filter(evaluation__in=ids))
    readings = _group(BlindReading.objects.filter(evaluation__in=ids))
    return [
        EvaluationDetail(
            each,
            totals.get(each.pk, ()),
            readings.get(each.pk, ()),
            _estimate(each, totals.get(each.pk, ())),
        )
        for each in evaluations
    ]


def get_evaluation_detail(evaluation: ToolEvaluation) -> EvaluationDetail:
    """Return an evaluation with its totals."""
    (detail,) = list_evaluation_details([evaluation])
    return detail


def has_evaluations(slug: str) -> bool:
    """Return whether anything is noted of evaluations of the system with this address."""
    return ToolEvaluation.objects.filter(system__slug=slug).exists()


def _estimate(evaluation: ToolEvaluation, totals: Sequence[LotWeek]) -> NetMinutes | None:
    if not evaluation.drawn or len(totals) < evaluation.lots * evaluation.weeks:
        return None
    try:
        found = estimate_net_minutes(totals, evaluation.order)
    except EstimateRefused:
        return None
    return found if found.people >= FEWEST_PUBLIC else None


def _group(rows: Iterable[Row]) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.evaluation, []).append(row)
    return found

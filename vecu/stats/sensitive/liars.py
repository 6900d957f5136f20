"""The stochastic lie detector: two groups, two chances, and how many carriers tell the truth.

Everyone for whom it is true is asked plainly, and says so with chance t. The others answer no with
the chance p of their group, else they are made to say yes. So λ_i = πt + (1 − π)(1 − p_i), and two
groups tell π and t. M. Moshagen, J. Musch, E. Erdfelder, A Stochastic Lie Detector, Behavior
Research Methods 44 (2012), 222-231.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vecu.stats.answers import yes_or_no
from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE
from vecu.stats.refusals import EstimateRefused, VariableRefused
from vecu.stats.results import Estimates
from vecu.stats.sensitive.arms import measure_arms
from vecu.stats.sensitive.results import Prevalence, doubted
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


_NAME = "stochastic lie detector"
_NONE = 1e-9


@dataclass(frozen=True)
class LieDetector:
    """The share for whom it is true, and the share of them who said so."""

    carriers: Prevalence
    truthful: Prevalence
    estimates: Estimates


def lie_detector(
    table: ir.Table,
    design: Design,
    answer: str,
    group: str,
    p: Mapping[Any, float],
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> LieDetector:
    """Return π and t from answers, 1 for yes and 0 for no.

    `p` says of each of two values of the column `group` the chance of a true no.
    """
    (one, first), (other, second) = _read(p)
    said = yes_or_no(table, answer)
    arms = measure_arms(table, design, {"yes": said}, group=group, values=(one, other), where=where)

    def shares(totals: Any) -> Any:
        yes = [arms.mean(totals, "yes", arm) for arm in (0, 1)]
        carriers = 1 + (yes[1] - yes[0]) / (second - first)
        candid = yes[0] - (1 - carriers) * (1 - first)
        return [carriers, candid / carriers if carriers else candid]

    if abs(shares(arms.totals.values)[0]) < _NONE:
        raise EstimateRefused(
            _(
                "“%(column)s”: somebody of whom it is true, for the share of them who say so; the"
                " estimate is 0. Ask for the share alone, with another technique."
            ),
            column=answer,
        )
    told = [(answer, _NAME), (answer, f"{_NAME}, truthful")]
    estimates = arms.estimates(shares, told, confidence)
    carriers, truthful = map(doubted, estimates)
    return LieDetector(carriers, truthful, estimates)


def _read(p: Mapping[Any, float]) -> list[tuple[Any, float]]:
    found = list(p.items())
    told = len(found) == 2 and all(0 <= chance <= 1 for _group, chance in found)
    if not told or abs(found[0][1] - found[1][1]) < 1e-9:
        raise VariableRefused(
            _("p: two groups with chances from 0 to 1 that differ; found %(found)s."),
            found=str(dict(p)),
        )
    return found

"""The jackknife: a standard error from leaving out one cluster after the other.

Beside linearisation, for who must see weights calibrated anew in every part of the sample. JK1: of
n clusters each is left out once, the others weigh n / (n − 1) times as much, and are calibrated
again; V = (1 − f) (n − 1) / n Σ (θ_r − θ̄)². As R's `as.svrepdesign`, type "JK1".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from vecu.stats.calibrating import check_asked
from vecu.stats.calibration import Method, Term
from vecu.stats.columns import number
from vecu.stats.designs import Design
from vecu.stats.expanding import with_weights
from vecu.stats.linear import CONFIDENCE, student
from vecu.stats.margins import Margins, check_weights, terms_of, x_of
from vecu.stats.passing import Codes, Floats, coded, fetch, numbers, weighed
from vecu.stats.refusals import (
    CalibrationRefused,
    DesignRefused,
    LonePsu,
    TooFewAnswers,
    chosen,
)
from vecu.stats.results import Estimates, Row
from vecu.stats.solving import Kind, check_reached, solve
from vecu.stats.spreading import Clusters, Groups, Stages
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


def jackknife_mean(
    table: ir.Table,
    design: Design,
    variable: str,
    *,
    margins: Margins | None = None,
    method: Method | str = Method.RAKING,
    bounds: tuple[float, float] | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the mean of a numeric column with the standard error of the jackknife.

    With `margins`, weights are calibrated to them, and anew without each cluster.
    """
    kind = Kind(chosen(Method, method, "method", CalibrationRefused), bounds)
    parts = _parts(table, design, variable, margins, kind)
    count = int(parts.psu.max()) + 1
    if count < 2:
        raise LonePsu(
            _("ids “%(column)s”: the jackknife takes two clusters at least; found one."),
            column=design.ids[0],
        )
    whole = parts.mean(np.ones(len(parts.psu)), kind)
    each = [parts.mean((parts.psu != left) * (count / (count - 1)), kind) for left in range(count)]
    scale = (1 - parts.share) * (count - 1) / count
    groups = Groups(np.array([float(count)]), np.array([scale]), np.array([True]))
    without = sparse.csr_array(np.array(each)[:, np.newaxis])
    spread = Stages((Clusters(without, np.zeros(count, dtype=np.intp), groups),))
    combining = sparse.csr_array(np.ones((1, 1)))
    error, df = np.sqrt(spread.variances(combining)), count - 1.0
    low, high = student(np.array([whole]), error, np.array([df]), confidence)
    row = Row(
        variable, None, None, whole, float(error[0]), float(low[0]), float(high[0]),
        df, parts.n, None, "mean, jackknife",
    )  # fmt: skip
    return Estimates((row,), confidence, combining, spread)


@dataclass(frozen=True)
class _Parts:
    """The sample by cluster and combination of what is calibrated on."""

    terms: tuple[Term, ...]
    wanted: Floats
    psu: Codes
    x: Floats
    heavy: Floats
    y: Floats
    told: Floats
    n: int
    share: float

    def mean(self, kept: Floats, kind: Kind) -> float:
        """Return the mean with old weights times `kept`, calibrated."""
        ratio = np.ones(len(kept))
        if self.terms:
            heavy = self.heavy * kept
            multipliers, _rounds = solve(self.x, heavy, self.wanted, kind)
            ratio = kind.bent(self.x @ multipliers)
            check_reached(self.terms, self.wanted, self.x.T @ (heavy * ratio), kind)
        weights = kept * ratio
        return float((weights @ self.y) / (weights @ self.told))


def _parts(
    table: ir.Table, design: Design, variable: str, margins: Margins | None, kind: Kind
) -> _Parts:
    if design.strata or len(design.ids) != 1:
        raise DesignRefused(
            _(
                "The jackknife is for one stage of clusters (ids) and no strata. Take the standard"
                " errors of linearisation instead: they hold for all designs."
            )
        )
    table, design = with_weights(table, design)
    check_weights(table, design)
    check_asked(design, kind.method, kind.bounds)
    terms, wanted = terms_of(table, margins) if margins else ((), np.empty(0))
    names = list(dict.fromkeys(name for term in terms for name in term.columns))
    y = number(table, variable)
    sums = {
        "heavy": weighed(table, design, table[design.ids[0]].notnull()).sum(),
        "y": weighed(table, design, y).sum().fill_null(0.0),
        "told": weighed(table, design, y.notnull()).sum().fill_null(0.0),
        "n": y.count().cast("float64"),
        "fpc": table[design.fpc[0]].cast("float64").max()
        if design.fpc
        else y.count().cast("float64") * 0.0,
    }
    found = fetch(
        table.aggregate(
            by=[
                table[design.ids[0]].name("psu"),
                *(table[name].name(f"k{i}") for i, name in enumerate(names)),
            ],
            **sums,
        )
    )
    psu, psus = coded(found, "psu")
    heavy, total, told, n, fpc = numbers(found, list(sums)).T
    if not n.sum():
        raise TooFewAnswers(
            _("“%(column)s”: an estimate takes answers; found none. Look at the column."),
            column=variable,
        )
    values = {name: found[f"k{place}"].to_pylist() for place, name in enumerate(names)}
    size = fpc.max()
    share = 0.0 if not design.fpc else size if size <= 1 else len(psus) / size
    return _Parts(
        terms, wanted, psu, x_of(terms, values), heavy, total, told, int(n.sum()), float(share)
    )

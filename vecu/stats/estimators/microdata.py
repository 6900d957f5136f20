"""Microdata in memory with its design: weights, clusters and strata.

For the few estimates that need each person's answers, such as resampling. All others use the one
pass over the table, which needs no microdata.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vecu.stats.engine.aggregation import Codes, Floats, execute, weighted_column
from vecu.stats.engine.design import Design
from vecu.stats.engine.design_weights import check_sizes, sampling_fraction, with_weights
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.binary_columns import answer_column
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Weights of people, the cluster of each, and the stratum of each cluster.

    `left` is the share of a cluster's stratum that was not drawn (1 − f). People left out have
    weight 0 and still count as drawn, like those outside a domain.
    """

    weights: Floats
    cluster: Codes
    stratum: Codes
    left: Floats

    @classmethod
    def of(
        cls,
        people: int,
        *,
        weights: npt.ArrayLike | None = None,
        clusters: npt.ArrayLike | None = None,
        strata: npt.ArrayLike | None = None,
        taken: Floats | None = None,
    ) -> Sample:
        """Return the sample of `people` rows; without clusters each was drawn alone.

        `taken` is for each person the sampling fraction of clusters in the stratum, nearly 0 by
        default.
        """
        within = np.zeros(people, np.intp) if strata is None else _coded("strata", strata, people)
        each = np.arange(people) if clusters is None else _coded("clusters", clusters, people)
        pairs, cluster = np.unique(np.column_stack([within, each]), axis=0, return_inverse=True)
        _check_strata(pairs[:, 0], strata)
        cluster, left = cluster.reshape(-1), np.ones(len(pairs))
        if taken is not None:
            left[cluster] = 1 - taken
        return cls(_weights(weights, people), cluster, pairs[:, 0], left)

    @property
    def df(self) -> int:
        """Return clusters less strata, of those that contain a positive weight."""
        held = np.bincount(self.cluster, weights=self.weights) > 0
        return int(held.sum()) - len(np.unique(self.stratum[held]))

    def totals(self, scores: Floats) -> Floats:
        """Return the sums of `scores` by cluster."""
        found = np.zeros((len(self.stratum), scores.shape[1]))
        np.add.at(found, self.cluster, scores)
        return found

    def bootstrap_weights(self, times: int, random: np.random.Generator) -> Floats:
        """Return the bootstrap weight of each cluster in each of `times` samples.

        Of n clusters of a stratum n − 1 are drawn with replacement, with weight n / (n − 1); with a
        sampling fraction f, deviations shrink by √(1 − f): J. N. K. Rao, C. F. J. Wu, Journal of
        the American Statistical Association 83 (1988), 231-241.
        """
        weighs = np.empty((times, len(self.stratum)))
        for stratum in np.unique(self.stratum):
            inside = np.flatnonzero(self.stratum == stratum)
            size = len(inside)
            times_drawn = random.multinomial(size - 1, np.full(size, 1 / size), size=times)
            shrunk = np.sqrt(self.left[inside])
            weighs[:, inside] = 1 + shrunk * (times_drawn * (size / (size - 1)) - 1)
        return weighs


def weight_column(table: ir.Table, design: Design) -> ir.FloatingValue:
    """Return the weight of each row, 1 if the design names no weights.

    Some engines return a literal 1 as a decimal: cast what is fetched.
    """
    return weighted_column(table, design, ibis.literal(1.0))


def load_microdata(
    table: ir.Table,
    design: Design,
    columns: Sequence[str],
    where: ir.BooleanValue | None = None,
) -> tuple[dict[str, Floats], Sample]:
    """Return columns of numbers with a value for each row, and how the rows were drawn.

    NaN is a missing number; rows for which `where` does not hold have weight 0. With two stages,
    clusters count as drawn with replacement, which is conservative.
    """
    table, design = with_weights(table, design)
    columns_by_name = {
        f"x{index}": answer_column(table, name) for index, name in enumerate(columns)
    }
    columns_by_name["w"] = weight_column(table, design)
    if where is not None:
        columns_by_name["inside"] = where.fill_null(False)  # noqa: FBT003
    drawn = {"clusters": design.ids[:1], "strata": (design.strata,) if design.strata else ()}
    columns_by_name |= {role: table[name] for role, names in drawn.items() for name in names}
    if design.fpc:
        check_sizes(table, design)
    if len(design.fpc) == 1:
        columns_by_name["taken"] = sampling_fraction(table, design, 0)
    found = execute(table.select(**columns_by_name))
    labels = {role: found[role].to_pylist() for role in drawn if role in found.column_names}
    people = {
        name: found[f"x{index}"].cast(pa.float64()).to_numpy().astype(np.float64)
        for index, name in enumerate(columns)
    }
    sample = Sample.of(
        found.num_rows,
        weights=found["w"].cast(pa.float64()).to_numpy(),
        clusters=labels.get("clusters"),
        strata=labels.get("strata"),
        taken=found["taken"].cast(pa.float64()).to_numpy() if len(design.fpc) == 1 else None,
    )
    if where is not None:
        inside = found["inside"].to_numpy()
        sample = replace(sample, weights=np.where(inside, sample.weights, 0.0))
    return people, sample


def _coded(name: str, labels: npt.ArrayLike, people: int) -> Codes:
    found = np.asarray(labels)
    _check_length(name, found.shape, people)
    return np.unique(found, return_inverse=True)[1].astype(np.intp)


def _check_strata(stratum: Codes, strata: npt.ArrayLike | None) -> None:
    sizes = np.bincount(stratum)
    if (sizes < 2).any():
        raise _lone_cluster(
            None if strata is None else str(np.unique(np.asarray(strata))[sizes.argmin()])
        )


def _lone_cluster(stratum: str | None) -> TooFewAnswers:
    if stratum is None:
        return TooFewAnswers(
            gettext_noop(
                "clusters: two at least; found one, which shows no difference between clusters."
            )
        )
    return TooFewAnswers(
        gettext_noop(
            "strata: two clusters at least in each; one stratum (“%(stratum)s”) has a single one,"
            " which shows no difference between clusters. Merge it with another stratum."
        ),
        stratum=stratum,
    )


def _check_length(name: str, shape: tuple[int, ...], people: int) -> None:
    if shape != (people,):
        raise VariableRefused(
            gettext_noop("%(role)s: one for each of %(people)s people; found %(shape)s."),
            role=name, people=people, shape=str(shape),
        )  # fmt: skip


def _weights(weights: npt.ArrayLike | None, people: int) -> Floats:
    if weights is None:
        return np.ones(people)
    found = np.asarray(weights, dtype=np.float64)
    _check_length("weights", found.shape, people)
    fit = np.isfinite(found) & (found >= 0)
    if not fit.all():
        raise VariableRefused(
            gettext_noop("weights: finite numbers, 0 or more; found %(weight)s. Mend the weights."),
            weight=float(found[~fit][0]),
        )
    if not found.any():
        raise VariableRefused(gettext_noop("weights: all are 0, so nobody stands for anybody."))
    return found

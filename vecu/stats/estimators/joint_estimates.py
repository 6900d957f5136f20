"""Several estimates on the same people, with their covariance.

Ranks, comparisons and changes are computed from these: they need no rows, only estimates, their
covariance under the design, and its degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vecu.messages import Message
from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.translation import gettext_noop

_ROUNDING = 1e-8
"""How far below 0, relative to the largest, a variance may be by rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class JointEstimates:
    """Estimates by name, with their covariance matrix; `df` is infinite if it is known.

    Each is based on at least `n` people. An invalid covariance matrix or figure is refused here, so
    that later results cannot be NaN.
    """

    names: tuple[str, ...]
    estimates: Floats
    covariance: Floats
    df: float
    n: int

    def __post_init__(self) -> None:
        """Validate the arrays, and make them read-only."""
        object.__setattr__(self, "names", tuple(map(str, self.names)))
        for field in ("estimates", "covariance"):
            held = np.array(getattr(self, field), dtype=np.float64)
            held.flags.writeable = False
            object.__setattr__(self, field, held)
        _check_shape(self)
        _check_numbers(self)

    @classmethod
    def of(cls, estimates: Estimates, domain: str | None = None) -> JointEstimates:
        """Return estimates that were made together, or those of one domain.

        An estimate is named by its variable, level and domain, as far as they differ.
        """
        places = [
            index for index, row in enumerate(estimates) if domain is None or row.domain == domain
        ]
        if not places:
            domains = dict.fromkeys(str(row.domain) for row in estimates)
            raise VariableRefused(
                gettext_noop("domain: no estimate is of “%(domain)s”; found %(found)s."),
                domain=domain,
                found=", ".join(domains),
            )
        rows = [estimates.rows[index] for index in places]
        parts = [[row.variable, row.level, row.domain] for row in rows]
        differing = [len({each[part] for each in parts}) > 1 for part in range(3)]
        naming = differing if any(differing) else [True, False, False]
        names = [
            " · ".join(
                str(each) for each, is_named in zip(part, naming, strict=True) if is_named and each
            )
            for part in parts
        ]
        return cls(
            tuple(names),
            np.array([row.estimate for row in rows]),
            estimates.covariance[np.ix_(places, places)],
            min(row.df for row in rows),
            min(row.n for row in rows),
        )

    def index_of(self, name: str) -> int:
        """Return the index of `name`."""
        if name not in self.names:
            raise VariableRefused(
                gettext_noop("“%(name)s”: no such figure was measured; found %(found)s."),
                name=name,
                found=", ".join(self.names),
            )
        return self.names.index(name)


def _check_shape(measured: JointEstimates) -> None:
    size = len(measured.names)
    if len(set(measured.names)) != size or size == 0:
        raise VariableRefused(
            gettext_noop("names: each figure has its own; found %(found)s."),
            found=", ".join(measured.names) or Message(gettext_noop("none")),
        )
    if measured.estimates.shape != (size,) or measured.covariance.shape != (size, size):
        raise VariableRefused(
            gettext_noop(
                "covariance: a row and a column for each of %(size)s estimates; found"
                " %(estimates)s and %(covariance)s. Give them in one order."
            ),
            size=size,
            estimates=str(measured.estimates.shape),
            covariance=str(measured.covariance.shape),
        )


def _check_numbers(measured: JointEstimates) -> None:
    names, covariance = measured.names, measured.covariance
    whole = np.isfinite(measured.estimates) & np.isfinite(covariance).all(axis=1)
    if not whole.all():
        raise VariableRefused(
            gettext_noop(
                "“%(name)s”: an estimate with its variance; found none."
                " Leave it out, or ask why it could not be estimated."
            ),
            name=names[int(np.argmin(whole))],
        )
    largest = float(np.abs(covariance).max())
    lopsided = np.abs(covariance - covariance.T).max() > _ROUNDING * largest
    if lopsided or np.linalg.eigvalsh(covariance).min() < -_ROUNDING * max(largest, 1e-300):
        raise VariableRefused(
            gettext_noop(
                "covariance: symmetric, and no combination varies less than 0; this matrix does."
            )
        )
    if not measured.df > 0:
        raise TooFewAnswers(
            gettext_noop("df: more than 0; found %(found)s. It takes more PSUs than strata."),
            found=float(measured.df),
        )


def as_joint_estimates(figures: JointEstimates | Estimates) -> JointEstimates:
    """Return joint estimates, converted from estimates if needed."""
    return figures if isinstance(figures, JointEstimates) else JointEstimates.of(figures)


def means_of_people(names: Sequence[str], answers: npt.ArrayLike) -> JointEstimates:
    """Return the mean of each column of `answers`: a row for each person of a simple sample.

    NaN is a missing answer: each mean is of those who gave one. The covariance is that of the
    linearised means, which for complete answers is S/n.
    """
    table = to_answer_matrix(names, answers)
    given = ~np.isnan(table)
    means = np.nansum(table, axis=0) / given.sum(axis=0)
    scores = np.where(given, table - means, 0.0) / given.sum(axis=0)
    people = len(table)
    covariance = scores.T @ scores * people / (people - 1)
    return JointEstimates(tuple(names), means, covariance, df=people - 1, n=people)


def to_answer_matrix(names: Sequence[str], answers: npt.ArrayLike) -> Floats:
    """Return `answers` as numbers; refuse data without a mean."""
    try:
        table = np.asarray(answers, dtype=np.float64)
    except (TypeError, ValueError):
        raise VariableRefused(
            gettext_noop(
                "answers: a row of numbers for each person, all as long, NaN where nobody answered;"
                " found something else. Code words as numbers first."
            )
        ) from None
    if table.ndim != 2 or table.shape[1] != len(names):
        raise VariableRefused(
            gettext_noop("answers: a column for each of %(size)s names; found %(found)s."),
            size=len(names),
            found=str(table.shape),
        )
    if np.isinf(table).any():
        raise VariableRefused(
            gettext_noop(
                "“%(name)s”: finite numbers, NaN where nobody answered; found an infinite one."
            ),
            name=names[int(np.argmax(np.isinf(table).any(axis=0)))],
        )
    given = (~np.isnan(table)).sum(axis=0)
    if (given < 2).any():
        index = int(np.argmax(given < 2))
        raise TooFewAnswers(
            gettext_noop(
                "“%(name)s”: two answers at least; found %(found)s. Leave the column out."
            ),
            name=names[index],
            found=int(given[index]),
        )
    return table

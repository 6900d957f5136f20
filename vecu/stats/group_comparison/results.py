"""Results of comparing two groups."""

from dataclasses import dataclass
from enum import StrEnum


class GroupTest(StrEnum):
    """The test that two groups do not differ in anything."""

    WALD_TWO_SAMPLES = "Wald F, Nel and van der Merwe"
    WALD_ONE_DESIGN = "Wald F"
    PERMUTATION = "permutation, max-t"


@dataclass(frozen=True, slots=True)
class GroupDifference:
    """How much higher `name` is in the first group than in the second.

    All intervals of a comparison are simultaneous. `p_value` is adjusted for their number: below
    .05 it says that the groups differ in this, whatever else was compared.
    """

    name: str
    first: float
    second: float
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Whether two groups differ at all (`p_value`), and by how much in each variable.

    `statistic` is F with `df` degrees of freedom, or the largest t, which has none. `n` people are
    in each group. The groups were not assigned at random: a difference between them is no effect.
    """

    test: GroupTest
    statistic: float
    df: tuple[float, float] | None
    p_value: float
    differences: tuple[GroupDifference, ...]
    confidence: float
    n: tuple[int, int]

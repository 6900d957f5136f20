"""The sampling design, declared before any estimate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vecu.stats.engine.weight_functions import Calibration
from vecu.stats.errors import DesignRefused, parse_option
from vecu.translation import gettext_noop

MOST_STAGES = 2


class LonelyPsu(StrEnum):
    """The contribution to a variance of a stratum with a single PSU, which it cannot show."""

    REFUSE = "refuse"
    """No estimate until somebody has decided: merge strata, or choose one of the rules below."""
    CERTAINTY = "certainty"
    """Nothing: the PSU was selected with certainty."""
    ADJUST = "adjust"
    """Its distance from the mean over all PSUs; conservative."""
    AVERAGE = "average"
    """The mean contribution of the other strata."""

    @property
    def looks_at_members(self) -> bool:
        """Whether the rule depends on which strata have members of a domain."""
        return self in {LonelyPsu.ADJUST, LonelyPsu.AVERAGE}


@dataclass(frozen=True, slots=True)
class Design:
    """Names the columns of a table that describe how its rows were drawn.

    `ids` are the clusters of one or two stages, none if each row was drawn by itself. `weights` is
    one column; without it weights follow from `fpc` or, without that, are equal. `fpc` gives for
    each stage the population size or, if all values are at most 1, the sampling fraction. Without
    `nest`, a cluster's name is unique over all strata. A single name may be given for a tuple. Only
    with `fpc` do later stages add to a variance: else the first stage bears all of it.
    """

    ids: tuple[str, ...] = ()
    strata: str | None = None
    weights: str | None = None
    fpc: tuple[str, ...] = ()
    nest: bool = False
    lone: LonelyPsu = LonelyPsu.REFUSE
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        """Convert single names to tuples; refuse stages that do not match."""
        for field in ("ids", "fpc"):
            given = getattr(self, field)
            names = () if given is None else (given,) if isinstance(given, str) else tuple(given)
            object.__setattr__(self, field, names)
        object.__setattr__(self, "lone", parse_option(LonelyPsu, self.lone, "lone", DesignRefused))
        for role, name in (("weights", self.weights), ("strata", self.strata)):
            if name is not None and not name:
                raise DesignRefused(
                    gettext_noop(
                        "%(role)s: the name of a column; found an empty one. Leave it out, or"
                        " name it."
                    ),
                    role=role,
                )
        if len(self.ids) > MOST_STAGES:
            raise DesignRefused(
                gettext_noop(
                    "ids: a design has at most %(most)s stages; found %(count)s (%(columns)s). Name"
                    " the first two: later ones add little."
                ),
                most=MOST_STAGES,
                count=len(self.ids),
                columns=", ".join(self.ids),
            )
        if self.fpc and len(self.fpc) != max(1, len(self.ids)):
            raise DesignRefused(
                gettext_noop(
                    "fpc: one column for each stage; found %(count)s (%(columns)s) for %(stages)s."
                    " Give one for each, or leave all out."
                ),
                count=len(self.fpc),
                columns=", ".join(self.fpc),
                stages=max(1, len(self.ids)),
            )

    @property
    def columns(self) -> dict[str, str]:
        """Return each column that the design names, with its role."""
        named = dict.fromkeys(self.ids, "ids")
        named |= {self.strata: "strata"} if self.strata else {}
        named |= {self.weights: "weights"} if self.weights else {}
        return named | dict.fromkeys(self.fpc, "fpc")

    @property
    def stages(self) -> int:
        """Return how many stages add to a variance."""
        return 2 if len(self.ids) == 2 and self.fpc else 1

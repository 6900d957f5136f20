"""How a sample was drawn: declared once, before any estimate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vecu.stats.engine.weight_functions import Calibration
from vecu.stats.errors import (
    DesignRefused,
    parse_option,
)
from vecu.translation import gettext_noop

MOST_STAGES = 2


class LonelyPsu(StrEnum):
    """What a stratum with a single PSU adds to a variance, which it cannot show by itself."""

    REFUSE = "refuse"
    """Nothing is said before somebody has decided: merge strata, or name one of the rules below."""
    CERTAINTY = "certainty"
    """Nothing: the PSU was sure to be drawn."""
    ADJUST = "adjust"
    """Its distance from the mean over all PSUs; on the safe side."""
    AVERAGE = "average"
    """What the other strata add on average."""


@dataclass(frozen=True, slots=True)
class Design:
    """Names the columns of a table that tell how its rows were drawn.

    `ids` are the clusters of one or two stages, none where each row was drawn by itself. `weights`
    is one column; without it rows weigh as `fpc` says or, without that, the same. `fpc` holds for
    each stage how many units there are to draw from or, if all are at most 1, the share drawn.
    Without `nest`, a cluster's name is its own over all strata. A single name may stand for a
    tuple. Only with `fpc` do later stages add to a variance: else the first bears all of it.
    """

    ids: tuple[str, ...] = ()
    strata: str | None = None
    weights: str | None = None
    fpc: tuple[str, ...] = ()
    nest: bool = False
    lone: LonelyPsu = LonelyPsu.REFUSE
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        """Take single names for tuples; refuse stages that do not match."""
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
        """Return each column that the design names, with what it is there for."""
        named = dict.fromkeys(self.ids, "ids")
        named |= {self.strata: "strata"} if self.strata else {}
        named |= {self.weights: "weights"} if self.weights else {}
        return named | dict.fromkeys(self.fpc, "fpc")

    @property
    def stages(self) -> int:
        """Return how many stages add to a variance."""
        return 2 if len(self.ids) == 2 and self.fpc else 1

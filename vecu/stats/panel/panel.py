"""A table of waves: a row for each person and wave, and who was there when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.design import Design
from vecu.stats.errors import (
    DesignRefused,
    TooFewAnswers,
    VariableRefused,
)
from vecu.stats.estimators.binary_columns import answer_column
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class WaveOverlap:
    """How many people answered in both waves, in the earlier only, in the later only."""

    common: int
    lost: int
    new: int

    @property
    def retention_rate(self) -> float:
        """Return the share of the earlier wave's people who came again."""
        return self.common / (self.common + self.lost)


@dataclass(frozen=True)
class Panel:
    """Two waves of a table, `earlier` and `later` as the column `wave` says them.

    `person` names the column that tells who it is: without names, by a number that stays the same.
    """

    table: ir.Table
    design: Design
    person: str
    wave: str
    earlier: Any
    later: Any

    def __post_init__(self) -> None:
        """Refuse columns that are not there, and waves that are one."""
        for role, name in (("person", self.person), ("wave", self.wave)):
            if name not in self.table.columns:
                raise VariableRefused(
                    gettext_noop(
                        "%(role)s: the table has no column “%(column)s”. It has %(columns)s."
                    ),
                    role=role,
                    column=name,
                    columns=", ".join(self.table.columns),
                )
        if self.earlier == self.later:
            raise VariableRefused(
                gettext_noop("wave “%(column)s”: two waves that differ; found %(found)s twice."),
                column=self.wave,
                found=self.later,
            )

    @property
    def design_by_person(self) -> Design:
        """Return the design in which a person's rows go together, or the clusters above people.

        What one person says twice is alike; rows taken one by one would hide that.
        """
        return self.design if self.design.ids else replace(self.design, ids=(self.person,))

    def in_waves(self) -> ir.BooleanValue:
        """Say which rows belong to one of the two waves."""
        return self.table[self.wave].isin([self.earlier, self.later])

    def count_overlap(self) -> WaveOverlap:
        """Return how many came again, were lost and are new; refuse someone twice in a wave."""
        present = self.table.filter(self.in_waves(), self.table[self.person].notnull())
        each = present.group_by(self.person).aggregate(
            first=(present[self.wave] == self.earlier).sum(),
            second=(present[self.wave] == self.later).sum(),
        )
        found = execute(
            each.group_by(["first", "second"]).aggregate(people=each.count())
        ).to_pylist()
        self._check(found)
        counted = {(row["first"] > 0, row["second"] > 0): row["people"] for row in found}
        cases = WaveOverlap(*(counted.get(key, 0) for key in _KINDS))
        for name, people in (
            (self.earlier, cases.common + cases.lost),
            (self.later, cases.common + cases.new),
        ):
            if people == 0:
                raise TooFewAnswers(
                    gettext_noop(
                        "wave “%(column)s”: somebody answered in each; nobody did in %(wave)s."
                    ),
                    column=self.wave,
                    wave=name,
                )
        return cases

    def _check(self, found: list[dict[str, Any]]) -> None:
        twice = sum(row["people"] for row in found if max(row["first"], row["second"]) > 1)
        if twice:
            raise DesignRefused(
                gettext_noop(
                    "person “%(column)s”: one row for each person and wave; %(people)s people have"
                    " several in one. Keep one of them, or mend the numbers."
                ),
                column=self.person,
                people=twice,
            )

    def paired_table(self, variables: Sequence[str]) -> ir.Table:
        """Return a row for each person of both waves, with the columns of the later one.

        The column (name, 0) has what they answered before and (name, 1) what they answered after;
        see `pair`.
        """
        answers = {name: answer_column(self.table, name) for name in variables}
        table = self.table.mutate(
            **{pair_column(name, 1): given for name, given in answers.items()}
        )
        earlier = table.filter(table[self.wave] == self.earlier)
        before = earlier.select(
            earlier[self.person].name(_SAME),
            **{pair_column(name, 0): earlier[pair_column(name, 1)] for name in variables},
        )
        later = table.filter(table[self.wave] == self.later)
        return later.join(before, later[self.person] == before[_SAME])

    @property
    def paired_design(self) -> Design:
        """Return the design of `pairs`, where each person has one row."""
        kept = [at for at, name in enumerate(self.design.ids) if name != self.person]
        fpc = [self.design.fpc[at] for at in kept or [0]] if self.design.fpc else []
        ids = [self.design.ids[at] for at in kept]
        return replace(self.design, ids=tuple(ids), fpc=tuple(fpc))


def pair_column(name: str, later: int) -> str:
    """Return the column of a table of pairs that has an answer before (0) or after (1)."""
    return f"{name} {('before', 'after')[later]}"


_SAME = "same person"
_KINDS = ((True, True), (True, False), (False, True))

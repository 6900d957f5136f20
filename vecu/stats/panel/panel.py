"""Panel data: a row for each person and wave, and who answered which wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.design import Design
from vecu.stats.errors import DesignRefused, TooFewAnswers, VariableRefused
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
        """Return the share of the earlier wave's people who returned."""
        return self.common / (self.common + self.lost)


@dataclass(frozen=True)
class Panel:
    """Two waves of a table, `earlier` and `later` as the values of the column `wave`.

    `person` names the column that identifies people: a pseudonymous number that is the same in both
    waves.
    """

    table: ir.Table
    design: Design
    person: str
    wave: str
    earlier: Any
    later: Any

    def __post_init__(self) -> None:
        """Refuse columns that do not exist, and equal waves."""
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
        """Return the design in which a person is a cluster, or within the clusters above.

        A person's two answers are correlated; treating rows as independent would ignore that.
        """
        return self.design if self.design.ids else replace(self.design, ids=(self.person,))

    def in_waves(self) -> ir.BooleanValue:
        """Return which rows belong to one of the two waves."""
        return self.table[self.wave].isin([self.earlier, self.later])

    def count_overlap(self) -> WaveOverlap:
        """Return how many returned, were lost and are new; refuse a person twice in a wave."""
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

        The column (name, 0) has the earlier answers and (name, 1) the later ones; see
        `pair_column`.
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
        """Return the design of `paired_table`, where each person has one row."""
        kept = [at for at, name in enumerate(self.design.ids) if name != self.person]
        fpc = [self.design.fpc[at] for at in kept or [0]] if self.design.fpc else []
        ids = [self.design.ids[at] for at in kept]
        return replace(self.design, ids=tuple(ids), fpc=tuple(fpc))


def pair_column(name: str, later: int) -> str:
    """Return the column of a paired table with the earlier (0) or later (1) answer."""
    return f"{name} {('before', 'after')[later]}"


_SAME = "same person"
_KINDS = ((True, True), (True, False), (False, True))

"""A table of waves: a row for each person and wave, and who was there when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import ibis

from vecu.stats.designs import Design
from vecu.stats.passing import fetch
from vecu.stats.refusals import DesignRefused, TooFewAnswers, VariableRefused

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Cases:
    """How many people answered in both waves, in the earlier only, in the later only."""

    common: int
    lost: int
    new: int

    @property
    def kept(self) -> float:
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
                message = (
                    f"{role}: the table has no column “{name}”. It has"
                    f" {', '.join(self.table.columns)}."
                )
                raise VariableRefused(message)
        if self.earlier == self.later:
            message = f"wave “{self.wave}”: two waves that differ; found {self.later} twice."
            raise VariableRefused(message)

    @property
    def by_person(self) -> Design:
        """Return the design in which a person's rows go together, or the clusters above people.

        What one person says twice is alike; rows taken one by one would hide that.
        """
        return self.design if self.design.ids else replace(self.design, ids=(self.person,))

    def within(self) -> ir.BooleanValue:
        """Say which rows belong to one of the two waves."""
        return self.table[self.wave].isin([self.earlier, self.later])

    def in_both(self) -> ir.BooleanValue:
        """Say which rows belong to people who answered in both waves."""
        same = ibis.window(group_by=self.table[self.person])
        there = [
            (self.table[self.wave] == one).cast("int8").max().over(same) == 1
            for one in (self.earlier, self.later)
        ]
        return there[0] & there[1] & self.within()

    def cases(self) -> Cases:
        """Return how many came again, were lost and are new; refuse someone twice in a wave."""
        present = self.table.filter(self.within(), self.table[self.person].notnull())
        each = present.group_by(self.person).aggregate(
            first=(present[self.wave] == self.earlier).sum(),
            second=(present[self.wave] == self.later).sum(),
        )
        found = fetch(each.group_by(["first", "second"]).aggregate(people=each.count())).to_pylist()
        self._check(found)
        counted = {(row["first"] > 0, row["second"] > 0): row["people"] for row in found}
        cases = Cases(*(counted.get(key, 0) for key in _KINDS))
        for name, people in (
            (self.earlier, cases.common + cases.lost),
            (self.later, cases.common + cases.new),
        ):
            if people == 0:
                message = f"wave “{self.wave}”: somebody answered in each; nobody did in {name}."
                raise TooFewAnswers(message)
        return cases

    def _check(self, found: list[dict[str, Any]]) -> None:
        twice = sum(row["people"] for row in found if max(row["first"], row["second"]) > 1)
        if twice:
            message = (
                f"person “{self.person}”: one row for each person and wave; {twice} people have"
                " several in one. Keep one of them, or mend the numbers."
            )
            raise DesignRefused(message)

    def pairs(self, variable: str) -> ir.Table:
        """Return a row for each person of both waves: `before`, `after`, and the later columns."""
        if variable not in self.table.columns:
            message = (
                f"“{variable}”: the table has no such column. It has"
                f" {', '.join(self.table.columns)}."
            )
            raise VariableRefused(message)
        earlier = self.table.filter(self.table[self.wave] == self.earlier)
        before = earlier.select(earlier[self.person].name("same person"), before=earlier[variable])
        later = self.table.filter(self.table[self.wave] == self.later)
        later = later.mutate(after=later[variable])
        return later.join(before, later[self.person] == before["same person"])


_KINDS = ((True, True), (True, False), (False, True))

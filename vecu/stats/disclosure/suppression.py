"""Which cells to hide so that none that is hidden can be worked out from the others.

An exact method with few words: hide what must be hidden, attack, and for each cell that is given
away demand that one of the published cells which show it be hidden too; solve for the least that
fulfils all demands so far; attack again. (Benders' decomposition, as in Fischetti and Salazar,
*Management Science* 47, 2001, with demands without coefficients: a hidden cell has no bounds.)
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from vecu.stats.disclosure.attack import Attack, Proof
from vecu.stats.disclosure.audit import Audit
from vecu.stats.disclosure.nesting import Nesting, Routing
from vecu.stats.disclosure.tables import THRESHOLD, CountTable, Mask, check_scope_size
from vecu.stats.errors import DisclosureRefused
from vecu.translation import gettext_noop

MOST_ROUNDS = 100
"""Rounds that look for the fewest people to hide; twenty tables take ten."""


def find_suppression(
    tables: Sequence[CountTable],
    earlier: Sequence[tuple[CountTable, Mask]] = (),
    known: Sequence[Nesting | Routing] = (),
) -> list[Mask]:
    """Return which cells of each table to hide, beside those of `earlier` releases.

    As little is hidden as the tables' prices allow. Raise `DisclosureRefused` for fewer people than
    the threshold, for cycles that are too large, and, naming the tables that give a cell away,
    where hiding more in the new tables does not help; `ValueError` for tables that do not count the
    same people, and for a count under the threshold in an earlier release.

    It ends: the cells of a proof are all published in its round, so its demand fails for what was
    hidden there, and demands stay. Nothing is hidden twice in the same way; and after
    `MOST_ROUNDS`, what is hidden stays so, and each round hides at least one cell more.
    """
    _check_tables(tables, earlier)
    audit = Audit([*tables, *(table for table, _hidden in earlier)], known)
    new = sum(table.counts.size for table in tables)
    primary = [table.find_primary().ravel() for table in tables]
    hidden = np.concatenate([*primary, *(mask.ravel() for _table, mask in earlier)])
    prices = np.concatenate([np.zeros(0), *(table.get_prices().ravel() for table in tables)])
    always, demands = hidden[:new].copy(), list[Proof]()
    for number in count():
        proofs = audit.find_proofs(hidden)
        if not proofs:
            break
        demands += proofs
        if number >= MOST_ROUNDS:
            always = hidden[:new]
        found = _fulfil(demands, prices, always)
        if found is None:
            needed = [each for each in demands if each.hidden >= new or always[each.hidden]]
            raise _refuse(audit.whole, needed, new)
        hidden = np.concatenate([found, hidden[new:]])
    ends = np.cumsum([table.counts.size for table in tables])[:-1]
    masks = np.split(hidden[:new], ends)
    return [mask.reshape(each.counts.shape) for mask, each in zip(masks, tables, strict=True)]


def _check_tables(tables: Sequence[CountTable], earlier: Sequence[tuple[CountTable, Mask]]) -> None:
    for table in tables:
        check_scope_size(int(table.counts.sum()))
    for table, mask in earlier:
        if (table.counts[~mask] < THRESHOLD).any():
            raise ValueError(f"{table.variables}: a count under the threshold was released.")


def _refuse(attack: Attack, demands: Sequence[Proof], new: int) -> DisclosureRefused:
    """Return the error that names what gives a cell away, from the demand with fewest new cells.

    All of these demands are of cells that must be hidden.
    """
    worst = min(demands, key=lambda proof: int((proof.cells < new).sum()))
    given = {attack.tables[number].variables for number in attack.table_of[worst.cells]}
    return DisclosureRefused(
        gettext_noop(
            "A hidden count of %(table)s could be worked out from these tables together:"
            " %(others)s. Leave out one of the new ones, or merge categories."
        ),
        table=_name(attack.tables[attack.table_of[worst.hidden]].variables),
        others=", ".join(map(_name, sorted(given))),
    )


def _name(variables: tuple[str, ...]) -> str:
    return " × ".join(variables) or "n"


def _fulfil(
    demands: Sequence[Proof], prices: NDArray[np.floating[Any]], always: Mask
) -> Mask | None:
    """Return the cells to hide that fulfil all demands at the lowest price; None: nothing does."""
    new = always.size
    rows = np.zeros((len(demands), new))
    for row, proof in zip(rows, demands, strict=True):
        row[proof.cells[proof.cells < new]] = 1
        if proof.hidden < new and not always[proof.hidden]:
            row[proof.hidden] -= 1
    needed = np.array([float(p.hidden >= new or always[p.hidden]) for p in demands])
    solved = milp(
        prices,
        integrality=np.ones(new),
        bounds=Bounds(always.astype(float), np.ones(new)),
        constraints=LinearConstraint(rows, lb=needed),
    )
    return None if solved.x is None else np.asarray(solved.x > 0.5)

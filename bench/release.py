"""`./run bench release`: seconds to hide cells before a release, and to attack released tables.

`suppress_s`: what to hide in a table of 40 × 12 with its margins and total beside it, many of whose
cells are small. `practices_s`: the same for seventeen yes/no practices by sector, released at once;
`people` answered, and most complements are here. `audit_s`: twenty released tables attacked
together: twelve practices by sector, four of them by size too, and tables of one variable, with what
is hidden in them. `audit_ratio`: an audit with two programs for each hidden cell, as in textbooks,
over `audit_s`. Each is the best of three, of invented counts from a fixed seed; `cells`, `small` and
`hidden` are their numbers.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from vecu.stats.disclosure.attack import Attack
from vecu.stats.disclosure.audit import Audit
from vecu.stats.disclosure.suppression import find_suppression
from vecu.stats.disclosure.tables import CountTable, Mask

TIMES = 3
PEOPLE = 600
Result = TypeVar("Result")


def main() -> None:
    measured = {
        "suppress": measure_suppression(make_large_table()),
        "practices": {"people": PEOPLE} | measure_suppression(make_practices(17)),
        "audit": measure_audit(make_twenty_tables()),
    }
    print(json.dumps(measured, indent=2))


def measure_suppression(tables: Sequence[CountTable]) -> dict[str, float]:
    seconds, masks = time_best(lambda: find_suppression(tables))
    return {"s": round(seconds, 3)} | count_cells(tables, masks)


def measure_audit(tables: Sequence[CountTable]) -> dict[str, float]:
    masks = find_suppression(tables)
    hidden = np.concatenate([mask.ravel() for mask in masks])
    seconds, proofs = time_best(lambda: Audit(tables).find_proofs(hidden))
    assert proofs == []
    plain, _bounds = time_best(lambda: find_all_bounds(tables, hidden))
    ratio = {"s": round(seconds, 3), "ratio": round(plain / seconds, 1)}
    return ratio | count_cells(tables, masks)


def find_all_bounds(tables: Sequence[CountTable], hidden: Mask) -> list[tuple[float, float]]:
    attack = Attack(tables)
    return [attack.find_bounds(int(cell), hidden) for cell in np.flatnonzero(hidden)]


def count_cells(tables: Iterable[CountTable], masks: Iterable[Mask]) -> dict[str, float]:
    return {
        "cells": sum(table.counts.size for table in tables),
        "small": sum(int((table.counts < 11).sum()) for table in tables),
        "hidden": sum(int(mask.sum()) for mask in masks),
    }


def time_best(call: Callable[[], Result]) -> tuple[float, Result]:
    """Return the fewest seconds of some calls, and the result of the last."""
    seconds = []
    for _ in range(TIMES):
        before = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - before)
    return min(seconds), result


def make_large_table() -> list[CountTable]:
    """Return a table of 40 × 12 with margins and total, two fifths of whose cells are small."""
    rng = np.random.default_rng(1)
    means = np.outer(rng.lognormal(0, 1, 40), rng.lognormal(0, 1, 12))
    cells = rng.poisson(means * 12_000 / means.sum())
    return [
        CountTable(("a", "b"), cells),
        CountTable(("a",), cells.sum(axis=1)),
        CountTable(("b",), cells.sum(axis=0)),
        CountTable((), np.array(cells.sum())),
    ]


def make_practices(practices: int, *, by_size: int = 0) -> list[CountTable]:
    """Return tables of yes/no practices by 8 sectors, the first few by 6 sizes too, with margins.

    Some sectors are small, and so are some sizes; practices differ by both.
    """
    rng = np.random.default_rng(2)
    sector, size = draw(rng, 8), draw(rng, 6)
    tables = [CountTable(("sector",), np.bincount(sector, minlength=8))]
    if by_size:
        tables.append(CountTable(("size",), np.bincount(size, minlength=6)))
    for number in range(practices):
        name, logits = f"practice{number:02}", rng.normal(-1.2, 1) + rng.normal(0, 0.7, 8)[sector]
        logits += rng.normal(0, 0.5, 6)[size]
        uses = (rng.random(PEOPLE) < 1 / (1 + np.exp(-logits))).astype(int)
        tables.append(CountTable((name, "sector"), cross(uses, 2, sector, 8)))
        if number < by_size:
            tables.append(CountTable((name, "size"), cross(uses, 2, size, 6)))
    return [*tables, CountTable((), np.array(PEOPLE))]


def draw(rng: np.random.Generator, categories: int) -> np.ndarray:
    """Return a category for each person; the last ones are rare."""
    weights = 1 / np.arange(1, categories + 1)
    return rng.choice(categories, PEOPLE, p=weights / weights.sum())


def cross(first: np.ndarray, rows: int, second: np.ndarray, columns: int) -> np.ndarray:
    return np.bincount(first * columns + second, minlength=rows * columns).reshape(rows, columns)


def make_twenty_tables() -> list[CountTable]:
    """Return twelve practices by sector, four of them by size, three margins, and the total."""
    tables = make_practices(12, by_size=4)
    practice = next(table for table in tables if "practice00" in table.variables)
    tables.append(CountTable(("practice00",), practice.sum_to(("practice00",))))
    assert len(tables) == 20
    return tables


if __name__ == "__main__":
    main()

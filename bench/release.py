"""`./run bench release`: seconds to hide cells before a release, and to attack released tables.

`suppress_s`: what to hide in a table of 40 × 12 with its margins and total beside it, many of whose
cells are small. `practices_s`: the same for seventeen yes/no practices by sector, released at once
for 600 people, where more must be hidden than is small. `audit_s`: twenty released tables attacked
together: twelve practices by sector, four of them by size too, and tables of one variable, with
what is hidden in them. `audit_ratio`: an audit with two programs for each hidden cell, as in
textbooks, over `audit_s`. Each is the best of three, of invented counts from a fixed seed, in
processor seconds, which depend less on other work on the machine; `cells` says how many there are,
how many are under the threshold, and how many are hidden.

`page_kb`: a study's public page with twelve figures, as the server sends it, in thousands of bytes;
a proxy may compress it to a fifth.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from bench._laboratory import laboratory
from bench._respondent import Wire
from vecu.stats.disclosure.attack import Attack
from vecu.stats.disclosure.audit import Audit
from vecu.stats.disclosure.suppression import find_suppression
from vecu.stats.disclosure.tables import THRESHOLD, CountTable, Mask

RELEASE_FIGURES = """
from datetime import date
from django.utils import timezone
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.site.commands.demo import STUDY, make_study
from vecu.surveys.queries import get_study
make_study(date.today())
study, now = get_study(STUDY), timezone.now()
offers = list_offers(freeze_extract(study, [], by="bench", now=now))[:12]
release(study.scope, offers, group="The bench", by="bench", now=now)
print(len(offers), STUDY)
"""
TIMES = 3
PEOPLE = 600
Result = TypeVar("Result")


def main() -> None:
    large, practices, twenty = make_large_table(), make_practices(17), make_twenty_tables()
    suppress, hidden_of_large = time_best(lambda: find_suppression(large))
    several, hidden_of_practices = time_best(lambda: find_suppression(practices))
    masks = find_suppression(twenty)
    hidden = np.concatenate([mask.ravel() for mask in masks])
    audit, proofs = time_best(lambda: Audit(twenty).find_proofs(hidden))
    assert proofs == []
    plain, _bounds = time_best(lambda: find_all_bounds(twenty, hidden))
    measured = {
        "suppress_s": round(suppress, 3),
        "practices_s": round(several, 3),
        "audit_s": round(audit, 3),
        "audit_ratio": round(plain / audit, 1),
        **measure_page(),
        "cells": {
            "suppress": count_cells(large, hidden_of_large),
            "practices": count_cells(practices, hidden_of_practices),
            "audit": count_cells(twenty, masks),
        },
    }
    print(json.dumps(measured, indent=2))


def measure_page() -> dict[str, float]:
    """Release twelve figures of the demonstration's study, and fetch its public page."""
    with laboratory() as lab:
        figures, study = lab.python(RELEASE_FIGURES).split()[-2:]
        assert figures == "12"
        page = Wire(lab.port).request("GET", f"/en/findings/{study}/", {})
    return {"page_kb": round(len(page.body) / 1000, 1)}


def find_all_bounds(tables: Sequence[CountTable], hidden: Mask) -> list[tuple[float, float]]:
    attack = Attack(tables)
    return [attack.find_bounds(int(cell), hidden) for cell in np.flatnonzero(hidden)]


def count_cells(tables: Iterable[CountTable], masks: Iterable[Mask]) -> str:
    cells = sum(table.counts.size for table in tables)
    small = sum(int((table.counts < THRESHOLD).sum()) for table in tables)
    return f"{cells}, {small} small, {sum(int(mask.sum()) for mask in masks)} hidden"


def time_best(call: Callable[[], Result]) -> tuple[float, Result]:
    """Return the fewest processor seconds of some calls, and the result of the last."""
    seconds = []
    for _ in range(TIMES):
        before = time.process_time()
        result = call()
        seconds.append(time.process_time() - before)
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

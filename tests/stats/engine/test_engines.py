"""One expression, several engines: what DuckDB says, PostgreSQL and SQLite say within 1e-9.

Marked as data, so that the second pass of `./run test` has PostgreSQL; the first has SQLite.
"""

import os
import warnings

import numpy as np
import pytest

from tests.spec.surveys import CHAPTERS, DESIGNS, SAMPLE
from tests.spec.test_estimates import worked_out
from tests.stats import engines
from vecu import stats

LINES = [
    pytest.param(line, design, id=f"{line.name}, {design}")
    for chapter in CHAPTERS
    for line in chapter.lines
    for design in line.designs
    if design in {"elements", "two", "clusters"} or line.designs == ("drawn",)
]


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    url = os.environ.get("VECU_DATABASE_URL", "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the engines' own libraries
        if url.startswith("postgres"):
            yield engines.postgres(url)
        else:
            yield engines.sqlite(tmp_path_factory.mktemp("engines") / "people.sqlite3")


@pytest.fixture(scope="module")
def vecu_table():
    return stats.read_table(SAMPLE)


@pytest.mark.data
@pytest.mark.parametrize(("line", "design"), LINES)
@pytest.mark.filterwarnings("ignore")
def test_another_engine_says_the_same(line, design, vecu_table, other):
    here, there = (
        worked_out(line, design, table, few(table), stats) for table in (vecu_table, other)
    )

    assert [(row.level, row.domain, row.n) for row in there] == [
        (row.level, row.domain, row.n) for row in here
    ]
    for key in ("estimate", "std_error", "conf_low", "conf_high", "df"):
        values = [[getattr(row, key) for row in found] for found in (here, there)]
        assert values[1] == pytest.approx(values[0], rel=1e-9), key
    assert there.covariance == pytest.approx(
        here.covariance, rel=1e-9, abs=1e-9 * np.abs(here.covariance).max()
    )


def few(table):
    return table.filter((table.region != "south") | (table.site == "s1"))


def test_every_line_of_the_manual_is_among_them():
    assert {line.name for line, _design in (each.values for each in LINES)} == {
        line.name for chapter in CHAPTERS for line in chapter.lines
    }
    assert set(DESIGNS) >= {"elements", "two", "clusters"}

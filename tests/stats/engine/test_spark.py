"""The same expression on Apache Spark: equal to DuckDB's within 1e-9.

Slow: Spark is started for it. `./run test --slow` installs it (requirements-spark.txt) and finds
Java.
"""

import numpy as np
import pytest

from tests.spec.surveys import CHAPTERS, SAMPLE
from tests.spec.test_estimates import worked_out
from tests.stats import engines
from tests.stats.engine.test_engines import few
from vecu import stats

LINES = [
    pytest.param(line, line.designs[-1], id=f"{line.name}, {line.designs[-1]}")
    for chapter in CHAPTERS
    for line in chapter.lines
]


@pytest.fixture(scope="module")
def spark():
    yield from engines.spark()


@pytest.fixture(scope="module")
def vecu_table():
    return stats.read_table(SAMPLE)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("line", "design"), LINES)
def test_spark_says_the_same(line, design, vecu_table, spark):
    here, there = (
        worked_out(line, design, table, few(table), stats) for table in (vecu_table, spark)
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

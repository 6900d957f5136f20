"""Sensitive questions and waves: what DuckDB says, PostgreSQL and SQLite say within 1e-9.

Marked as data, so that the second pass of `./run test` has PostgreSQL; the first has SQLite.
"""

import os
import warnings

import pytest

from tests.stats import engines, synthetic
from vecu import stats
from vecu.stats import Crosswise, CrosswiseItem, Design, ItemList, Panel

DESIGN = Design(ids="cluster", strata="stratum", weights="weight", nest=True)
FIRST, SECOND = ItemList("first", "longer", 3), ItemList("second", "longer_second", 4)


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """Return the survey and the waves on another engine."""
    url, folder = os.environ.get("VECU_DATABASE_URL", ""), tmp_path_factory.mktemp("engines")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the engines' own libraries
        yield [
            engines.postgres(url, made)
            if url.startswith("postgres")
            else engines.sqlite(folder / f"{place}.sqlite3", made)
            for place, made in enumerate(
                each().to_pyarrow() for each in (synthetic.survey, synthetic.waves)
            )
        ]


def shares(table, _waves):
    return [*stats.estimate_sensitive_share(table, DESIGN, "yes", Crosswise(0.15), by="stratum")]


def lists(table, _waves):
    return [
        stats.list_experiment(table, DESIGN, FIRST).difference,
        stats.double_list(table, DESIGN, FIRST, SECOND).difference,
    ]


def anchored(table, _waves):
    asked = CrosswiseItem("yes", Crosswise(0.6)), CrosswiseItem("direct", Crosswise(0.85))
    return [stats.crosswise_with_anchor(table, DESIGN, *asked, chance=1).corrected]


def waves(_table, waves):
    panel = Panel(waves, Design(weights="weight"), "person", "wave", 1, 2)
    change, turned = stats.net_change(panel, "use"), stats.gross_change(panel, "use")
    weighed = stats.weigh_for_attrition(panel, ["odd", "age"]).panel
    return [
        *change.everybody,
        *change.balanced,
        *turned.shares,
        *stats.net_change(weighed, "use").everybody,
    ]


@pytest.mark.data
@pytest.mark.parametrize("asked", [shares, lists, anchored, waves])
@pytest.mark.filterwarnings("ignore")
def test_another_engine_says_the_same(others, asked):
    here, there = asked(synthetic.survey(), synthetic.waves()), asked(*others)

    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        assert (one.variable, one.n) == (other.variable, other.n)
        assert one.estimate == pytest.approx(other.estimate, rel=1e-9, abs=1e-12)
        assert one.std_error == pytest.approx(other.std_error, rel=1e-9, abs=1e-12)

"""Sensitive questions and waves say the same on PostgreSQL as on DuckDB, to nine digits."""

from urllib.parse import urlsplit

import ibis
import pytest

from tests.postgres import temporary_postgres
from tests.stats import invented
from vecu import stats
from vecu.stats import Asked, Crosswise, Design, ItemList, Panel

DESIGN = Design(ids="cluster", strata="stratum", weights="weight", nest=True)
FIRST, SECOND = ItemList("first", "longer", 3), ItemList("second", "longer_second", 4)


@pytest.fixture(scope="module")
def postgres():
    with temporary_postgres() as address:
        parts = urlsplit(address)
        engine = ibis.postgres.connect(
            host=parts.hostname,
            port=parts.port,
            user=parts.username,
            database=parts.path.removeprefix("/"),
        )
        made = {"survey": invented.survey, "waves": invented.waves}
        yield {name: engine.create_table(name, make().to_pyarrow()) for name, make in made.items()}
        engine.disconnect()


def shares(table, _waves):
    return [*stats.sensitive_share(table, DESIGN, "yes", Crosswise(0.15), by="stratum")]


def lists(table, _waves):
    return [
        stats.list_experiment(table, DESIGN, FIRST).difference,
        stats.double_list(table, DESIGN, FIRST, SECOND).difference,
        stats.combine_list_and_direct(table, DESIGN, FIRST, "direct").combined,
        stats.list_model(table, DESIGN, FIRST, ["cluster"]).modelled,
    ]


def others(table, _waves):
    asked = Asked("yes", Crosswise(0.6)), Asked("direct", Crosswise(0.85))
    return [
        stats.lie_detector(table, DESIGN, "yes", "longer", {0.0: 1 / 6, 1.0: 5 / 6}).truthful,
        stats.crosswise_with_anchor(table, DESIGN, *asked, chance=1).corrected,
    ]


def waves(_table, waves):
    panel = Panel(waves, Design(weights="weight"), "person", "wave", 1, 2)
    change, turned = stats.change(panel, "use"), stats.turned(panel, "use")
    weighed = stats.weigh_for_attrition(panel, ["odd", "age"]).panel
    return [
        *change.everybody,
        *change.balanced,
        *turned.shares,
        *stats.change(weighed, "use").everybody,
    ]


@pytest.mark.parametrize("asked", [shares, lists, others, waves])
def test_two_engines_say_the_same(postgres, asked):
    here = asked(invented.survey(), invented.waves())
    there = asked(postgres["survey"], postgres["waves"])

    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        assert (one.variable, one.domain, one.n) == (other.variable, other.domain, other.n)
        assert one.estimate == pytest.approx(other.estimate, rel=1e-9, abs=1e-12)
        assert one.std_error == pytest.approx(other.std_error, rel=1e-9, abs=1e-12)

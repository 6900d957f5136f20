"""An invented survey by R's survey package: sensitive questions, groups and waves with a design.

Values are what bench/oracles/sensitive.R prints (R 4.5.0, survey 4.4-2).
"""

import pytest

from tests.stats import synthetic
from vecu import stats
from vecu.stats import Crosswise, Design, ItemList, Panel

DESIGN = Design(ids="cluster", strata="stratum", weights="weight", nest=True)
FIRST = ItemList("first", "longer", 3)
SECOND = ItemList("second", "longer_second", 4)

about = pytest.approx


def estimate_and_error(row):
    return row.estimate, row.std_error


def exactly(*values):
    return pytest.approx(values, rel=2e-9)


def test_a_crosswise_question():
    (found,) = stats.estimate_sensitive_share(synthetic.survey(), DESIGN, "yes", Crosswise(0.15))

    assert estimate_and_error(found) == exactly(0.4806547619, 0.03112574503)
    assert (found.df, found.n) == (21, 480)


def test_a_list():
    found = stats.list_experiment(synthetic.survey(), DESIGN, FIRST)

    assert estimate_and_error(found.difference) == exactly(0.3057244655, 0.07138315531)


def test_two_lists():
    found = stats.double_list(synthetic.survey(), DESIGN, FIRST, SECOND)

    assert estimate_and_error(found.difference) == exactly(0.3482262915, 0.05877312785)
    assert estimate_and_error(found.first.difference) == exactly(0.3057244655, 0.07138315531)


def test_two_groups_of_one_design():
    """Degrees of freedom are the design's: 24 clusters less 3 strata, less p − 1."""
    means = stats.mean(synthetic.survey(), DESIGN, ["yes", "direct"], by="longer")
    found = stats.compare_domains(means, "1", "0", chance=1)

    assert found.statistic == about(0.2635482712, rel=2e-9)
    assert found.p_value == about(0.7709473285, rel=2e-9)
    assert found.df == (2, 20)


def panel(design, table=None):
    table = synthetic.waves() if table is None else table
    return Panel(table, design, person="person", wave="wave", earlier=1, later=2)


def test_change_where_people_are_the_clusters():
    design = Design(strata="stratum", weights="weight")
    found = stats.net_change(panel(design), "use")

    assert estimate_and_error(found.everybody.rows[0]) == exactly(0.14375, 0.02323996275)
    assert estimate_and_error(found.balanced.rows[0]) == exactly(0.1546875, 0.02244056793)
    assert (found.overlap.common, found.overlap.lost, found.overlap.new) == (320, 80, 80)
    assert [rows.rows[0].n for rows in (found.everybody, found.balanced)] == [480, 320]


def test_change_where_people_are_within_clusters():
    found = stats.net_change(panel(DESIGN), "use")

    assert estimate_and_error(found.everybody.rows[0]) == exactly(0.14375, 0.01287757595)


def test_who_turned():
    found = stats.gross_change(panel(DESIGN), "use")

    assert found.mcnemar == about(46)
    assert found.p_value == about(2.842170943e-14)


def test_weights_for_attrition():
    design = Design(weights="weight")
    made = stats.weigh_for_attrition(
        panel(design, synthetic.wave_of_leavers()), ["odd", "age", "use"]
    )

    log_odds = [found.log_odds for found in made.predictors]
    assert log_odds == about([0.8800874243, 0.03609275067, -0.1218897547], rel=1e-6)
    later = made.panel.table.filter(made.panel.table.wave == 2).order_by("person")
    weights = later.to_pyarrow()["weight for attrition"].to_numpy()
    assert weights[0] == about(2.196921124, rel=1e-6)
    assert weights[49] == about(4.07340981, rel=1e-6)
    assert (weights**2).sum() == about(2800.294619, rel=1e-6)

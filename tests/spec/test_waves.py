"""Change over waves: the same people asked again, some of whom leave while others join.

People differ far more than they change. When people are asked twice, each is compared with
themselves, which reveals changes that two samples of as many people would not: the same difference
has a standard error of 2.1 for the same people, and of 13.9 for different people.
"""

from dataclasses import replace

import ibis
import pyarrow as pa
import pytest

from tests.spec.published import needs_data, printed, table
from tests.stats import naive_panel as naive
from vecu import stats
from vecu.stats import Design, Panel

# --- The person is the cluster -------------------------------------------------------------------
#
# Both waves are domains of one sample of people: the change is a contrast of two means whose
# covariance is known. Nobody is left out; people who answered once contribute to one mean.

SCHOOLS = Design(strata="stype", weights="pw")


def panel(asked, design=SCHOOLS, person="id"):
    return Panel(asked, design, person=person, wave="w", earlier=0, later=1)


def schools():
    """Two hundred Californian schools, api99 and api00, sampled by type (R survey 4.4-2, `api`)."""
    return table("api_panel_long")


@needs_data
def test_a_mean_that_changed():
    """`stats.net_change(panel, "y")`: +32.892518 (2.078207)."""
    (found,) = stats.net_change(panel(schools()), "y").everybody

    assert found.estimate == printed(32.892518, 6)
    assert found.std_error == printed(2.078207, 6)
    assert (found.domain, found.n, found.df) == ("0 → 1", 200, 197)


@needs_data
def test_a_mean_that_changed_with_finite_population_correction():
    """With the number of schools of each type in the population (fpc): 2.051112."""
    sample = table("apistrat")
    waves = [
        sample.select("stype", "pw", "fpc", id="cds", w=ibis.literal(wave), y=sample[column])
        for wave, column in ((0, "api99"), (1, "api00"))
    ]
    design = replace(SCHOOLS, ids=("id",), fpc=("fpc",))

    (found,) = stats.net_change(panel(ibis.union(*waves), design), "y").everybody

    assert found.std_error == printed(2.051112, 6)


@needs_data
def test_what_two_independent_samples_would_give():
    """Each row its own cluster: 13.913822, wrong for a panel, and seven times too wide."""
    asked = schools().to_pyarrow()
    asked = ibis.memtable(asked.append_column("row", pa.array(range(len(asked)))))

    (found,) = stats.net_change(panel(asked, replace(SCHOOLS, ids=("row",))), "y").everybody

    assert found.estimate == printed(32.892518, 6)
    assert found.std_error == printed(13.913822, 6)


@needs_data
def test_a_proportion_that_changed():
    """Schools with 700 points or more: +.098689 (.024011)."""
    (found,) = stats.net_change(panel(schools()), "hi").everybody

    assert found.estimate == printed(0.098689, 6)
    assert found.std_error == printed(0.024011, 6)


# --- Turnover ------------------------------------------------------------------------------------
#
# A proportion may stay the same while many people change, as many one way as the other. Among those
# who answered twice, McNemar's test uses only those who changed: (b − c)² / (b + c); exact by the
# binomial.


@needs_data
def test_schools_that_changed():
    """17 rose above 700 and none fell below: 17² / 17 = 17.0; 2 · .5¹⁷ = .0000153."""
    found = stats.gross_change(panel(schools()), "hi")

    assert found.counts == {"yes twice": 56, "became yes": 17, "became no": 0, "no twice": 127}
    assert found.mcnemar == printed(17.0, 1)
    assert found.p_value == pytest.approx(2 * 0.5**17)
    assert found.shares.rows[1].estimate == printed(0.098689, 6)
    assert found.shares.rows[2].conf_high > 0  # nobody was seen, somebody may be


# --- New, lost and common cases ------------------------------------------------------------------

ANSWERS = {
    "id": ["a", "b", "c", "d", "a", "b", "c", "e"],
    "w": [0, 0, 0, 0, 1, 1, 1, 1],
    "use": [0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0],
}
"""a turned to yes, d was lost, e is new."""


def test_three_came_again_one_was_lost_and_one_is_new():
    """a changed to yes, d was lost, e is new; three of four answered again."""
    found = stats.net_change(panel(ibis.memtable(pa.table(ANSWERS)), Design()), "use")
    cases = found.overlap

    assert (cases.common, cases.lost, cases.new) == (3, 1, 1)
    assert cases.retention_rate == 3 / 4


def test_change_by_hand_of_everybody_and_of_those_who_came_again():
    """Everybody: 3/4 − 2/4. A person contributes (answer − mean) / 4 of the later wave less that
    of the earlier: a (.25 + .5) / 4, b (.25 − .5) / 4, c (−.75 + .5) / 4, d −.5 / 4, e .25 / 4.
    Squares add up to (.5625 + .0625 + .0625 + .25 + .0625) / 16 = .0625, times 5/4: .0781.

    The same people: changes 1, 0, 0 with the mean 1/3 and the variance 1/3, over 3: 1/9."""
    found = stats.net_change(panel(ibis.memtable(pa.table(ANSWERS)), Design()), "use")
    (everybody,), (same,) = found.everybody, found.balanced

    assert everybody.estimate == pytest.approx(0.25)
    assert everybody.std_error**2 == pytest.approx(0.0625 * 5 / 4)
    assert everybody.n == 5
    assert same.estimate == pytest.approx(1 / 3)
    assert same.std_error**2 == pytest.approx(1 / 9)
    twin = naive.change(ANSWERS["id"], ANSWERS["w"], ANSWERS["use"])
    assert (everybody.estimate, everybody.std_error) == pytest.approx(twin)


# --- Those who were lost -------------------------------------------------------------------------
#
# If those who left differ from the others, a later mean is not that of the same people. A logit
# model of answering again gives each person the probability p̂; weights are divided by it and then
# raked until all predictors have the totals of the earlier wave.


def test_weights_when_one_predictor_explains_who_answers_again():
    """Ten have used it and ten have not. Of the users 8 answered again, of the others 2: each user
    has the weight 10/8, each other 10/2, so that half of the later wave are users again."""
    used = [1] * 10 + [0] * 10
    again = [*range(8), 10, 11]
    asked = {
        "id": [*range(20), *again],
        "w": [0] * 20 + [1] * 10,
        "used": used + [used[person] for person in again],
    }
    made = stats.weigh_for_attrition(panel(ibis.memtable(pa.table(asked)), Design()), ["used"])

    (told,) = made.predictors
    assert (told.before, told.came_again, told.weighed) == pytest.approx((0.5, 0.8, 0.5))
    # log odds of coming: ln(8/2) for users, ln(2/8) for others; between them ln 16
    assert told.log_odds == pytest.approx(2.772589)
    assert made.chances == pytest.approx((0.2, 0.8))
    # Kish: 20² / (8 · 1.25² + 2 · 5²) = 6.4 of 10
    assert made.effective == pytest.approx((10, 6.4))
    later = made.panel.table.filter(made.panel.table.w == 1).order_by("id").to_pyarrow()
    assert later["weight for attrition"].to_pylist() == pytest.approx([1.25] * 8 + [5, 5])

"""Estimates on samples drawn by chance, and what belongs together."""

import math
from dataclasses import astuple, replace

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from tests.spec.surveys import SAMPLE
from tests.stats import naive_survey
from vecu import stats

CLUSTERS = stats.Design(ids="site", strata="region", weights="weight")
ELEMENTS = stats.Design(strata="region", weights="weight")


@pytest.fixture(scope="module")
def table():
    return stats.read_table(SAMPLE)


@st.composite
def samples(draw):
    """People of two regions with two to four sites each, some without an answer."""
    people = []
    for region in "ab":
        for site in range(draw(st.integers(2, 4))):
            for _person in range(draw(st.integers(1, 4))):
                people.append({
                    "region": region,
                    "site": f"{region}{site}",
                    "weight": draw(st.floats(0.1, 50)),
                    "hours": draw(st.none() | st.floats(-1e3, 1e3)),
                    "group": draw(st.sampled_from("xy")),
                })  # fmt: skip
    return people


@pytest.mark.parametrize("ids", [(), ("site",)])
@given(people=samples())
@settings(max_examples=25, deadline=None)
def test_any_sample_is_estimated_as_plain_loops_do(ids, people):
    columns = {key: [person[key] for person in people] for key in people[0]}
    kinds = {"hours": pa.float64(), "weight": pa.float64()}
    sample = ibis.memtable(pa.table({k: pa.array(v, kinds.get(k)) for k, v in columns.items()}))
    answered = sum(person["hours"] is not None for person in people)
    fields = {"strata": "region", "weights": "weight", "ids": ids}

    if answered == 0:
        with pytest.raises(stats.TooFewAnswers):
            stats.mean(sample, stats.Design(**fields), "hours")
        return
    (ours,) = stats.mean(sample, stats.Design(**fields), "hours").rows
    design = naive_survey.Design(**fields)
    (theirs,) = naive_survey.mean(naive_survey.Table(people), design, "hours").rows

    scale = max(abs(p["hours"]) for p in people if p["hours"] is not None) + 1
    assert ours.estimate == pytest.approx(theirs.estimate, abs=1e-11 * scale)
    assert ours.std_error == pytest.approx(theirs.std_error, abs=1e-7 * scale)


def test_estimates_made_together_are_those_made_alone_with_their_covariance(table):
    together = stats.estimate(
        table,
        CLUSTERS,
        [stats.Mean("overtime"), stats.Proportion("uses", 1), stats.Total("people")],
    )

    alone = (
        stats.mean(table, CLUSTERS, "overtime").rows[0],
        stats.proportion(table, CLUSTERS, "uses", level=1).rows[0],
        stats.total(table, CLUSTERS, "people").rows[0],
    )
    for one, other in zip(together.rows, alone, strict=True):
        assert astuple(one) == pytest.approx(astuple(other))  # engines add up in any order
    assert np.sqrt(np.diag(together.covariance)) == pytest.approx(
        [row.std_error for row in together]
    )
    assert (np.linalg.eigvalsh(together.covariance) > 0).all()


def test_shares_of_all_answers_add_up_and_so_do_their_errors(table):
    shares = stats.proportion(table, CLUSTERS, "sector")

    assert sum(row.estimate for row in shares) == pytest.approx(1)
    assert shares.covariance.sum() == pytest.approx(0, abs=1e-15)


def test_numbers_far_from_nought_lose_no_digits(table):
    near = stats.mean(table, ELEMENTS, "overtime").rows[0]
    far = stats.mean(table.mutate(overtime=table.overtime + 1e9), ELEMENTS, "overtime").rows[0]

    assert far.estimate - 1e9 == pytest.approx(near.estimate, abs=1e-6)
    assert far.std_error == pytest.approx(near.std_error, rel=1e-6)


def test_a_condition_is_a_group_and_not_another_sample(table):
    """Leaving rows out would lose clusters in which nobody is 40: their scores of 0 count."""
    where = stats.mean(table, CLUSTERS, "hours", where=table.age == "under 40").rows[0]
    by = stats.mean(table, CLUSTERS, "hours", by="age")

    same = by.rows[by.at(domain="under 40")]
    assert (where.estimate, where.std_error) == pytest.approx((same.estimate, same.std_error))


def test_groups_of_two_columns_are_named_by_both(table):
    rows = stats.mean(table, CLUSTERS, "overtime", by=["age", "uses"]).rows

    assert [row.domain for row in rows] == [
        "40 and over · 0", "40 and over · 1", "under 40 · 0", "under 40 · 1",
    ]  # fmt: skip


def test_an_estimator_of_one_s_own_is_a_function_of_totals(table):
    """A ratio less 1, squared, by hand: its slope is 2 (r − 1) times the ratio's."""
    totals = stats.estimate_totals(
        table, CLUSTERS, {"y": table.overtime, "x": table.people}, counts={"n": table.people}
    )
    values, combining = totals.derive(lambda t: (t[:, 0] / t[:, 1] - 1) ** 2)
    row = {"variable": "own", "estimate": values[0], "df": totals.df[0], "n": 135, "method": "own"}

    (own,) = totals.make_estimates([row], combining).rows

    (ratio,) = stats.ratio(table, CLUSTERS, "overtime", "people").rows
    assert own.estimate == pytest.approx((ratio.estimate - 1) ** 2)
    assert own.std_error == pytest.approx(2 * abs(ratio.estimate - 1) * ratio.std_error)
    assert totals.counts["n"] == pytest.approx([135])


@pytest.mark.parametrize(
    ("method", "bounds"),
    [("raking", None), ("linear", None), ("logit", (0.3, 3)), ("truncated", (0.3, 3))],
)
def test_calibrated_weights_meet_their_margins(table, method, bounds):
    margins = {"age": {"under 40": 2600, "40 and over": 2900}, "people": 190000.0}

    found = stats.calibrate(table, CLUSTERS, margins, method=method, bounds=bounds)

    assert [margin.reached for margin in found.margins] == pytest.approx([2600, 2900, 190000])
    for totals in (stats.total(table, found.design, "people"),):
        assert totals.rows[0].estimate == pytest.approx(190000)
        assert totals.rows[0].std_error == pytest.approx(0, abs=1e-5)
    if bounds:
        assert bounds[0] <= found.ratios[0] <= found.ratios[-1] <= bounds[1]


def test_kish_s_effective_size(table):
    """(Σw)² / Σw², before and after, from the weights themselves."""
    found = stats.calibrate(table, CLUSTERS, {"age": {"under 40": 2600, "40 and over": 2900}})
    ratio = found.design.calibration.ratio(table)
    old = table.weight.to_pyarrow().to_numpy()
    new = table.select(new=table.weight * ratio).to_pyarrow()["new"].to_numpy()

    assert found.effective_before == pytest.approx(old.sum() ** 2 / (old**2).sum())
    assert found.effective_after == pytest.approx(new.sum() ** 2 / (new**2).sum())
    assert (found.lightest, found.heaviest) == pytest.approx((new.min(), new.max()))


def test_ranks_of_two_groups(table):
    """As R's svyranktest where all with the same answer weigh the same; here by hand.

    Four people of equal weight, answers 1 2 | 2 3: shares below, half of equals counted, are 1/8,
    4/8 | 4/8, 7/8, so that the groups' means are 5/16 and 11/16.
    """
    people = ibis.memtable(pa.table({"answer": [1, 2, 2, 3], "group": ["a", "a", "b", "b"]}))

    found = stats.rank_test(people, stats.Design(), "answer", "group")

    assert found.groups == ("a", "b")
    assert found.estimate == pytest.approx(6 / 16)
    assert found.df == 2


@pytest.mark.parametrize(
    ("sizes", "design"),
    [
        ({"all": [10, 10, 6, 6, 6]}, stats.Design(strata="h", fpc="all")),
        ({"all": [0.2, 0.2, 0.5, 0.5, 0.5]}, stats.Design(strata="h", fpc="all")),
        (
            {"all": [5, 5, 5, 5, 5], "inner": [4, 4, 6, 6, 6]},
            stats.Design(ids=("c", "u"), fpc=("all", "inner")),
        ),
    ],
)
def test_weights_follow_from_how_many_there_are(sizes, design):
    """By hand: 2 of 10 weigh 5 each, 3 of 6 weigh 2; 2 clusters of 5, 2.5 × 4/2 and 2.5 × 6/3."""
    people = {"h": list("aabbb"), "c": list("ppqqq"), "u": [1, 2, 3, 4, 5], "y": [1, 2, 3, 3, 4]}
    expected = [5, 5, 2, 2, 2] if design.strata else [5, 5, 5, 5, 5]
    table = ibis.memtable(pa.table(people | sizes))

    weighted, named = stats.with_weights(table, design)

    assert weighted.order_by("u")[named.weights].to_pyarrow().to_pylist() == expected
    assert replace(named, weights=None) == design


def test_what_sorts_by_weights_finds_them_where_only_sizes_are_named(table):
    sizes = stats.Design(ids=("site", "team"), strata="region", fpc=("sites", "teams"))
    weighted, named = stats.with_weights(table, sizes)

    young = [people.age == "under 40" for people in (table, weighted)]
    first = stats.quantile(table, sizes, "hours", 0.5, by="sector", where=young[0])
    again = stats.quantile(weighted, named, "hours", 0.5, by="sector", where=young[1])
    for one, other in zip(first, again, strict=True):
        assert astuple(one) == pytest.approx(astuple(other))
    ranks = [stats.rank_test(*each, "hours", "age") for each in ((table, sizes), (weighted, named))]
    assert astuple(ranks[0])[1:] == pytest.approx(astuple(ranks[1])[1:])


def test_the_jackknife_takes_weights_from_sizes():
    people = {"c": [1, 1, 2, 2, 3, 3], "y": [1.0, 2.0, 4.0, 5.0, 5.0, 7.0], "all": [12] * 6}
    table = ibis.memtable(pa.table(people | {"w": [4.0] * 6}))

    by_sizes, by_weights = (
        stats.jackknife_mean(table, stats.Design(ids="c", fpc="all", weights=weights), "y").rows
        for weights in (None, "w")
    )

    assert by_sizes == by_weights


def test_who_weighs_nothing_was_drawn_and_speaks_for_nobody(table):
    """As R 4.5.0 with survey 4.4.2: svymean, degf, deff, and svyciprop by "beta", site n1 at 0."""
    people = table.mutate(weight=(table.site == "n1").ifelse(0.0, table.weight))

    (row,) = stats.mean(people, CLUSTERS, "overtime")
    assert (row.estimate, row.std_error) == pytest.approx((3.0066311535, 0.1598769588))
    assert (row.df, row.deff) == pytest.approx((11, 1.3710955108))
    assert row.n == 127

    (row,) = stats.proportion(people, CLUSTERS, "uses", level=1, interval="korn-graubard")
    assert (row.conf_low, row.conf_high) == pytest.approx((0.366289858, 0.569223857), abs=1e-4)


@pytest.mark.parametrize(
    ("yes", "low", "high"),
    [(0, 0, 0.168433), (1, 0.00126307795134, 0.248806846771), (3, 0.0320533076712, 0.37899899105)],
)
@pytest.mark.parametrize("level", [None, 1])
def test_an_interval_is_worth_the_answers_and_not_the_rows(yes, low, high, level):
    """20 of 2,000 people answered. 0 of 20: Clopper and Pearson's upper end is 1 − .025^(1/20) =
    .168433. 1 and 3: R 4.5.0 with survey 4.4.2, svyciprop by "beta", both of a subset of those who
    answered and with na.rm = TRUE.
    """
    said = pa.array([1] * yes + [0] * (20 - yes) + [None] * 1980, pa.int64())

    found = stats.proportion(ibis.memtable(pa.table({"y": said})), stats.Design(), "y", level=level)

    row = found.rows[-1]
    assert row.n == 20
    assert row.df == 19
    if yes or level:
        assert (row.conf_low, row.conf_high) == pytest.approx((low, high), abs=1e-6)
    else:  # without a level, only 0 was ever answered
        assert (row.conf_low, row.conf_high) == pytest.approx((1 - high, 1), abs=1e-6)


@pytest.mark.parametrize("share", [2, 3])
def test_clusters_that_happen_to_be_alike_do_not_make_a_share_certain(share):
    """One of `share` in each of 10 clusters: no variance. Clopper and Pearson's, of all answers
    times (t / t(9))², whose t(9) is 2.262157; where all 10 clusters that exist answered, certain.
    """
    n, t = {2: (20, 2.093024), 3: (30, 2.045230)}[share]
    worth = n * (t / 2.262157) ** 2
    yes, no = worth / share, worth * (1 - 1 / share)
    ends = beta.ppf([0.025, 0.975], [yes, yes + 1], [no + 1, no])
    said = {"y": ([1] + [0] * (share - 1)) * 10, "c": np.repeat(range(10), share), "all": [10] * n}
    people = ibis.memtable(pa.table(said))

    (row,) = stats.proportion(people, stats.Design(ids="c"), "y", level=1)
    (certain,) = stats.proportion(people, stats.Design(ids="c", fpc="all"), "y", level=1)

    assert (row.conf_low, row.conf_high) == pytest.approx(tuple(ends), abs=1e-6)
    assert (certain.conf_low, certain.conf_high) == pytest.approx((1 / share, 1 / share))


def test_nan_is_no_answer_to_any_kind_of_question():
    """Whoever has NaN is as if they had left the question out."""
    said = {"v": [1.0, math.nan, 0.0, 1.0, 0.0] * 4, "g": list("abaab") * 4, "h": [1.0] * 20}
    nan, none = (
        ibis.memtable(pa.table({**said, "v": pa.array(values, pa.float64())}))
        for values in (said["v"], [1.0, None, 0.0, 1.0, 0.0] * 4)
    )
    design = stats.Design()
    for ask in (
        lambda table: stats.proportion(table, design, "v").rows,
        lambda table: stats.proportion(table, design, "v", level=1).rows,
        lambda table: stats.proportion(table, design, ["v", "h", "h"], level=1).rows,
        lambda table: stats.crosstab(table, design, "v", "g").cells.rows,
        lambda table: stats.quantile(table, design, "v", 0.5).rows,
        lambda table: [stats.rank_test(table, design, "v", "g")],
        lambda table: stats.total(table, design, "h", by="v").rows,
    ):
        for one, other in zip(ask(nan), ask(none), strict=True):
            assert repr(one) == repr(other)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5])
def test_confidence_is_between_0_and_1(table, confidence):
    for estimate in (stats.mean, stats.total):
        with pytest.raises(stats.VariableRefused, match="confidence"):
            estimate(table, CLUSTERS, "overtime", confidence=confidence)
    with pytest.raises(stats.VariableRefused, match="confidence"):
        stats.quantile(table, CLUSTERS, "overtime", 0.5, confidence=confidence)


def test_no_result_of_a_survey_is_nan(table):
    for row in stats.mean(table, CLUSTERS, "hours", by=["sector", "age"]):
        assert all(
            not math.isnan(value)
            for value in (row.estimate, row.std_error, row.conf_low, row.conf_high, row.df)
        )


@pytest.mark.parametrize("answer", [0, 1, 2])
def test_many_shares_in_one_pass_are_those_made_alone_whatever_columns_hold(answer):
    """Columns of 0 and 1 are added up without being compared; nothing else may be."""
    chance = np.random.default_rng(5)
    size = 400
    columns = {
        "binary": chance.integers(0, 2, size),
        "gaps": [
            None if chance.random() < 0.2 else int(chance.integers(0, 2)) for _ in range(size)
        ],
        "three": chance.integers(0, 3, size),
        "below": chance.integers(-1, 2, size),
        "halves": chance.integers(0, 3, size) / 2,
        "ones": [1] * size,
    }
    design = {"weight": chance.random(size) + 0.5, "psu": chance.integers(0, 40, size)}
    people = ibis.memtable(pa.table(columns | design))
    clusters = stats.Design(ids="psu", weights="weight")

    together = stats.proportion(people, clusters, list(columns), level=answer)

    for row, name in zip(together, columns, strict=True):
        (alone,) = stats.proportion(people, clusters, name, level=answer)
        assert astuple(row) == pytest.approx(astuple(alone))
        held = [
            (w, v == answer)
            for w, v in zip(design["weight"], columns[name], strict=True)
            if v is not None
        ]
        assert row.estimate == pytest.approx(
            sum(w for w, true in held if true) / sum(w for w, _ in held)
        )


@pytest.mark.parametrize(
    ("count", "ends"),  # R: binom.test(count, 60)$conf.int
    [
        (0, (0.0, 0.05962949229)),
        (7, (0.04821484187, 0.22571615315)),
        (30, (0.3680620319, 0.6319379681)),
        (60, (0.9403705077, 1.0)),
    ],
)
def test_none_of_sixty_is_none_to_six_percent(count, ends):
    assert stats.exact_interval(count, 60) == pytest.approx(ends, abs=1e-9)

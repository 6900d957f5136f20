"""What is refused: always with the column, the rule and what to do; never a NaN as a result."""

import math
import warnings
from dataclasses import replace

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from pyarrow.csv import write_csv

from vecu import stats
from vecu.stats.sensitive.results import with_caveats

PEOPLE = {
    "region": ["a", "a", "a", "a", "b", "b", "b", "b"],
    "site": [1, 1, 2, 2, 3, 3, 4, 4],
    "weight": [2.0, 3.0, 2.0, 1.0, 4.0, 2.0, 2.0, 2.0],
    "there": [10, 10, 10, 10, 20, 20, 20, 20],
    "hours": [30.0, 35.0, None, 40.0, 28.0, 33.0, 36.0, 41.0],
    "uses": [1, 0, 1, 1, 0, 0, 1, 0],
    "job": ["x", "y", "x", "y", "x", "y", "y", "x"],
}
CLUSTERS = stats.Design(ids="site", strata="region", weights="weight")


def table(**columns):
    return ibis.memtable(pa.table({**PEOPLE, **columns}))


def refusal_message(refusal, work):
    with pytest.raises(refusal) as refused:
        work()
    return str(refused.value)


@pytest.mark.parametrize(
    ("columns", "design", "words"),
    [
        ({}, {"strata": "nowhere"}, ["strata", "nowhere", "has"]),
        ({"region": ["a"] * 8}, {}, ["strata", "region", "Leave strata out"]),
        ({"region": ["a", None, *"aabbbb"]}, {}, ["strata", "region", "1 rows"]),
        ({"weight": [1.0, -2.0, *[1.0] * 6]}, {}, ["weights", "-2", "Mend"]),
        ({"weight": [1.0, None, *[1.0] * 6]}, {}, ["weights", "without a weight"]),
        ({"weight": ["1"] * 8}, {}, ["weights", "numbers only"]),
        ({"site": [1, 1, 2, 2, 1, 3, 4, 4]}, {}, ["site", "strata a, b", "nest"]),
        ({"there": [10, 11, *[10] * 6]}, {"fpc": "there"}, ["fpc", "10 and 11"]),
        ({"there": [1.5, *[1.5] * 7]}, {"fpc": "there"}, ["fpc", "more than there is"]),
        ({"there": [None, *[10] * 7]}, {"fpc": "there"}, ["fpc", "some have none"]),
        ({"there": [0.5, *[3.0] * 7]}, {"fpc": "there"}, ["fpc"]),
    ],
)  # fmt: skip
def test_a_design_that_does_not_fit_its_table(columns, design, words):
    fields = {"ids": "site", "strata": "region", "weights": "weight", **design}

    message = refusal_message(
        stats.DesignRefused,
        lambda: stats.mean(table(**columns), stats.Design(**fields), "hours"),
    )

    assert all(word in message for word in words), message


def test_a_design_of_three_stages_or_of_sizes_for_one_of_two():
    assert "at most 2" in refusal_message(
        stats.DesignRefused, lambda: stats.Design(ids=("a", "b", "c"))
    )
    assert "found 1" in refusal_message(
        stats.DesignRefused, lambda: stats.Design(ids=("a", "b"), fpc="n")
    )


def test_a_stratum_with_one_cluster():
    lone = table(site=[1, 1, 2, 2, 3, 3, 3, 3])

    message = refusal_message(stats.LonelyPsuError, lambda: stats.mean(lone, CLUSTERS, "hours"))

    assert "region = b" in message
    assert "lone" in message


def test_a_sample_of_one_cluster_or_of_one_answer():
    one = stats.Design(ids="site", weights="weight")

    assert "found one" in refusal_message(
        stats.LonelyPsuError, lambda: stats.mean(table(site=[1] * 8), one, "hours")
    )
    people = table()
    single = people.filter(people.hours == 30)
    assert "found one" in refusal_message(
        stats.LonelyPsuError, lambda: stats.mean(single, stats.Design(), "hours")
    )
    alone = table(hours=[30.0, *[None] * 7])
    assert stats.mean(alone, CLUSTERS, "hours").rows[0].n == 1


def test_groups_in_which_nobody_answered():
    nobody = table(hours=[30.0, None, 31.0, None, 33.0, None, None, 34.0])

    message = refusal_message(
        stats.TooFewAnswers, lambda: stats.mean(nobody, CLUSTERS, "hours", by="job")
    )

    assert "hours" in message
    assert " in y" in message
    assert "where" in message
    people = table()
    assert "nobody" in refusal_message(
        stats.TooFewAnswers,
        lambda: stats.mean(people, CLUSTERS, "hours", where=people.job == "z"),
    )


@pytest.mark.parametrize("estimate", [stats.mean, stats.total, stats.quantile])
def test_an_average_of_text(estimate):
    message = refusal_message(stats.VariableRefused, lambda: estimate(table(), CLUSTERS, "job"))

    assert "“job”" in message
    assert "share of each answer" in message


def test_a_column_that_is_not_there():
    for estimate in (stats.mean, stats.total, stats.proportion, stats.quantile):
        assert "“age”" in refusal_message(
            stats.EstimateRefused, lambda e=estimate: e(table(), CLUSTERS, "age")
        )


def test_nan_is_no_answer_and_infinity_is_refused():
    nan = table(hours=[math.nan, *PEOPLE["hours"][1:]])
    none = table(hours=[None, *PEOPLE["hours"][1:]])

    assert stats.mean(nan, CLUSTERS, "hours").rows == stats.mean(none, CLUSTERS, "hours").rows
    endless = table(hours=[math.inf, *PEOPLE["hours"][1:]])
    assert "finite" in refusal_message(
        stats.NotFinite, lambda: stats.mean(endless, CLUSTERS, "hours")
    )


def test_a_share_of_nobody_and_of_everybody_has_an_interval():
    people = table(uses=[0] * 8)

    (none,) = stats.proportion(people, CLUSTERS, "uses", level=1).rows
    (all_,) = stats.proportion(people, CLUSTERS, "uses", level=0).rows

    # Clopper and Pearson's upper end, 1 − .025^(1/n), for n = 8 times (t_7 / t_2)²: t are 2.364624
    # and 4.302653, so n is worth 2.416246.
    assert none.conf_low == 0
    assert none.conf_high == pytest.approx(1 - 0.025 ** (1 / 2.416246), abs=1e-6)
    assert (all_.conf_low, all_.conf_high) == pytest.approx((1 - none.conf_high, 1))
    assert none.method == "proportion, korn-graubard"


@pytest.mark.parametrize("level", [None, 1])
def test_one_answer_of_many_people_has_no_interval(level):
    people = table(uses=[1, *[None] * 7])
    message = refusal_message(
        stats.TooFewAnswers, lambda: stats.proportion(people, stats.Design(), "uses", level=level)
    )
    assert "1 answers" in message


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        ({"job": {"x": 10, "y": 10, "z": 1}}, ["job", "nobody gave z"]),
        ({"job": {"x": 10}}, ["job", "there is none for y"]),
        ({"job": {"x": 10, "y": 10}, "region": {"a": 5, "b": 6}}, ["job 20", "region 11"]),
        ({"job": {"x": -1, "y": 10}}, ["job", "-1"]),
        ({"hours": 500.0}, ["hours", "some have none"]),
        ({}, ["at least one"]),
    ],
)
def test_margins_that_cannot_be(margins, words):
    message = refusal_message(
        stats.CalibrationRefused, lambda: stats.calibrate(table(), CLUSTERS, margins)
    )

    assert all(word in message for word in words), message


def test_bounds_within_which_no_weights_meet_the_margins():
    far = {"job": {"x": 100, "y": 5}}

    message = refusal_message(
        stats.CalibrationRefused,
        lambda: stats.calibrate(table(), CLUSTERS, far, method="logit", bounds=(0.5, 2)),
    )

    assert "within 0.5 and 2" in message
    assert "Widen" in message
    assert "one below 1" in refusal_message(
        stats.CalibrationRefused, lambda: stats.calibrate(table(), CLUSTERS, far, method="logit")
    )
    assert "takes none" in refusal_message(
        stats.CalibrationRefused,
        lambda: stats.calibrate(table(), CLUSTERS, far, method="linear", bounds=(0.5, 2)),
    )


def test_weights_are_calibrated_once():
    design = stats.calibrate(table(), CLUSTERS, {"job": {"x": 10, "y": 10}}).design

    assert "already" in refusal_message(
        stats.CalibrationRefused,
        lambda: stats.calibrate(table(), design, {"region": {"a": 10, "b": 10}}),
    )


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([1] * 4 + [20] * 4, "more than there is"),
        ([10, 12, *[10] * 6], "one size"),
        ([None, *[10] * 7], "a size for each"),
    ],
)
def test_sizes_that_give_no_weights(sizes, words):
    design = stats.Design(ids="site", strata="region", fpc="there")
    for work in (stats.with_weights, lambda t, d: stats.quantile(t, d, "hours")):
        message = refusal_message(
            stats.DesignRefused, lambda work=work: work(table(there=sizes), design)
        )
        assert "there" in message
        assert words in message


def test_calibration_without_a_column_of_weights_says_how_to_make_one():
    design = stats.Design(ids="site", strata="region", fpc="there")

    assert "with_weights" in refusal_message(
        stats.CalibrationRefused,
        lambda: stats.calibrate(table(), design, {"job": {"x": 10, "y": 10}}),
    )


def test_a_file_whose_last_row_is_no_number(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("hours\n" + "1\n2\n" * 80_000 + "many\n")

    message = refusal_message(
        stats.EstimateRefused, lambda: stats.mean(stats.read_table(file), stats.Design(), "hours")
    )

    assert "160002" in message


def test_a_cross_table_with_one_answer():
    message = refusal_message(
        stats.TooFewAnswers, lambda: stats.crosstab(table(uses=[1] * 8), CLUSTERS, "uses", "job")
    )

    assert "“uses”" in message


def test_several_questions_have_no_levels_in_common():
    assert "level" in refusal_message(
        stats.VariableRefused, lambda: stats.proportion(table(), CLUSTERS, ["uses", "job"])
    )


MET = {"job": {"x": 10, "y": 10}}


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0, -2.0, *[1.0] * 6], ["weights", "-2", "Mend"]),
        ([1.0, None, *[1.0] * 6], ["weights", "without a weight"]),
        ([None if job == "x" else 1.0 for job in PEOPLE["job"]], ["without a weight"]),
        ([math.nan, *[1.0] * 7], ["weights", "finite", "1 rows"]),
        ([math.inf, *[1.0] * 7], ["weights", "finite", "1 rows"]),
        (["1"] * 8, ["weights", "numbers only"]),
    ],
)
def test_weights_from_which_none_can_be_made(weights, words):
    single = stats.Design(ids="site", weights="weight")
    for work in (
        lambda people: stats.calibrate(people, CLUSTERS, MET),
        lambda people: stats.jackknife_mean(people, single, "uses", margins=MET),
    ):
        message = refusal_message(
            stats.EstimateRefused, lambda work=work: work(table(weight=weights))
        )
        assert all(word in message for word in words), message


def test_calibration_by_columns_of_a_design_that_are_not_there():
    lost = stats.Design(ids="site", weights="nothing")

    assert "“nothing”" in refusal_message(
        stats.DesignRefused, lambda: stats.calibrate(table(), lost, MET)
    )


@pytest.mark.parametrize("total", ["ten", None, math.nan, math.inf])
def test_totals_that_are_no_numbers(total):
    message = refusal_message(
        stats.CalibrationRefused,
        lambda: stats.post_stratify(table(), CLUSTERS, "job", {"x": total, "y": 10}),
    )

    assert all(word in message for word in ["“job”", f"“{total}” for x", "Mend"]), message
    assert "“uses”" in refusal_message(
        stats.CalibrationRefused, lambda: stats.calibrate(table(), CLUSTERS, {"uses": total})
    )


def test_totals_that_are_all_nothing():
    message = refusal_message(
        stats.CalibrationRefused,
        lambda: stats.calibrate(table(), CLUSTERS, {"job": {"x": 0, "y": 0}}),
    )

    assert "all 0" in message


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: stats.Design(lone="drop"), ["lone", "“drop”", "refuse, certainty"]),
        (
            lambda: stats.calibrate(table(), CLUSTERS, MET, method="rake"),
            ["method", "“rake”", "linear, raking"],
        ),
        (
            lambda: stats.jackknife_mean(table(), CLUSTERS, "uses", method="rake"),
            ["method", "“rake”"],
        ),
    ],
)
def test_a_word_that_is_not_among_those_to_choose_from(work, words):
    message = refusal_message(stats.EstimateRefused, work)

    assert all(word in message for word in words), message


def test_places_that_no_estimate_has():
    found = stats.mean(table(), CLUSTERS, "hours", by="job")

    for weights in ({"a": {}}, {"a": {2: 1.0}}, {"a": {0: 1.0, -1: -1.0}}, {"a": {"x": 1.0}}):
        message = refusal_message(stats.VariableRefused, lambda w=weights: found.contrast(w))
        assert "from 0 to 1" in message
    assert "found 0" in refusal_message(stats.VariableRefused, lambda: found.at(domain="z"))
    assert "found 2" in refusal_message(stats.VariableRefused, lambda: found.at(variable="hours"))


def test_people_compared_by_words():
    message = refusal_message(
        stats.VariableRefused,
        lambda: stats.compare_people(["job"], [["x"], ["y"]], [["x"], ["x"]], chance=1),
    )

    assert "numbers" in message


def test_remedies_for_a_ranking_of_one_and_for_a_chance_above_all():
    assert "Add others" in refusal_message(
        stats.VariableRefused, lambda: stats.rank_counts({"a": 3})
    )
    assert "0.25" in refusal_message(stats.VariableRefused, lambda: stats.Crosswise(1.2))


def test_few_people_with_an_anchor_raise_no_warning():
    few = ibis.memtable(pa.table({"asked": [1, 0, 1, 0, 0, None], "anchor": [1, 1, 1, 1, None, 1]}))
    question, anchor = (
        stats.CrosswiseItem(name, stats.Crosswise(0.2)) for name in ("asked", "anchor")
    )
    inside = few.asked.notnull()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = stats.crosswise_with_anchor(
            few, stats.Design(), question, anchor, chance=1, where=inside
        )

    assert math.isfinite(found.corrected.std_error)


def test_nothing_but_rounding_below_0_is_no_doubt():
    row = stats.mean(table(), CLUSTERS, "hours").rows[0]

    assert with_caveats(replace(row, estimate=-2.8e-17)).caveats == ()
    assert with_caveats(replace(row, estimate=1 + 2e-16)).caveats == ()
    assert with_caveats(replace(row, estimate=-0.01)).caveats == (stats.Caveat.BELOW_NONE,)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["people.csv", "empty"]),
        (b"hours,job\n", ["people.csv", "no rows"]),
        (b"G,g\n1,2\n", ["“G”", "“g”", "Rename"]),
        (b"a;b;a\n1;2;3\n", ["“a” and “a”", "Rename"]),
        ("métier\nx\ny\n".encode("latin-1"), ["UTF-8"]),
        ("job,hours\nouvrière,2\nb,3\n".encode("latin-1"), ["UTF-8"]),
        ("job,hours\nouvrière,2\nb,3\n".encode("utf-16"), ["UTF-8"]),
        ("job,hours\na,2\nb,3\n".encode("utf-16-le"), ["UTF-8"]),
    ],
)
def test_files_that_are_no_tables_of_answers(content, words, tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(content)

    message = refusal_message(stats.TableRefused, lambda: stats.read_table(file))

    assert all(word in message for word in words), message


ALIKE = pa.table({"PSU": [1] * 8, "psu": PEOPLE["site"], "hours": [30.0, *range(7)]})
"""By “PSU” all rows are of one cluster, by “psu” of four."""


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option")  # of Ibis with pandas
@pytest.mark.parametrize(
    "given",
    [
        lambda: ibis.memtable(ALIKE),
        lambda: ibis.memtable(ALIKE.to_pandas()),
        lambda: ibis.memtable(ALIKE.drop_columns("PSU")).mutate(PSU=1),
        lambda: ibis.memtable(ALIKE).filter(ibis._.hours > 0),
    ],
    ids=["Arrow", "pandas", "Ibis", "filtered"],
)
@pytest.mark.parametrize(
    "work",
    [
        lambda table: stats.mean(table, stats.Design(ids="psu"), "hours"),
        lambda table: stats.proportion(table, stats.Design(ids="psu"), "hours"),
        lambda table: stats.quantile(table, stats.Design(ids="psu"), "hours", 0.5),
        lambda table: stats.jackknife_mean(table, stats.Design(ids="psu"), "hours"),
        lambda table: stats.net_change(
            stats.Panel(table, stats.Design(), "psu", "hours", 0, 1), "hours"
        ),
    ],
    ids=["mean", "share", "quantile", "jackknife", "panel"],
)
def test_columns_that_differ_by_capitals_only_are_never_mistaken_for_each_other(given, work):
    message = refusal_message(stats.TableRefused, lambda: work(given()))

    assert all(word in message for word in ("“PSU”", "“psu”", "Rename one of them")), message


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("people.csv", lambda file: write_csv(ALIKE, file)),
        ("people.parquet", lambda file: pq.write_table(ALIKE, file)),
        ("people.dta", lambda file: pyreadstat.write_dta(ALIKE.to_pandas(), file)),
        ("people.sav", lambda file: pyreadstat.write_sav(ALIKE.to_pandas(), file)),
    ],
)
def test_files_with_columns_that_differ_by_capitals_only(name, write, tmp_path):
    file = tmp_path / name
    write(file)

    message = refusal_message(stats.TableRefused, lambda: stats.read_table(file))

    assert all(word in message for word in (name, "“PSU”", "“psu”", "Rename one of them")), message


def test_columns_that_end_in_a_number_are_no_doubles(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text('"q","q_1","q_2"\n1,2,3\n')

    assert stats.read_table(file).columns == ("q", "q_1", "q_2")


@pytest.mark.parametrize("rows", [2, 3_000])
def test_a_column_that_nobody_answered_is_one_of_numbers(rows, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("a,b,c\n" + ",1,\n" * rows + ",2,late\n")
    people = stats.read_table(file)

    assert "found none" in refusal_message(
        stats.TooFewAnswers, lambda: stats.mean(people, stats.Design(), "a")
    )
    assert people["c"].type().is_string()


MARGINS = "variable,level,total\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((MARGINS + "job,ouvrière,5\n").encode("latin-1"), ["UTF-8"]),
        ((MARGINS + "job,x,5\n").encode("utf-16"), ["UTF-8"]),
        ((MARGINS + "job,x,10\njob,y,10,4\n").encode(), ["line 3", "found 4", "point"]),
        ((MARGINS + "job,x,10\njob,x,12\n").encode(), ["line 3", "“job”", "“x” already"]),
        ((MARGINS + "uses,,10\nuses,,12\n").encode(), ["line 3", "“uses” has a total already"]),
        ((MARGINS + "uses,1,10\nuses,,12\n").encode(), ["line 3", "“uses” has a total already"]),
        ((MARGINS + "job,x\n").encode(), ["line 2", "found “”"]),
    ],
)
def test_files_that_are_no_margins(content, words, tmp_path):
    file = tmp_path / "margins.csv"
    file.write_bytes(content)

    message = refusal_message(stats.CalibrationRefused, lambda: stats.read_margins(file, table()))

    assert all(word in message for word in words), message


@pytest.mark.parametrize("role", ["weights", "strata"])
def test_an_empty_name_is_no_column(role):
    message = refusal_message(stats.DesignRefused, lambda: stats.Design(**{role: ""}))
    assert role in message


def test_an_interval_of_no_known_kind_is_refused_with_those_that_are():
    message = refusal_message(
        stats.VariableRefused,
        lambda: stats.proportion(table(), CLUSTERS, "uses", interval="wald"),
    )
    assert "logit, korn-graubard" in message

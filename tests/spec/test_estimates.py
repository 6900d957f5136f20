"""Survey estimates: every line of the table in `surveys`, held to R's values.

Each is worked out by the room on every engine at hand, and by a twin in plain loops.
"""

import csv
from dataclasses import replace

import numpy as np
import pytest

from tests.spec.manual import MANUAL, manual
from tests.spec.surveys import DESIGNS, SAMPLE, cases, oracle
from tests.stats import naive_survey
from vecu import stats

ORACLE = oracle()
CLUSTERS = stats.Design(ids="site", strata="region", weights="weight")
CASES = [pytest.param(*case, id=f"{case[0].name}, {case[1]}") for case in cases()]


def worked_out(line, design, table, few, stats):
    """Do what the line says, as its reader would."""
    names = {"stats": stats, "table": table, "few": few, "replace": replace}
    names["design"] = eval(DESIGNS[design], names)  # noqa: S307 - our own table
    exec(line.setting, names)  # noqa: S102
    return eval(line.call, names)  # noqa: S307


@pytest.fixture(scope="module")
def table():
    return stats.read_table(SAMPLE)


@pytest.fixture(scope="module")
def people():
    with SAMPLE.open(encoding="utf-8") as file:
        return naive_survey.Table([
            {key: read(text) for key, text in row.items()} for row in csv.DictReader(file)
        ])  # fmt: skip


def read(text):
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize(("line", "design", "name"), CASES)
def test_the_room_says_what_r_says(line, design, name, table):
    few = table.filter((table.region != "south") | (table.site == "s1"))

    rows = worked_out(line, design, table, few, stats).rows

    for value in ORACLE[name]:
        (row,) = [
            row
            for row in rows
            if value.level in {None, row.level} and value.domain in {None, row.domain}
        ]
        for key, number in value.numbers.items():
            assert getattr(row, key) == pytest.approx(number, rel=1e-9), key


@pytest.mark.parametrize(("line", "design", "name"), CASES)
def test_plain_loops_say_the_same(line, design, name, table, people):
    few = table.filter((table.region != "south") | (table.site == "s1"))
    few_people = people.filter(
        naive_survey.Column(lambda p: p["region"] != "south" or p["site"] == "s1")
    )

    ours = worked_out(line, design, table, few, stats)
    theirs = worked_out(line, design, people, few_people, naive_survey)

    assert len(ours.rows) == len(theirs.rows)
    for one, other in zip(ours.rows, theirs.rows, strict=True):
        for key in set(vars(other)) - {"level", "domain"}:
            assert getattr(one, key) == pytest.approx(getattr(other, key), rel=1e-9), key
    if hasattr(theirs, "covariance"):
        expected = np.array(theirs.covariance)
        assert ours.covariance == pytest.approx(expected, abs=1e-9 * np.abs(expected).max())


@pytest.mark.parametrize("design", ["elements", "clusters", "two"])
def test_rao_and_scott_s_test_of_independence(design, table):
    """R gives F, its two degrees of freedom, and how likely such an F is by chance."""
    (value,) = ORACLE[f"independence/{design}"]
    names = {"stats": stats}

    found = stats.crosstab(table, eval(DESIGNS[design], names), "uses", "sector").independence  # noqa: S307

    assert found.statistic == pytest.approx(value.numbers["estimate"], rel=1e-9)
    assert found.p_value == pytest.approx(value.numbers["conf_low"], rel=1e-9)
    assert (found.ndf, found.ddf) == pytest.approx((value.numbers["df"], value.numbers["deff"]))


def test_the_difference_of_two_groups_has_their_covariance(table):
    (value,) = ORACLE["difference"]
    means = stats.mean(table, CLUSTERS, "hours", by="age")

    (row,) = means.difference(means.at(domain="under 40"), means.at(domain="40 and over")).rows

    assert row.estimate == pytest.approx(value.numbers["estimate"], rel=1e-9)
    assert row.std_error == pytest.approx(value.numbers["std_error"], rel=1e-9)


def test_the_jackknife_calibrates_without_each_cluster(table):
    (value,) = ORACLE["jackknife"]
    design = stats.Design(ids="site", weights="weight")
    margins = {"age": {"under 40": 2600, "40 and over": 2900}}

    (row,) = stats.jackknife_mean(table, design, "overtime", margins=margins).rows

    assert (row.estimate, row.std_error, row.df) == pytest.approx(
        (value.numbers["estimate"], value.numbers["std_error"], 14), rel=1e-8
    )


def test_the_manual_says_what_is_tested():
    """Made anew by `python -m tests.spec.manual`."""
    assert MANUAL.read_text(encoding="utf-8") == manual()

"""Change over waves: beside a twin, who is refused, what weights do, how often it is right."""

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats import naive_panel as naive
from vecu import stats
from vecu.stats import (
    CalibrationRefused,
    Design,
    DesignRefused,
    Panel,
    TooFewAnswers,
    VariableRefused,
)


def panel(rows, design=None, **columns):
    """Return a panel of rows (person, wave, answer)."""
    persons, waves, answers = zip(*rows, strict=True)
    table = pa.table({"who": persons, "wave": waves, "use": answers, **columns})
    return Panel(ibis.memtable(table), design or Design(), "who", "wave", 1, 2)


@st.composite
def panels(draw):
    """Draw who answered in which of two waves, and what; two at least answered in both."""
    people = draw(st.integers(3, 12))
    rows = []
    for person in range(people):
        when = (True, True) if person < 2 else draw(st.tuples(st.booleans(), st.booleans()))
        for wave, there in zip((1, 2), when, strict=True):
            if there:
                rows.append((person, wave, float(draw(st.integers(0, 5)))))
    return rows


@settings(deadline=None, max_examples=15)
@given(panels())
def test_change_is_what_its_definition_gives(rows):
    found = stats.net_change(panel(rows), "use")
    persons, waves, answers = zip(*rows, strict=True)

    (everybody,) = found.everybody
    twin = naive.change(persons, waves, answers)
    assert (everybody.estimate, everybody.std_error) == pytest.approx(twin)
    assert everybody.n == len(set(persons))
    both = [person for person in set(persons) if persons.count(person) == 2]
    (same,) = found.balanced
    told = dict(zip(zip(persons, waves, strict=True), answers, strict=True))
    moves = [told[person, 2] - told[person, 1] for person in both]
    assert same.estimate == pytest.approx(sum(moves) / len(moves))
    assert (same.n, found.overlap.common) == (len(both), len(both))


def test_other_waves_are_left_aside():
    rows = [("a", 1, 0.0), ("b", 1, 1.0), ("a", 2, 1.0), ("b", 2, 1.0)]
    more = [*rows, ("a", 3, 5.0), ("c", 3, 5.0)]
    one, other = (stats.net_change(panel(each), "use").everybody.rows[0] for each in (rows, more))

    assert one.estimate == other.estimate == 0.5


def test_several_columns_at_once_and_answers_that_are_missing():
    rows = [("a", 1, 0.0), ("b", 1, 1.0), ("c", 1, None), ("a", 2, 1.0), ("b", 2, 1.0)]
    found = stats.net_change(panel(rows, age=[1, 2, 3, 4, 6]), ["use", "age"])

    use, age = found.everybody
    assert (use.estimate, use.n) == (0.5, 2)
    assert (age.estimate, age.n) == (3, 3)


def test_people_of_clusters_are_within_them():
    rows = [(person, wave, float(person % 3 == wave)) for wave in (1, 2) for person in range(12)]
    clusters = [person // 3 for _wave in (1, 2) for person in range(12)]
    alone = stats.net_change(panel(rows), "use").everybody.rows[0]
    within = stats.net_change(panel(rows, Design(ids="c"), c=clusters), "use").everybody.rows[0]

    assert alone.estimate == within.estimate
    assert (alone.df, within.df) == (11, 3)


def test_who_turned_is_counted_among_those_who_came_again():
    rows = [("a", 1, 0.0), ("b", 1, 1.0), ("c", 1, 1.0), ("d", 1, 1.0)]
    rows += [("a", 2, 1.0), ("b", 2, 1.0), ("c", 2, 0.0), ("e", 2, 1.0)]
    found = stats.gross_change(panel(rows), "use")

    assert found.counts == {"yes twice": 1, "became yes": 1, "became no": 1, "no twice": 0}
    assert (found.mcnemar, found.p_value) == (0, 1)
    assert [row.estimate for row in found.shares] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_weights_for_attrition_meet_what_the_earlier_wave_was(chance):
    made = stats.weigh_for_attrition(*leavers(chance))

    for told in made.predictors:
        assert told.weighed == pytest.approx(told.before)
    low, high = made.chances
    assert 0 < low <= high < 1
    assert made.effective[1] <= made.overlap.common


def leavers(chance, people=300):
    """Return a panel that those who use it leave less often, and what tells of it."""
    random = np.random.default_rng(chance)
    use = (random.random(people) < 0.4).astype(float)
    sector = np.where(random.random(people) < 0.5, "care", "office")
    came = random.random(people) < 0.3 + 0.4 * use
    after = np.where(random.random(people) < 0.1, 1 - use, use)
    again = np.flatnonzero(came)
    table = pa.table(
        {
            "who": np.concatenate([np.arange(people), again]),
            "wave": np.repeat([1, 2], [people, len(again)]),
            "use": np.concatenate([use, after[again]]),
            "sector": np.concatenate([sector, sector[again]]),
            "w": np.concatenate([random.uniform(1, 2, people), np.ones(len(again))]),
        }
    )
    design = Design(weights="w")
    return Panel(ibis.memtable(table), design, "who", "wave", 1, 2), ["use", "sector"]


def test_new_people_keep_their_weights():
    asked, predictors = leavers(1)
    new = ibis.memtable(
        pa.table({"who": [900], "wave": [2], "use": [1.0], "sector": ["care"], "w": [7.5]})
    )
    both = Panel(asked.table.union(new), asked.design, "who", "wave", 1, 2)

    table = stats.weigh_for_attrition(both, predictors).panel.table.to_pyarrow().to_pylist()

    assert [row["weight for attrition"] for row in table if row["who"] == 900] == [7.5]
    earlier = [row for row in table if row["wave"] == 1]
    assert all(row["weight for attrition"] == row["w"] for row in earlier)


# --- What is refused -----------------------------------------------------------------------------

TWO = [("a", 1, 0.0), ("b", 1, 1.0), ("a", 2, 1.0), ("b", 2, 1.0)]


def weigh(**columns):
    rows = [(person, 1, 0.0) for person in range(8)] + [(person, 2, 1.0) for person in range(4)]
    columns = {name: [*values, *values[:4]] for name, values in columns.items()}
    return stats.weigh_for_attrition(panel(rows, **columns), list(columns))


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (
            lambda: Panel(panel(TWO).table, Design(), "name", "wave", 1, 2),
            VariableRefused,
            "person: the table has no column “name”. It has who, wave, use",
        ),
        (
            lambda: Panel(panel(TWO).table, Design(), "who", "wave", 2, 2),
            VariableRefused,
            "two waves that differ; found 2 twice",
        ),
        (
            lambda: stats.net_change(panel([*TWO, ("a", 2, 0.0)]), "use"),
            DesignRefused,
            "person “who”: one row for each person and wave; 1 people have several",
        ),
        (
            lambda: stats.net_change(panel([row for row in TWO if row[1] == 1]), "use"),
            TooFewAnswers,
            "somebody answered in each; nobody did in 2",
        ),
        (
            lambda: stats.net_change(panel([("a", 1, 0.0), ("a", 2, 1.0), ("b", 2, 1.0)]), "use"),
            TooFewAnswers,
            "two people at least in both waves; found 1",
        ),
        (
            lambda: stats.net_change(panel(TWO), "age"),
            VariableRefused,
            "“age”: the table has no such",
        ),
        (
            lambda: stats.net_change(panel(TWO, word=["x", "y", "x", "y"]), "word"),
            VariableRefused,
            "“word”: only numbers",
        ),
        (
            lambda: stats.net_change(panel(TWO, more=[1.0, 2.0, None, None]), "more"),
            TooFewAnswers,
            "“more”: somebody answered in each wave; nobody did in 2",
        ),
        (
            lambda: stats.gross_change(panel([(who, wave, 2.0) for who, wave, _use in TWO]), "use"),
            VariableRefused,
            "“use”: 1 for yes and 0 for no; found something else for 2 people",
        ),
        (
            lambda: stats.gross_change(panel(TWO, more=[1.0, None, 1.0, 0.0]), "more"),
            TooFewAnswers,
            "“more”: two people at least who answered twice; found 1",
        ),
        (weigh, VariableRefused, "predictors: one column at least"),
        (
            lambda: weigh(age=[1, None, 3, 4, 5, 6, 7, 8]),
            VariableRefused,
            "“age”: known of everybody in the earlier wave; 1 people have none",
        ),
        (lambda: weigh(age=[1] * 8), VariableRefused, "“age”: differs between people"),
        (
            lambda: weigh(word=["x"] * 4 + ["y"] * 4),
            CalibrationRefused,
            "“word = y”: somebody of each kind came again; of these nobody did",
        ),
        (
            lambda: weigh(age=[1, 2, 3, 4, 15, 16, 17, 18]),
            CalibrationRefused,
            "no weights were found with which those who came again stand for all",
        ),
        (
            lambda: weigh(age=[1, 2, 3, 4, 1, 2, 3, 4], twice=[2, 4, 6, 8, 2, 4, 6, 8]),
            VariableRefused,
            "one follows from the others",
        ),
    ],
)
def test_what_is_no_panel_is_refused_with_column_rule_and_remedy(make, error, said):
    with pytest.raises(error, match=said):
        make()


# --- How often it is right -----------------------------------------------------------------------


@pytest.mark.slow
def test_weights_for_attrition_mend_what_leaving_spoils():
    """Users come again more often; use goes from .40 to .4 · .9 + .6 · .1 = .42 in truth. Over 200
    samples the share among those who came again is far off; weighed it is not."""
    raw, mended = [], []
    for sample in range(200):
        asked, predictors = leavers(sample)
        later = asked.table.filter(asked.table.wave == 2)
        raw.append(later.use.mean().to_pyarrow().as_py())
        made = stats.weigh_for_attrition(asked, predictors).panel
        weighed = stats.mean(made.table, made.design, "use", where=made.table.wave == 2)
        mended.append(weighed.rows[0].estimate)

    assert np.mean(raw) > 0.52
    assert np.mean(mended) == pytest.approx(0.42, abs=3 * np.std(mended) / np.sqrt(200) + 0.003)


@pytest.mark.slow
def test_intervals_of_change_hold():
    """300 samples of 200 people, of whom a quarter leaves and 50 join, by chance alone; a tenth of
    all turn, so that a share of .4 becomes .42."""
    held = 0
    for sample in range(300):
        random = np.random.default_rng(sample)
        first = random.random(250) < 0.4
        second = np.where(random.random(250) < 0.1, ~first, first)
        rows = [(person, 1, float(first[person])) for person in range(200)]
        rows += [(person, 2, float(second[person])) for person in range(50, 250)]
        (found,) = stats.net_change(panel(rows), "use").everybody
        held += found.conf_low <= 0.02 <= found.conf_high
    assert held / 300 == pytest.approx(0.95, abs=0.038)

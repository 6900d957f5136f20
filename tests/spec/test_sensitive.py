"""Sensitive questions: what people hide, estimated for a group and revealed of nobody.

A worker who admits "I use it and did not say so" takes a risk. So the question is asked in a way
that makes each answer harmless: randomness, or a list, protects it. The proportion in the
population can be estimated all the same, at a cost: it takes many more people.
"""

import ibis
import numpy as np
import pyarrow as pa
import pytest

from tests.spec.published import needs_data, printed, table
from tests.stats import naive_sensitive as naive
from vecu import stats
from vecu.stats import (
    Caveat,
    Crosswise,
    CrosswiseItem,
    Design,
    Direct,
    ForcedResponse,
    ItemList,
    ObservedShare,
    UnrelatedQuestion,
    Warner,
)

SIMPLE = Design()

# --- Randomness between the answer and the person ------------------------------------------------
#
# If π is the proportion for whom it is true, the proportion who say yes is λ = cπ + d. So
# π̂ = (λ̂ − d) / c, with the variance of λ̂, by the sampling design, over c².
#
#   technique            c        d           how it is asked
#   Warner               2p − 1   1 − p       by chance p "it is true of me", else "it is not"
#   crosswise            2p − 1   1 − p       "my answers to both questions are the same"
#   forced response      p        p₁          by chance p the truth, by p₁ yes, else no
#   unrelated question   p        (1 − p)q    by chance p this question, else a harmless one
#
# Below, a simple random sample of 1,000 people, 400 of whom say yes: V(λ̂) = .4 · .6 / 999.


@pytest.mark.parametrize(
    ("technique", "share", "std_error"),
    [
        (Warner(1 / 6), 0.65, 0.02325),
        (Crosswise(0.15), 0.642857, 0.022142),
        (ForcedResponse(2 / 3, 1 / 6), 0.35, 0.02325),
        (UnrelatedQuestion(2 / 3, 0.25), 0.475, 0.02325),
        (Direct(), 0.4, 0.0155),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_one_formula_serves_every_technique(technique, share, std_error):
    found = stats.estimate_prevalence(
        ObservedShare(0.4, 0.4 * 0.6 / 999, df=999, n=1000), technique
    )
    twin = naive.share_of(400, 1000, technique)

    assert found.estimate == printed(share, 6)
    assert found.std_error == printed(std_error, 6)
    assert (found.estimate, found.std_error) == pytest.approx(twin)
    asked = ibis.memtable(pa.table({"said": [1] * 400 + [0] * 600}))
    (told,) = stats.estimate_sensitive_share(asked, SIMPLE, "said", technique)
    assert (told.estimate, told.std_error) == pytest.approx(twin)


@needs_data
def test_forced_response_by_a_die():
    """1 is no, 6 is yes, else the truth: 2,435 answers from Nigeria give .261910 (.014413).
    G. Blair, K. Imai, Y.-Y. Zhou (2015); R package rr 1.4.2, which divides by n where we divide by
    n − 1."""
    asked = table("rr_nigeria", said="rr.q1")
    (found,) = stats.estimate_sensitive_share(asked, SIMPLE, "said", ForcedResponse(2 / 3, 1 / 6))

    assert found.n == 2435
    assert found.estimate == printed(0.26191, 6)
    assert found.std_error * np.sqrt(2434 / 2435) == pytest.approx(0.014413, abs=2e-6)


def test_answers_that_are_impossible_if_everybody_follows_the_instructions():
    """Forced response with a sixth of yes: if fewer than 16.7 % say yes, some said no although the
    die required yes. 100 of 1,000 is far below; 150 may be chance."""
    die = ForcedResponse(2 / 3, 1 / 6)
    few, fewer = (
        stats.estimate_prevalence(ObservedShare(share, share * (1 - share) / 999, 999, 1000), die)
        for share in (0.15, 0.1)
    )

    assert few.caveats == (Caveat.BELOW_NONE,)
    assert fewer.caveats == (Caveat.BELOW_NONE, Caveat.IMPOSSIBLE_ANSWERS)


# --- Who does not follow the instructions --------------------------------------------------------
#
# Whoever answers a crosswise question at random counts as half a carrier. An anchor, asked in the
# same way about what is true of nobody, shows how many: γ̂ = (Ā − ½) / (½ − p′) followed the
# instructions, and π̂ = ½ + (λ̂ − ½) / (γ̂ (2p − 1)). Y. Atsusaka, R. T. Stevenson, A Bias-Corrected
# Estimator for the Crosswise Model with Inattentive Respondents, Political Analysis 31 (2023).


@needs_data
@pytest.mark.parametrize(
    ("design", "corrected", "followed", "uncorrected"),
    [
        (SIMPLE, 0.10536, 0.772857, 0.195),
        (Design(weights="weight"), 0.109695, 0.788795, 0.19213),
    ],
    ids=["alike", "weighted"],
)
def test_crosswise_with_an_anchor(design, corrected, followed, uncorrected):
    """2,000 people, one in ten is a carrier and four in five follow (cWise, `cmdata`). The
    standard error of the uncorrected .195000 is .014446."""
    asked = table("cWise_cmdata")
    question, anchor = (CrosswiseItem(name, Crosswise(0.15)) for name in ("Y", "A"))
    found = stats.crosswise_with_anchor(asked, design, question, anchor, chance=1)

    assert found.corrected.estimate == printed(corrected, 6)
    assert found.followed == printed(followed, 6)
    assert found.uncorrected.estimate == printed(uncorrected, 6)
    if design == SIMPLE:
        assert found.uncorrected.std_error == printed(0.014446, 6)
    columns = [asked.to_pyarrow()[name].to_pylist() for name in ("Y", "A", "weight")]
    said, anchors, weights = columns
    twin = naive.anchored(said, anchors, weights if design.weights else [1] * 2000, 0.15)
    assert (found.corrected.estimate, found.followed) == pytest.approx(twin[:2])
    # samples drawn anew against the formula of the first order: they differ by some hundredths
    assert found.corrected.std_error == pytest.approx(twin[2], rel=0.06)


# --- Lists ---------------------------------------------------------------------------------------
#
# One half is asked how many of J harmless items are true of them, the other how many of these and
# the sensitive one. The difference in means is its proportion; V = s₁²/n₁ + s₀²/n₀ (Neyman).


@needs_data
def test_a_list_on_a_black_family_next_door():
    """1991 National Race and Politics Survey, J = 3: .067797 (.049578). R package list 9.2.6,
    `race`; `stats.list_experiment`."""
    found = stats.list_experiment(table("list_race"), SIMPLE, ItemList("y", "treat", 3))

    assert found.difference.estimate == printed(0.067797, 6)
    assert found.difference.std_error == printed(0.049578, 6)


@needs_data
def test_a_list_on_affirmative_action():
    """`affirm`: .494740 (.054252). The package prints .054298: its sandwich (HC3) divides sums of
    squares by (n − 1)² where Neyman's variance divides by n(n − 1)."""
    asked = table("list_affirm")
    found = stats.list_experiment(asked, SIMPLE, ItemList("y", "treat", 3))

    assert found.difference.estimate == printed(0.49474, 6)
    counts = asked.group_by("treat").aggregate(n=asked.count(), s=asked.y.var()).to_pyarrow()
    hc3 = sum(s.as_py() / (n.as_py() - 1) for n, s in zip(counts["n"], counts["s"], strict=True))
    assert np.sqrt(hc3) == printed(0.054298, 6)
    neyman = sum(s.as_py() / n.as_py() for n, s in zip(counts["n"], counts["s"], strict=True))
    assert found.difference.std_error == pytest.approx(np.sqrt(neyman))


def test_two_lists_halve_the_variance():
    """Everybody answers both; one half has the sensitive item on the first, the other on the
    second. The estimate is the mean of both differences, half the difference between halves of
    A − B.

    Longer first: A 2 3 1 2, B 1 1 0 2. Longer second: A 1 2 0 1, B 2 1 2 3. The means of A − B are
    1 and −1, so the estimate is 1. Their variances are 2/3 and 2: V = ¼ (2/3 + 2) / 4 = 1/6."""
    lists = {
        "a": [2, 3, 1, 2, 1, 2, 0, 1],
        "b": [1, 1, 0, 2, 2, 1, 2, 3],
        "first": [1] * 4 + [0] * 4,
        "second": [0] * 4 + [1] * 4,
    }
    found = stats.double_list(
        ibis.memtable(pa.table(lists)),
        SIMPLE,
        ItemList("a", "first", 3),
        ItemList("b", "second", 3),
    )

    assert found.difference.estimate == pytest.approx(1)
    assert found.difference.std_error == pytest.approx(np.sqrt(1 / 6))
    assert found.first.difference.estimate == pytest.approx(1)
    assert found.second.difference.estimate == pytest.approx(1)


# --- Does the longer list change answers? --------------------------------------------------------
#
# With F and G the proportions who count at most y on the longer and the shorter list, G(y) − F(y)
# and F(y) − G(y − 1) are proportions of people, and cannot be below 0. Each set is tested against
# that by the likelihood ratio; those above 0 by more than √(log n) standard errors are left out.
# G. Blair, K. Imai, Political Analysis 20 (2012).


@needs_data
def test_a_design_effect_and_what_another_package_computes():
    """G(0) − F(0) is −.0169 (.0084). R's `ict.test` drops both other proportions, since it divides
    by the spread of the three instead of by their standard errors: a single one-sided test is left,
    .0221, twice .0443. With standard errors none is dropped: three are tested, p = .077, twice
    .154."""
    found = stats.list_experiment(table("list_race"), SIMPLE, ItemList("y", "treat", 3)).effect

    first = found.types[0]
    assert (first.count, first.sensitive) == (0, True)
    assert first.estimate == printed(-0.0169, 4)
    assert 2 * naive.below(first.estimate / first.std_error) == printed(0.0443, 3)
    assert found.p_value == pytest.approx(0.154, abs=0.005)


def test_proportions_of_types_add_up_to_one():
    """And those of carriers to the difference in means."""
    made = np.random.default_rng(1)
    longer = made.integers(0, 2, 600)
    counts = made.binomial(3, 0.5, 600) + longer * (made.random(600) < 0.3)
    asked = ibis.memtable(pa.table({"n": counts, "longer": longer}))

    types = stats.list_experiment(asked, SIMPLE, ItemList("n", "longer", 3)).effect.types

    assert sum(each.estimate for each in types) == pytest.approx(1)
    sensitive = sum(each.estimate for each in types if each.sensitive)
    found = stats.list_experiment(asked, SIMPLE, ItemList("n", "longer", 3)).difference
    assert sensitive == pytest.approx(found.estimate)


# --- How many people it takes --------------------------------------------------------------------
#
# Protecting answers costs respondents. To know a proportion of about 20 % with a standard error of
# 3 points (an interval of ± 6) takes, in a simple random sample:


@pytest.mark.parametrize(
    ("technique", "people"),
    [
        (Direct(), 178),
        (UnrelatedQuestion(0.75, 0.25), 331),
        (Crosswise(0.15), 467),
        (ForcedResponse(2 / 3, 1 / 6), 525),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_people_that_each_technique_takes(technique, people):
    """n = λ(1 − λ) / c² / .03². Crosswise: λ = .71, .71 · .29 / .7² / .0009 = 467."""
    assert stats.required_sample_size(technique, 0.2, 0.03) == people


def test_people_that_lists_take():
    """The variance of a count of harmless items is .64, of the longer list .64 + .16: two halves of
    n/2 give 2 · (.64 + .80) / n = .0009, so 3,200. Two lists: 1,600."""
    assert stats.required_sample_size_list(0.2, 0.03) == 3200
    assert stats.required_sample_size_list(0.2, 0.03, double=True) == 1600


def test_an_anchor_doubles_the_cost():
    """Four in five follow: λ = .8 · .71 + .1 = .668, Ā = .8 · .85 + .1 = .78, and jointly
    .8 · .71 · .85 + .2 · .25 = .5328, so their covariance is .5328 − .668 · .78 = .01176. The
    slopes are 1 / (.8 · −.7) = −1.785714 and .3 / (.8 · .35) = 1.071429: 3.188776 · .221776 +
    1.147959 · .1716 − 2 · 1.913265 · .01176 = .859183, and .859183 / .0009 = 954.6."""
    crosswise = Crosswise(0.15)
    assert stats.required_sample_size_anchor(crosswise, crosswise, 0.2, 0.03, followed=0.8) == 955


def test_the_plan_says_it_to_the_author():
    """In sentences, in French and English, with the precision that the available people allow
    (`stats.plan_sensitive_question(0.2, 0.03, available=600).say("en")`)."""
    told = stats.plan_sensitive_question(0.2, 0.03, available=600).say("en")

    assert told[0] == "To know a share of about 20 % to within 5.9 points either way takes:"
    assert "list: 3,200" in told
    assert "for 955 people" in told[-3]
    assert "Use a list only where you reach so many." in told[-2]
    assert "would tell the share to within 7.4 points either way" in told[-1]
    assert stats.plan_sensitive_question(0.2, 0.03).say("fr") != told[:-1]

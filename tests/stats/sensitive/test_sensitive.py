"""Sensitive questions beside a twin, what is refused, what is doubted, how often they are right."""

import math

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats import naive_sensitive as naive
from vecu import stats
from vecu.stats import (
    Caveat,
    Crosswise,
    CrosswiseItem,
    Design,
    Direct,
    EstimateRefused,
    ForcedResponse,
    ItemList,
    ObservedShare,
    TooFewAnswers,
    UnrelatedQuestion,
    VariableRefused,
    Warner,
)

SIMPLE = Design()
LIST = ItemList("n", "longer", 3)
CROSSWISE = Crosswise(0.15)
WAYS = (Warner(0.3), CROSSWISE, ForcedResponse(0.6, 0.1), UnrelatedQuestion(0.7, 0.3))


def table(**columns):
    return ibis.memtable(pa.table(columns))


def numbers(found):
    return found.estimate, found.std_error


def lists(chance, people=300, share=0.3):
    """Return invented answers to a list."""
    random = np.random.default_rng(chance)
    longer = random.permutation(np.arange(people) % 2)
    carrier = random.random(people) < share
    counts = random.binomial(3, 0.5, people) + longer * carrier
    return {"n": counts, "longer": longer}


# --- Beside the twin -----------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 400), st.floats(0, 1), st.sampled_from(WAYS))
def test_shares_are_what_their_definition_gives(people, part, way):
    yes = round(part * people)
    share = yes / people
    found = stats.estimate_prevalence(
        ObservedShare(share, share * (1 - share) / (people - 1), 1, people), way
    )

    assert numbers(found) == pytest.approx(naive.share_of(yes, people, way))


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_lists_are_what_their_definition_gives(chance):
    answers = lists(chance)
    found = stats.list_experiment(table(**answers), SIMPLE, LIST)

    columns = [answers[name].tolist() for name in ("n", "longer")]
    assert numbers(found.difference) == pytest.approx(naive.difference(*columns))


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000), st.floats(0.5, 4))
def test_weights_that_are_all_alike_change_nothing(chance, weight):
    answers = lists(chance)
    alike = table(**answers, w=np.full(300, weight))
    plain, weighed = (
        stats.list_experiment(alike, design, LIST).difference
        for design in (SIMPLE, Design(weights="w"))
    )
    assert numbers(plain) == pytest.approx(numbers(weighed))


def test_domains_are_estimated_separately_and_with_their_covariance():
    random = np.random.default_rng(1)
    asked = table(said=random.integers(0, 2, 200), where=np.repeat(["north", "south"], 100))
    found = stats.estimate_sensitive_share(asked, SIMPLE, "said", CROSSWISE, by="where")

    assert [each.domain for each in found] == ["north", "south"]
    assert found.estimates.covariance.shape == (2, 2)
    north = stats.estimate_sensitive_share(
        asked, SIMPLE, "said", CROSSWISE, where=asked.where == "north"
    )
    assert north.prevalences[0].estimate == found.prevalences[0].estimate


def test_who_did_not_answer_is_left_out():
    said = [1.0, 0.0, 1.0, None, float("nan"), 0.0]
    (found,) = stats.estimate_sensitive_share(table(said=said), SIMPLE, "said", Direct())

    assert (found.estimate, found.n) == (0.5, 4)


def test_where_nobody_says_yes_the_interval_does_not_vanish():
    """0 of 20: Clopper and Pearson's upper end is 1 − .025^(1/20) = .16843, and so is the direct
    question's. The crosswise one's are (.16843 − .85) / −.7 = .97367 and .85 / .7 = 1.21429."""
    asked = table(said=[0] * 20 + [None] * 80)
    for way, low, high in ((Direct(), 0, 0.16843), (CROSSWISE, 0.97367, 1.21429)):
        (found,) = stats.estimate_sensitive_share(asked, SIMPLE, "said", way)
        assert (found.conf_low, found.conf_high) == pytest.approx((low, high), abs=5e-6)
        alone = stats.estimate_prevalence(ObservedShare(0, 0, 19, 20), way)
        assert (alone.conf_low, alone.conf_high) == pytest.approx((low, high), abs=5e-6)


def test_yes_and_no_may_be_true_and_false():
    (found,) = stats.estimate_sensitive_share(
        table(said=[True, False, True, True]), SIMPLE, "said", Direct()
    )
    assert found.estimate == 0.75


def anchored(share, followed, people=2000, chance=1):
    """Return invented answers to a crosswise question and its anchor."""
    random = np.random.default_rng(chance)
    follows = random.random(people) < followed
    answers = []
    for carrier in (random.random(people) < share, np.zeros(people, bool)):
        harmless = random.random(people) < 0.15
        answers.append(np.where(follows, carrier == harmless, random.random(people) < 0.5))
    return table(y=answers[0].astype(int), a=answers[1].astype(int))


def corrected(asked, design=SIMPLE, chance=1):
    question, anchor = CrosswiseItem("y", CROSSWISE), CrosswiseItem("a", CROSSWISE)
    return stats.crosswise_with_anchor(asked, design, question, anchor, chance=chance)


def test_the_same_chance_gives_the_same_errors():
    assert corrected(anchored(0.1, 0.8)) == corrected(anchored(0.1, 0.8))
    assert corrected(anchored(0.1, 0.8)) != corrected(anchored(0.1, 0.8), chance=2)


def test_everybody_following_the_anchor_changes_little():
    found = corrected(anchored(0.3, 1.0, 20_000))

    assert found.followed == pytest.approx(1, abs=0.02)
    assert found.corrected.estimate == pytest.approx(0.3, abs=0.03)
    assert found.uncorrected.estimate == pytest.approx(0.3, abs=0.03)


def test_what_was_drawn_of_few_is_surer_by_what_was_not_drawn():
    """Half of all drawn halves the variance: V × (1 − f)."""
    said = anchored(0.1, 0.8).mutate(there=4000)
    plain, finite = (corrected(said, Design(fpc=fpc)).corrected for fpc in ((), "there"))
    assert finite.estimate == pytest.approx(plain.estimate)
    assert finite.std_error == pytest.approx(plain.std_error * math.sqrt(1 / 2), rel=0.02)


def test_weights_follow_from_sizes():
    """Of two strata one was drawn ten times as thinly: its people stand for ten times as many."""
    thin = np.arange(2000) % 4 < 2
    said = anchored(0.1, 0.8).to_pyarrow().to_pydict()
    asked = table(
        **said,
        h=thin.astype(int),
        there=np.where(thin, 100_000, 10_000),
        w=np.where(thin, 100.0, 10.0),
    )
    by_sizes, by_weights = (
        corrected(asked, Design(strata="h", fpc="there", weights=w)).corrected for w in (None, "w")
    )
    assert by_sizes.estimate == pytest.approx(by_weights.estimate)
    assert by_sizes.std_error == pytest.approx(by_weights.std_error)


# --- Doubts --------------------------------------------------------------------------------------


def test_answers_at_random_are_detected_and_reported():
    half = corrected(anchored(0.1, 0.5))
    hardly = corrected(anchored(0.1, 0.06))

    assert Caveat.RANDOM_ANSWERS in half.corrected.caveats
    assert Caveat.UNBOUNDED in hardly.corrected.caveats


def test_an_anchor_that_does_too_well_is_doubted():
    good = table(y=[1, 0] * 500, a=[1] * 1000)

    assert Caveat.BETTER_THAN_POSSIBLE in corrected(good).corrected.caveats


def test_a_list_that_changes_answers_is_seen():
    """People with the longer list who would say 0 say 1: G(0) − F(0) stays, F(y) falls below."""
    answers = lists(1, 4000, share=0.0)
    answers["n"] = np.where(answers["longer"] == 1, np.maximum(answers["n"] - 1, 0), answers["n"])
    found = stats.list_experiment(table(**answers), SIMPLE, LIST)

    assert found.effect.p_value < 0.001
    assert Caveat.LIST_CHANGES_ANSWERS in found.difference.caveats
    assert Caveat.BELOW_NONE in found.difference.caveats


def test_an_honest_list_is_not_doubted_but_for_being_small():
    found = stats.list_experiment(table(**lists(1, 400)), SIMPLE, LIST)
    large = stats.list_experiment(table(**lists(1, 4000)), SIMPLE, LIST)

    assert found.difference.caveats == (Caveat.FEWER_THAN_A_LIST_NEEDS,)
    assert large.difference.caveats == ()


def test_lists_that_tell_different_shares_are_doubted():
    random = np.random.default_rng(2)
    first = np.arange(4000) % 2
    carrier = random.random(4000) < 0.5
    asked = table(
        a=random.binomial(3, 0.5, 4000) + first * carrier,
        b=random.binomial(3, 0.5, 4000),  # nobody counts it on the second
        first=first,
        second=1 - first,
    )
    found = stats.double_list(asked, SIMPLE, ItemList("a", "first", 3), ItemList("b", "second", 3))

    assert Caveat.LISTS_DIFFER in found.difference.caveats


@pytest.mark.parametrize("doubt", Caveat)
def test_every_doubt_is_expressed_in_both_languages(doubt):
    assert doubt.say("en") == doubt.value
    assert doubt.say("fr") != doubt.value


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: Warner(0.5), VariableRefused, "Warner: people for whom it is true must say yes"),
        (lambda: Crosswise(1.5), VariableRefused, "crosswise, p: a chance from 0 to 1; found 1.5"),
        (lambda: Warner(0.5), VariableRefused, "they do not. Change the chances"),
        (lambda: ForcedResponse(0.8, 0.4), VariableRefused, "come to 1 at most; found 1.2"),
        (lambda: UnrelatedQuestion(0, 0.5), VariableRefused, "unrelated question: people"),
        (lambda: ObservedShare(1.2, 0.1, 9, 10), VariableRefused, "share: from 0 to 1"),
        (lambda: ObservedShare(0.2, float("nan"), 9, 10), VariableRefused, "with a variance"),
        (lambda: ObservedShare(1, 0, 0, 1), TooFewAnswers, "two answers at least; found 1"),
        (
            lambda: stats.estimate_sensitive_share(
                table(said=[1, 2, 0]), SIMPLE, "said", CROSSWISE
            ),
            VariableRefused,
            "“said”: whole numbers from 0 to 1; found 2, and 1 rows",
        ),
        (
            lambda: stats.estimate_sensitive_share(
                table(said=["y", "n"]), SIMPLE, "said", CROSSWISE
            ),
            VariableRefused,
            "“said”: only numbers",
        ),
        (
            lambda: stats.estimate_sensitive_share(
                table(said=[1.0, None]), SIMPLE, "said", CROSSWISE
            ),
            TooFewAnswers,
            "“said”: two answers at least; found 1",
        ),
        (
            lambda: stats.estimate_sensitive_share(table(said=[1, 0]), SIMPLE, "other", CROSSWISE),
            VariableRefused,
            "“other”: the table has no such column. It has said",
        ),
        (lambda: ItemList("n", "longer", 1), VariableRefused, "two harmless items at least"),
        (
            lambda: stats.list_experiment(table(n=[4, 1, 1, 2], longer=[0, 0, 1, 1]), SIMPLE, LIST),
            VariableRefused,
            "found 4.*shorter list: check who got which",
        ),
        (
            lambda: stats.list_experiment(table(n=[1, 1, 1, 2], longer=[0, 0, 0, 1]), SIMPLE, LIST),
            TooFewAnswers,
            "two people at least who answered in each arm; found 1 with 1",
        ),
        (
            lambda: stats.list_experiment(table(n=[5, 1], longer=[1, 0]), SIMPLE, LIST),
            VariableRefused,
            "“n”: whole numbers from 0 to 4; found 5",
        ),
        (
            lambda: stats.double_list(
                table(a=[1, 2, 1, 2], b=[1, 2, 1, 2], x=[1, 1, 0, 0], y=[1, 0, 1, 1]),
                SIMPLE,
                ItemList("a", "x", 3),
                ItemList("b", "y", 3),
            ),
            VariableRefused,
            "on one of both lists; 1 got it on neither or on both",
        ),
        (
            lambda: stats.list_experiment(
                table(n=[1, 2, 1, 2, 1], longer=[1, 1, 0, 0, None]), SIMPLE, LIST
            ),
            VariableRefused,
            "group “longer”: 1 or 0 for everybody who answered; found None",
        ),
        (
            lambda: corrected(table(y=[1, 0, 1, 0], a=[0, 0, 1, 0])),
            EstimateRefused,
            "“a”: 0.85 are expected.*Nobody seems to have followed",
        ),
        (
            lambda: corrected(table(y=[1.0, None], a=[None, 1.0])),
            TooFewAnswers,
            "two people at least who answered both; found 0",
        ),
        (
            lambda: corrected(table(y=[1, 0, 1], a=[1, 1, 1], h=[1, 1, 2]), Design(strata="h")),
            TooFewAnswers,
            "strata: two clusters at least in each; one stratum .“2”. has a single one",
        ),
        (
            lambda: stats.required_sample_size(Direct(), 0, 0.03),
            VariableRefused,
            "expected: a share",
        ),
        (
            lambda: stats.required_sample_size(Direct(), 0.2, 3),
            VariableRefused,
            "std_error: between",
        ),
        (
            lambda: stats.required_sample_size(Direct(), 0.2, 0.03, deff=0),
            VariableRefused,
            "deff: more than 0",
        ),
        (
            lambda: stats.required_sample_size_list(0.2, 0.03, count_variance=0),
            VariableRefused,
            "count_variance",
        ),
        (
            lambda: stats.required_sample_size_anchor(CROSSWISE, CROSSWISE, 0.2, 0.03, followed=0),
            VariableRefused,
            "followed",
        ),
    ],
)
def test_what_cannot_be_estimated_is_refused_with_column_rule_and_remedy(make, error, said):
    with pytest.raises(error, match=said):
        make()


# --- The plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("available", "said"),
    [
        (1200, "The 1,200 people that can be reached are enough for that."),
        (1000, "not for the plain question beside it"),
        (300, "to within 10.5 points either way. Ask more people, or do not ask for a share."),
    ],
)
def test_the_plan_says_what_those_who_can_be_reached_are_enough_for(available, said):
    assert said in stats.plan_sensitive_question(0.2, 0.03, available=available).say("en")[-1]


def test_the_plan_is_french_in_french():
    told = stats.plan_sensitive_question(0.2, 0.03, available=1200).say("fr")

    assert all("people" not in sentence for sentence in told)
    assert any("3\u00a0200" in sentence for sentence in told)


def test_an_answer_that_says_it_all_has_no_odds():
    assert stats.max_odds_ratio(Direct()) is None
    assert stats.max_odds_ratio(ForcedResponse(0.5, 0.5)) is None  # a no is always true
    assert stats.max_odds_ratio(Crosswise(0.25)) == pytest.approx(3)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.005, 0.2), st.sampled_from(WAYS))
def test_hiding_takes_more_people_than_asking(expected, std_error, way):
    plain = stats.required_sample_size(Direct(), expected, std_error)

    assert stats.required_sample_size(way, expected, std_error) >= plain
    assert stats.required_sample_size_list(expected, std_error, double=True) > plain


# --- How often they are right --------------------------------------------------------------------


def share_held(make, true, samples):
    held = 0
    for sample in range(samples):
        found = make(sample)
        held += found.conf_low <= true <= found.conf_high
    return held / samples


@pytest.mark.slow
def test_intervals_of_the_corrected_crosswise_question_hold():
    """200 samples of 800, a tenth carries it, four in five follow: 95 % ± 3 standard errors of
    .0154."""
    held = share_held(lambda sample: corrected(anchored(0.1, 0.8, 800, sample)).corrected, 0.1, 200)

    assert held == pytest.approx(0.95, abs=0.046)


@pytest.mark.slow
def test_intervals_of_lists_hold():
    """200 samples of 400 with a share of .3."""
    held = share_held(
        lambda sample: stats.list_experiment(table(**lists(sample, 400)), SIMPLE, LIST).difference,
        0.3,
        200,
    )
    assert held == pytest.approx(0.95, abs=0.046)


@pytest.mark.slow
def test_an_honest_list_is_seldom_reported_as_changing_answers():
    """The test holds its level where some types are absent: here nobody carries it. 300 samples."""
    below = sum(
        stats.list_experiment(table(**lists(sample, 400, 0.0)), SIMPLE, LIST).effect.p_value < 0.05
        for sample in range(300)
    )
    assert below / 300 <= 0.05 + 0.038

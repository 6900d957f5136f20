"""Ranks beside a twin, what must not change them, what is refused, and how often they are right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats import naive_ranking, synthetic
from vecu import stats
from vecu.stats import (
    EstimateRefused,
    JointEstimates,
    RankConfidenceSet,
    TooFewAnswers,
    VariableRefused,
    rank,
    rank_counts,
)


def measured(shares, people=100, df=np.inf):
    shares = np.array(shares, dtype=float)
    names = tuple(f"item {place}" for place in range(len(shares)))
    return JointEstimates(names, shares, np.diag(shares * (1 - shares) / people), df, people)


def sets(ranking):
    return {one.name: tuple(one.places) for one in ranking}


counts = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(0, 40), min_size=2, max_size=6
).filter(lambda found: sum(found.values()) > 0)
shares = st.lists(st.floats(0.05, 0.95), min_size=2, max_size=6)


@settings(deadline=None)
@given(counts, st.booleans())
def test_ranks_of_counts_are_what_their_definition_gives(found, simultaneous):
    ours = rank_counts(found, simultaneous=simultaneous)

    assert sets(ours) == sets(naive_ranking.rank_counts(found, simultaneous=simultaneous))


@pytest.mark.parametrize("simultaneous", [True, False])
@pytest.mark.parametrize("people", [30, 120, 1000])
def test_ranks_are_what_their_definition_gives(people, simultaneous):
    """The twin draws its own samples: shares are taken that are not at the edge."""
    found = measured([0.81, 0.6, 0.58, 0.33, 0.07], people)

    ours = rank(found, chance=1, simultaneous=simultaneous)
    twin = naive_ranking.rank(found, chance=2, simultaneous=simultaneous)

    assert sets(ours) == sets(twin)


@settings(deadline=None, max_examples=30)
@given(shares, st.randoms(use_true_random=False))
def test_a_place_lies_in_its_set_and_the_order_given_does_not_matter(found, chance):
    order = chance.sample(range(len(found)), len(found))
    given_, mixed = measured(found), measured(found)
    mixed = JointEstimates(
        tuple(given_.names[i] for i in order),
        given_.estimates[order],
        given_.covariance[np.ix_(order, order)],
        given_.df,
        given_.n,
    )
    ours = rank(given_, chance=1)

    for one in ours:
        first, place, last = one.places
        assert 1 <= first <= place <= last <= len(found)
    close = np.abs(np.diff(np.sort(found))).min() < 1e-9
    founds = {one.name: tuple(one.places)[1] for one in ours}
    again = {one.name: tuple(one.places)[1] for one in rank(mixed, chance=1)}
    assert close or founds == again


@settings(deadline=None, max_examples=30)
@given(shares)
def test_from_the_other_end_places_are_mirrored(found):
    size = len(found)
    down, up = (sets(rank(measured(found), chance=1, lowest_first=low)) for low in (False, True))

    for name, (first, _place, last) in down.items():
        assert (up[name][0], up[name][2]) == (size + 1 - last, size + 1 - first)


@settings(deadline=None, max_examples=30)
@given(shares)
def test_sets_that_hold_one_by_one_are_never_wider(found):
    together, alone = (
        sets(rank(measured(found, 60), chance=1, simultaneous=each)) for each in (True, False)
    )
    for name, (first, _place, last) in alone.items():
        # the same samples by chance, fewer pairs to hold together
        assert together[name][0] <= first
        assert last <= together[name][2]


def test_the_same_chance_gives_the_same_ranking():
    assert rank(measured([0.6, 0.5, 0.4]), chance=7) == rank(measured([0.6, 0.5, 0.4]), chance=7)


def test_few_degrees_of_freedom_widen_the_sets():
    wide, narrow = (rank(measured([0.7, 0.5, 0.3], 100, df), chance=1) for df in (3, np.inf))

    assert sets(narrow)["item 0"] == (1, 1, 1)
    assert sets(wide)["item 0"] == (1, 1, 2)


def test_estimates_of_a_design_are_ranked_with_their_covariance():
    design = stats.Design(ids="cluster", strata="stratum", weights="weight", nest=True)
    means = stats.mean(synthetic.survey(), design, ["yes", "direct", "longer"])
    ranking = rank(means, chance=1)

    assert [one.name for one in ranking] == ["yes", "longer", "direct"]
    assert tuple(ranking.places("direct")) == (3, 3, 3)
    assert ranking.places("yes").last == 2


def test_figures_of_one_domain_can_be_ranked_alone():
    means = stats.mean(synthetic.survey(), stats.Design(), ["yes", "direct"], by="stratum")
    ranking = rank(JointEstimates.of(means, domain="1"), chance=1)

    assert [one.name for one in ranking] == ["yes", "direct"]
    with pytest.raises(VariableRefused, match="no estimate is of “9”; found 0, 1, 2"):
        JointEstimates.of(means, domain="9")


# --- A place has no way out of its set -----------------------------------------------------------


def test_places_do_not_exist_without_their_set():
    with pytest.raises(TypeError):
        RankConfidenceSet(2)
    with pytest.raises(ValueError, match="found 4 for 1 to 3 of 6"):
        RankConfidenceSet(1, 4, 3, of=6)


def test_places_neither_change_nor_become_a_number():
    places = RankConfidenceSet(1, 2, 4, of=6)

    with pytest.raises(AttributeError, match="do not change"):
        places.first = 2
    with pytest.raises(TypeError):
        int(places)
    with pytest.raises(TypeError):
        sorted([places, RankConfidenceSet(1, 1, 4, of=6)])
    assert (f"{places}", repr(places)) == ("2 (1–4)", "Places(1, 2, 4, of=6)")
    assert 4 in places
    assert 5 not in places
    assert places == RankConfidenceSet(1, 2, 4, of=6) != RankConfidenceSet(1, 2, 4, of=5)
    assert len({places, RankConfidenceSet(1, 2, 4, of=6)}) == 1


def test_the_first_of_a_ranking_are_given_by_sets_that_hold_together():
    alone = rank(measured([0.6, 0.5]), chance=1, simultaneous=False)

    with pytest.raises(EstimateRefused, match="Rank with simultaneous=True"):
        alone.among_first(1)
    with pytest.raises(EstimateRefused, match="“other” was not ranked; found item 0, item 1"):
        alone.places("other")


# --- What is refused -----------------------------------------------------------------------------

NOT = np.array([[np.nan, 0], [0, 1]])


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: rank(measured([0.5]), chance=1), VariableRefused, "takes two at least"),
        (
            lambda: rank(measured([0.5, 0.4]), chance=1, coverage=95),
            VariableRefused,
            "from 0.5 to below 1; found 95",
        ),
        (
            lambda: rank(measured([1.0, 0.0]), chance=1),
            VariableRefused,
            "“item 0” and “item 1”: a difference with a standard error; it has none",
        ),
        (lambda: rank_counts({"a": 3}), VariableRefused, "takes two at least; found a"),
        (lambda: rank_counts({"a": 0, "b": 0}), TooFewAnswers, "all are 0"),
        (lambda: rank_counts({"a": 1.5, "b": 2}), VariableRefused, "whole numbers.*found 1.5, 2"),
        (lambda: rank_counts({"a": -1, "b": 2}), VariableRefused, "0 or more; found -1, 2"),
        (
            lambda: JointEstimates(("a", "b"), np.array([1.0, 2.0]), NOT, 5, 9),
            VariableRefused,
            "“a”: an estimate with its variance; found none",
        ),
        (
            lambda: JointEstimates(("a", "a"), np.zeros(2), np.eye(2), 5, 9),
            VariableRefused,
            "each figure has its own; found a, a",
        ),
        (
            lambda: JointEstimates(("a", "b"), np.zeros(2), np.eye(3), 5, 9),
            VariableRefused,
            "a row and a column for each of 2 estimates",
        ),
        (
            lambda: JointEstimates(("a", "b"), np.zeros(2), np.array([[1, 2], [2, 1.0]]), 5, 9),
            VariableRefused,
            "no combination varies less than 0",
        ),
        (lambda: JointEstimates(("a",), np.zeros(1), np.eye(1), 0, 1), TooFewAnswers, "more PSUs"),
    ],
)
def test_what_cannot_be_ranked_is_refused_with_rule_and_remedy(make, error, said):
    with pytest.raises(error, match=said):
        make()


def test_equal_figures_that_never_differ_are_ties():
    """Everybody gave the same answer to both: neither is above the other, and that is known."""
    tied = JointEstimates(("a", "b"), np.full(2, 0.5), np.full((2, 2), 0.01), np.inf, 25)

    assert sets(rank(tied, chance=1)) == {"a": (1, 1, 2), "b": (1, 1, 2)}


# --- How often they are right --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "shares", [[0.62, 0.55, 0.48, 0.40, 0.30, 0.22], [0.5] * 6, [0.5, 0.5, 0.5, 0.2, 0.2, 0.1]]
)
@pytest.mark.parametrize("people", [50, 200])
def test_sets_hold_all_true_ranks_in_95_of_100_samples_at_least(shares, people):
    """Answers correlate by .3 (normal scores). Of ties any place among them counts as true. With
    400 samples the share who hold varies by .011: below .95 − 3 · .011 something is wrong."""
    random = np.random.default_rng(people)
    limits = np.array([np.sqrt(2) * _erfinv(2 * share - 1) for share in shares])
    first = [1 + sum(other > share for other in shares) for share in shares]
    last = [sum(other >= share for other in shares) for share in shares]
    held = 0
    for sample in range(400):
        scores = np.sqrt(0.3) * random.normal(size=(people, 1))
        scores = scores + np.sqrt(0.7) * random.normal(size=(people, 6))
        answers = (scores < limits).astype(float)
        found = rank(stats.means_of_people([*"abcdef"], answers), chance=sample)
        places = [found.places(name) for name in "abcdef"]
        held += all(
            one.first <= high and low <= one.last
            for one, low, high in zip(places, first, last, strict=True)
        )
    assert held / 400 >= 0.95 - 0.033


def _erfinv(value):
    from scipy.special import erfinv  # noqa: PLC0415

    return erfinv(value)


@pytest.mark.slow
def test_sets_of_counts_hold_with_thirty_people():
    random = np.random.default_rng(3)
    shares = np.array([0.3, 0.3, 0.2, 0.1, 0.1])
    low, high = [1, 1, 3, 4, 4], [2, 2, 3, 5, 5]
    held = 0
    for _sample in range(1000):
        drawn = random.multinomial(30, shares)
        found = rank_counts(dict(zip("abcde", drawn.tolist(), strict=True)))
        held += all(
            found.places(name).first <= top and bottom <= found.places(name).last
            for name, bottom, top in zip("abcde", low, high, strict=True)
        )
    assert held / 1000 >= 0.95 - 0.02

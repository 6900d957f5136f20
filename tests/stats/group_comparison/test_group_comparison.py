"""Two groups: what must not change a comparison, what is refused, how often it is right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats import naive_group_comparison, synthetic
from vecu import stats
from vecu.stats import (
    GroupTest,
    JointEstimates,
    TooFewAnswers,
    VariableRefused,
    compare_people,
    compare_samples,
)

NAMES = ("a", "b", "c")


def answers(chance, people, shares):
    return (np.random.default_rng(chance).random((people, len(shares))) < shares).astype(float)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(20, 60), st.integers(20, 60))
def test_the_test_is_what_its_definition_gives(chance, one, other):
    first, second = answers(chance, one, [0.5] * 3), answers(chance + 1, other, [0.4] * 3)
    groups = [stats.means_of_people(NAMES, each) for each in (first, second)]

    found = compare_samples(*groups, chance=1)
    twin = naive_group_comparison.compare_samples(*groups, chance=1)

    assert found.statistic == pytest.approx(twin.statistic)
    assert found.df == pytest.approx(twin.df)
    assert found.p_value == pytest.approx(twin.p_value)


def test_groups_changed_about_change_the_sign_alone():
    first, second = (
        stats.means_of_people(NAMES, answers(seed, 60, [0.5, 0.4, 0.6])) for seed in (1, 2)
    )
    one, other = compare_samples(first, second, chance=1), compare_samples(second, first, chance=1)

    assert one.statistic == pytest.approx(other.statistic)
    assert [each.estimate for each in one.differences] == pytest.approx(
        [-each.estimate for each in other.differences]
    )
    assert one.n == other.n[::-1] == (60, 60)


def test_shares_that_add_up_to_one_are_one_figure_fewer():
    """Each person names one of three: the third share follows from the others."""
    named = [np.eye(3)[np.random.default_rng(seed).integers(0, 3, 80)] for seed in (1, 2)]
    whole = compare_samples(*(stats.means_of_people(NAMES, each) for each in named), chance=1)

    assert whole.df[0] == 2


@pytest.mark.parametrize("seed", range(3))
def test_an_exact_test_of_few_people(seed):
    first, second = answers(seed, 4, [0.3, 0.5]), answers(seed + 9, 5, [0.3, 0.5])
    found = compare_people(("a", "b"), first, second, chance=seed)
    exact = naive_group_comparison.permuted_p_values(first.tolist(), second.tolist())

    assert [each.p_value for each in found.differences] == pytest.approx(exact, abs=0.02)


def test_permutation_is_for_small_cells_only():
    common, rare = [0.5, 0.4, 0.6], [0.5, 0.4, 0.02]
    for shares, test in ((common, GroupTest.WALD_TWO_SAMPLES), (rare, GroupTest.PERMUTATION)):
        found = compare_people(NAMES, answers(1, 50, shares), answers(2, 200, shares), chance=1)
        assert found.test is test


def test_marks_on_a_scale_are_compared_by_their_means():
    first, second = (np.random.default_rng(seed).integers(1, 6, (40, 3)) for seed in (1, 2))

    assert compare_people(NAMES, first, second, chance=1).test is GroupTest.WALD_TWO_SAMPLES


def test_answers_that_were_not_given_leave_the_others():
    first, second = answers(1, 50, [0.5, 0.4, 0.02]), answers(2, 200, [0.5, 0.4, 0.02])
    first[:10, 0] = np.nan

    found = compare_people(NAMES, first, second, chance=1).differences[0]

    assert found.first == pytest.approx(np.nanmean(first[:, 0]))
    assert found.conf_low < found.estimate < found.conf_high


def test_an_item_that_nobody_names_is_no_trouble_to_a_permutation():
    first, second = np.zeros((20, 2)), np.zeros((30, 2))
    second[:4, 1] = 1

    never, seldom = compare_people(("never", "seldom"), first, second, chance=1).differences

    assert (never.estimate, never.std_error, never.p_value) == (0, 0, 1)
    assert never.conf_low < 0 < never.conf_high
    assert seldom.estimate == pytest.approx(-4 / 30)


SOME = stats.means_of_people(("a", "b"), answers(1, 30, [0.5, 0.4]))


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (
            lambda: compare_samples(SOME, stats.means_of_people(("a",), [[0], [1]]), chance=1),
            VariableRefused,
            "the same figures of both groups; found a, b and a",
        ),
        (
            lambda: compare_samples(
                *(JointEstimates(("a",), np.ones(1), np.zeros((1, 1)), 9, 10),) * 2, chance=1
            ),
            VariableRefused,
            "“a”: a difference with a standard error; it has none.*by permutation",
        ),
        (
            lambda: compare_samples(
                *(JointEstimates(NAMES, np.ones(3), np.eye(3), 1, 2),) * 2, chance=1
            ),
            TooFewAnswers,
            "df: more than 2 for 3 figures together; found 2. Compare fewer",
        ),
        (
            lambda: compare_people(("a",), [[0], [np.nan]], [[1], [0]], chance=1),
            TooFewAnswers,
            "“a”: two answers at least; found 1",
        ),
        (
            lambda: compare_people(("a",), [[0], [np.inf]], [[1], [0]], chance=1),
            VariableRefused,
            "“a”: finite numbers, NaN where nobody answered",
        ),
        (
            lambda: compare_people(("a", "b"), [[0], [1]], [[1], [0]], chance=1),
            VariableRefused,
            "a column for each of 2 names",
        ),
        (
            lambda: stats.compare_domains(
                stats.mean(synthetic.survey(), stats.Design(), "yes", by="stratum"),
                "1",
                "7",
                chance=1,
            ),
            VariableRefused,
            "the same estimates of “1” and “7”.*There are 0, 1, 2",
        ),
        (lambda: stats.smallest_difference(1, 200), VariableRefused, "two people at least"),
        (
            lambda: stats.margin_of_difference(50, 200, share=1),
            VariableRefused,
            "a share between 0 and 1",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_rule_and_remedy(make, error, said):
    with pytest.raises(error, match=said):
        make()


# --- How often it is right -----------------------------------------------------------------------


@pytest.mark.slow
def test_a_rare_concern_misleads_the_chi_square_and_not_the_permutation():
    """Six concerns, three of them named by 2 to 4 %, groups of 50 and 200 that do not differ. Of
    400 samples 5 % may be said to differ; with the χ² that a Wald statistic has in large samples
    far more are. 3 standard errors of a share of 5 % are .033."""
    from scipy.stats import chi2  # noqa: PLC0415

    random = np.random.default_rng(11)
    shares, names = [0.5, 0.4, 0.3, 0.04, 0.03, 0.02], [*"abcdef"]
    permuted = wald = 0
    for sample in range(400):
        first, second = (random.random((size, 6)) < shares for size in (50, 200))
        found = compare_people(names, first.astype(float), second.astype(float), chance=sample)
        assert found.test is GroupTest.PERMUTATION
        permuted += found.p_value <= 0.05
        apart = first.mean(axis=0) - second.mean(axis=0)
        covariance = np.cov(first.T) / 50 + np.cov(second.T) / 200
        free = np.diag(covariance) > 0
        square = apart[free] @ np.linalg.solve(covariance[np.ix_(free, free)], apart[free])
        wald += chi2.sf(square, free.sum()) <= 0.05
    assert permuted / 400 <= 0.05 + 0.033
    assert wald / 400 > 0.10


@pytest.mark.slow
@pytest.mark.parametrize("shares", [[0.5, 0.4, 0.3], [0.5, 0.05, 0.03]])
def test_intervals_hold_all_true_differences_together(shares):
    """1,000 samples of 50 and 200, the groups differing by 10 points in the first: 95 %, less 3
    standard errors of .007."""
    random = np.random.default_rng(12)
    higher = [shares[0] + 0.1, *shares[1:]]
    true = np.subtract(higher, shares)
    held = 0
    for sample in range(1000):
        first = (random.random((50, 3)) < higher).astype(float)
        second = (random.random((200, 3)) < shares).astype(float)
        found = compare_people(NAMES, first, second, chance=sample).differences
        held += all(
            one.conf_low <= value <= one.conf_high for one, value in zip(found, true, strict=True)
        )
    assert held / 1000 >= 0.95 - 0.021

"""Tables of an extract: each cell has its noise, no part is above its whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vecu.datasets.releases.cell_counts import CellCounter, CellMembers
from vecu.stats import FEW


def make_counter(people, extract=1, seed=0):
    keys = np.random.default_rng(seed).integers(0, 2**64, people, dtype=np.uint64)
    return CellCounter(bytes([seed % 256]) * 32, extract, keys)


def divide(answers, size):
    """Return members of a question that everybody of the base answered; -1 was not asked."""
    rows = np.stack([answers == place for place in range(size)])
    base = answers >= 0
    return CellMembers(base, rows, dividing=True, everybody=bool(base.all()))


@given(
    st.integers(15, 200), st.integers(1, 6), st.integers(1, 5), st.booleans(), st.integers(0, 999)
)
def test_no_figure_counts_fewer_than_11_people_or_more_than_its_base(
    people, rows, columns, dividing, seed
):
    rng = np.random.default_rng(seed)
    answers = rng.integers(-1, rows, people)
    members = divide(answers, rows)
    if not dividing:
        chosen = (rng.random((rows, people)) < 0.3) & members.base
        members = CellMembers(members.base, chosen, dividing=False)
    group = rng.integers(-1, columns, people)
    where = [group == place for place in range(columns)]
    table = make_counter(people, seed=seed).count(members, where)

    for place, column in enumerate(where):
        base = table.bases[place]
        assert base == FEW or (base <= people and (members.base & column).sum() >= 11)
        for row, shown in zip(members.rows, table.rows, strict=True):
            count = (row & column).sum()
            assert shown[place] <= base
            assert shown[place] == FEW or (count >= 11 and abs(shown[place] - count) <= 25)
            assert shown[place] % 5 == 0


def test_the_same_people_have_the_same_figure_in_every_table_and_any_order():
    """A row of 40 is the base of what was asked of them, and the column of a breakdown."""
    counter = make_counter(100)
    answers = np.array([0] * 40 + [1] * 60)
    whole, asked = divide(answers, 2), divide(np.where(answers == 0, 0, -1), 1)
    everybody = [np.ones(100, dtype=bool)]
    [base] = counter.count(asked, everybody).bases
    [column, _other] = counter.count(whole, [answers == 0, answers == 1]).bases
    order = np.random.default_rng(1).permutation(100)
    shuffled = CellCounter(counter.study_key, 1, counter.keys[order])

    assert base == column == counter.count_one(answers == 0)
    assert shuffled.count_one((answers == 0)[order]) == base
    assert shuffled.count(divide(answers[order], 2), everybody) == counter.count(whole, everybody)


def test_rows_beside_one_that_is_all_of_its_base_add_up_as_beside_any_other():
    """Nobody is missing, or one of 60: in both cases the row’s figure is that of its base as often
    as not. Of 400 keys the shares differ by chance by .1 at most, three standard errors.
    """
    same = {0: 0, 1: 0}
    everybody = [np.ones(60, dtype=bool)]
    for missing, seed in ((missing, seed) for missing in same for seed in range(400)):
        answers = np.where(np.arange(60) < missing, 1, 0)
        table = make_counter(60, seed=seed).count(divide(answers, 3), everybody)
        same[missing] += table.rows[0] == table.bases
        assert table.rows[1:] == ((FEW,), (FEW,))

    assert abs(same[0] - same[1]) / 400 <= 0.1

"""What of closed quarters is public, and what a gap says of those who said no."""

from datetime import date
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.safeguards.counted_months import OPENED, SUMMER, TERMS, make_counts, make_quarter
from vecu import stats
from vecu.safeguards.quarter_counts.month_counts import AnswerGroup, QuarterOutcome, find_wrong_sums
from vecu.safeguards.quarter_counts.tables import (
    QuarterState,
    QuarterVerdict,
    SiteMonth,
    TableRow,
    is_settled,
    list_losses,
    list_results,
)
from vecu.safeguards.quarters import Quarter

YES, NO, NOT_ASKED, WITHDREW, EVERYBODY = AnswerGroup
SPRING, AUTUMN = Quarter(2026, 2), Quarter(2026, 4)
LATER = date(2027, 2, 1)
WIDE = {YES: (72, 100), NO: (10, 15), NOT_ASKED: (18, 27), WITHDREW: (4, 5)}
BEFORE = make_quarter({EVERYBODY: (103, 147)}, SPRING)
HIGH = {"high": date(2026, 4, 1)}


def read(months, terms=TERMS, expected=HIGH, today=LATER):
    return list_results(terms, months, expected, today)


def test_a_table_adds_up_months_and_groups_refusals_as_declared():
    """Three months of 10 and 4 kept meetings, of 15 and 5: 42 of 60, beside 216 of 300."""
    summer, autumn = read([*BEFORE, *make_quarter(WIDE), *make_quarter(WIDE, AUTUMN)])
    rows = summer.table.rows

    assert (summer.state, autumn.state) == (QuarterState.PUBLIC, QuarterState.PUBLIC)
    assert {row: each[QuarterOutcome.KEPT] for row, each in rows.items()} == {
        TableRow.YES: (216, 300),
        TableRow.NO: (42, 60),
        TableRow.NOT_ASKED: (54, 81),
        TableRow.BEFORE: (309, 441),
    }
    assert summer.table.contacts[TableRow.NO] == 120
    assert summer.table.between_sites is None
    assert read([*BEFORE, *make_quarter(WIDE)], today=date(2026, 10, 31)) == []


def test_three_refusers_keep_the_whole_table_back_and_join_the_next_quarter():
    """Three refusals, one a month: nothing is public. With 57 more the two quarters are one."""
    few = WIDE | {NO: (1, 1), WITHDREW: (0, 0)}
    many = WIDE | {NO: (10, 14)}

    summer, both = read([*BEFORE, *make_quarter(few), *make_quarter(many, AUTUMN)])
    assert (summer.state, summer.table) == (QuarterState.JOINED, None)
    assert (both.first, both.last, both.state) == (SUMMER, AUTUMN, QuarterState.PUBLIC)
    assert both.table.rows[TableRow.NO][QuarterOutcome.KEPT] == (45, 60)

    _summer, never = read([*BEFORE, *make_quarter(few), *make_quarter(few, AUTUMN)])
    assert (never.state, never.table) == (QuarterState.WITHHELD, None)


def test_a_month_that_was_not_typed_is_missing_and_counted_with_the_next_quarter():
    summer, both = read([*BEFORE, *make_quarter(WIDE)[1:], *make_quarter(WIDE, AUTUMN)])
    assert summer.state is QuarterState.INCOMPLETE
    assert (both.state, both.table) == (QuarterState.WITHHELD, None)


def test_a_correction_is_counted_in_the_month_in_which_it_is_typed():
    """Two kept meetings too many in July, corrected in October: 214 of 298, not 216 of 300."""
    wrong = make_counts({YES: (-2, -2)})
    correction = SiteMonth("high", date(2026, 10, 1), OPENED, wrong, is_correction=True)
    months = [*BEFORE, *make_quarter(WIDE), *make_quarter(WIDE, AUTUMN), correction]

    summer, autumn = read(months)
    assert summer.table.rows[TableRow.YES][QuarterOutcome.KEPT] == (216, 300)
    assert autumn.table.rows[TableRow.YES][QuarterOutcome.KEPT] == (214, 298)
    results = read(months, today=date(2026, 12, 3))
    settled = [is_settled(results, TERMS, date(2026, month, 1)) for month in (5, 7, 9, 10)]
    assert settled == [True, True, True, False]


def test_sixty_refusers_cannot_show_five_points_beside_the_smallest_gap():
    """40 of 60 beside 215 of 300: −18 to 7 points; 19 would have been seen (R's, `test_groups`)."""
    people = {YES: (0, 0), NO: (0, 0), NOT_ASKED: (55, 80), WITHDREW: (0, 0)}
    months = make_quarter(people)
    months[0] = SiteMonth(
        "high", months[0].month, OPENED, make_counts({YES: (215, 300), NO: (40, 60)})
    )
    (summer,) = read([*BEFORE, *months], today=date(2026, 12, 3))
    found = summer.table.refusal

    assert found.gap.estimate == pytest.approx(-0.05)
    assert (found.gap.low, found.gap.high) == pytest.approx((-0.1849, 0.0688), abs=1e-4)
    assert found.smallest == pytest.approx(0.19, abs=0.005)
    assert found.verdict is QuarterVerdict.CANNOT_BE_TOLD


@pytest.mark.parametrize(
    ("no", "verdict"),
    [((24, 60), QuarterVerdict.LESS), ((42, 60), QuarterVerdict.CANNOT_BE_TOLD)],
)
def test_a_clause_fires_at_the_second_quarter_with_a_loss_and_not_before(no, verdict):
    people = WIDE | {NO: (no[0] // 3, no[1] // 3), WITHDREW: (0, 0)}
    months = [*BEFORE, *make_quarter(people), *make_quarter(people, AUTUMN)]
    lost = verdict is QuarterVerdict.LESS

    assert {each.table.refusal.verdict for each in read(months)} == {verdict}
    assert list_losses(read(months, today=date(2026, 12, 3))) == []
    assert list_losses(read(months)) == ([AUTUMN] if lost else [])


def test_sites_are_compared_by_when_the_tool_opened_with_everybody_counted():
    """From 309 of 441 to 240 of 441 where it opened, from 309 to 312 of 441 where it did not:
    16.3 points lost. Errors add up in squares: 2.80 · √(.6633 · .3367 · 4 / 441) = 12.6 points."""
    changed = {YES: (54, 100), NO: (8, 15), NOT_ASKED: (15, 27), WITHDREW: (3, 5)}
    other = [
        each
        for quarter, kept in ((SPRING, 103), (SUMMER, 104))
        for each in make_quarter({EVERYBODY: (kept, 147)}, quarter, "low", None)
    ]
    expected = HIGH | {"low": date(2026, 4, 1)}
    (summer,) = read(
        [*BEFORE, *make_quarter(changed), *other], expected=expected, today=date(2026, 12, 3)
    )
    found = summer.table.between_sites

    assert found.gap.estimate == pytest.approx((240 - 309 - 312 + 309) / 441)
    share = (309 + 240 + 309 + 312) / (4 * 441)
    error = sqrt(share * (1 - share) * 4 / 441)
    assert found.smallest == pytest.approx((1.959964 + 0.841621) * error, abs=1e-6)
    assert found.verdict is QuarterVerdict.LESS
    assert summer.table.rows[TableRow.NOT_OPEN][QuarterOutcome.KEPT] == (312, 441)


numbers = st.integers(0, 60).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys((YES, NO, NOT_ASKED, WITHDREW), numbers)),
             min_size=4, max_size=4),
    st.integers(1, 4),
)  # fmt: skip
def test_no_public_number_and_no_rest_is_under_eleven_and_no_month_is_counted_twice(quarters, most):
    spans = (SUMMER, AUTUMN, Quarter(2027, 1), Quarter(2027, 2))
    months = [
        each for span, people in zip(spans, quarters, strict=True)
        for each in make_quarter(people, span)
    ]  # fmt: skip
    terms = TERMS.__class__(SUMMER, TERMS.outcome, TERMS.grouping, most, TERMS.margin)
    results = read([*BEFORE, *months], terms, today=date(2027, 8, 1))

    assert len(results) == 4
    public = [each for each in results if each.state is QuarterState.PUBLIC]
    for each in public:
        cells = [share for row in each.table.rows.values() for share in row.values()]
        assert all(count >= 11 and of - count >= 11 for count, of in cells)
        assert min(each.table.contacts.values()) >= 11
    for one, other in pairwise(public):
        assert one.last < other.first
    assert all(each.table is None for each in results if each.state is not QuarterState.PUBLIC)


def test_counts_that_do_not_add_up_are_named_with_what_they_add_up_to():
    counts = make_counts({NO: (10, 15)})
    assert find_wrong_sums(counts) == {}
    assert find_wrong_sums(counts | {"no_due": 14, "yes_kept": 3}) == {"no_due": 15, "yes_due": 3}


@pytest.mark.slow
def test_a_loss_of_known_size_is_found_at_the_stated_power_and_none_where_there_is_none():
    """60 refusers and 300 accepters, 70 % kept: 18.9 points less is found in 80 of 100 quarters,
    and where there is none one is found in 2.5 of 100. A table that is not public finds nothing."""
    random = np.random.default_rng(20261203)
    draws = 3_000
    smallest = stats.smallest_loss(60, 300, share=0.7)

    def draw(share):
        counts = random.binomial([[100], [20], [27]], [[0.7], [share], [0.7]], (3, 3))
        quarter = [
            make_counts(dict(zip((YES, NO, NOT_ASKED), zip(month, (100, 20, 27), strict=True),
                                 strict=True)))
            for month in counts.T.tolist()
        ]  # fmt: skip
        months = [
            SiteMonth("high", month, OPENED, each)
            for month, each in zip(SUMMER.months, quarter, strict=True)
        ]
        (result,) = read(months, today=date(2026, 12, 3))
        return bool(result.table) and result.table.refusal.verdict is QuarterVerdict.LESS

    found = sum(draw(0.7 - smallest) for _each in range(draws)) / draws
    wrong = sum(draw(0.7) for _each in range(draws)) / draws
    assert found == pytest.approx(0.80, abs=3 * sqrt(0.8 * 0.2 / draws) + 0.005)
    assert wrong == pytest.approx(0.025, abs=3 * sqrt(0.025 * 0.975 / draws) + 0.003)

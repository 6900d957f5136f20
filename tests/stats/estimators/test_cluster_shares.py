"""Shares of events by people of different numbers, against R and against rows one by one."""

import ibis
import pyarrow as pa
import pytest

from vecu import stats

FOUND, EVENTS = [2, 5, 1, 0, 9, 3], [10, 6, 4, 7, 12, 3]


def test_it_is_what_rows_of_events_with_their_people_as_clusters_give():
    rows = [
        {"who": person, "right": int(number < right)}
        for person, (right, events) in enumerate(zip(FOUND, EVENTS, strict=True))
        for number in range(events)
    ]
    table = ibis.memtable(pa.Table.from_pylist(rows))
    (row,) = stats.proportion(
        table, stats.Design(ids="who"), "right", level=1, interval="korn-graubard"
    )
    found = stats.cluster_share(FOUND, EVENTS)
    assert (found.share, found.low, found.high) == pytest.approx(
        (row.estimate, row.conf_low, row.conf_high)
    )


def test_by_hand():
    """20 of 42. Squares of the scores 2 − 10·20/42, 5 − 6·20/42 … sum to 37.415; times 6/5 over 42²
    that is 0.025452. So the 42 are worth 0.249433 / 0.025452 = 9.8, times (t(41) / t(5))² =
    (2.019541 / 2.570582)²: 6.0488. The ends are quantiles of beta(2.8804, 4.1684), and of
    beta(3.8804, 3.1684). As R with survey 4.4.2: svyciprop by "beta", people as clusters.
    """
    found = stats.cluster_share(FOUND, EVENTS)
    assert (found.low, found.high) == pytest.approx((0.1065479317, 0.8675593991))


def test_events_are_never_worth_more_than_as_many_independent_ones():
    """Where all people have the same share: Clopper and Pearson's, of 30 times (t(29)/t(4))²."""
    found = stats.cluster_share([3] * 5, [6] * 5)
    worth = 30 * (2.0452296 / 2.7764451) ** 2
    from scipy.stats import beta  # noqa: PLC0415 - the oracle

    expected = beta.ppf([0.025, 0.975], [worth / 2, worth / 2 + 1], [worth / 2 + 1, worth / 2])
    assert [found.low, found.high] == pytest.approx(expected.tolist())


def test_who_had_no_event_is_not_counted_and_one_person_is_too_few():
    assert stats.cluster_share([*FOUND, 0], [*EVENTS, 0]) == stats.cluster_share(FOUND, EVENTS)
    with pytest.raises(stats.TooFewAnswers, match="two people"):
        stats.cluster_share([3, 0], [6, 0])

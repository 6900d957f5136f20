"""When a clause fires, by hand: October 2026 closes on 8 November, 8 December is 30 days later."""

from datetime import date

import pytest

from vecu.dialogue.clause_triggers import ClauseTerms, ClauseTrigger, list_triggers
from vecu.dialogue.rules import ClauseCause, WatchedFigure

ABOVE, HIDDEN, MISSING = ClauseCause.ABOVE, ClauseCause.HIDDEN, ClauseCause.MISSING
SINCE = date(2026, 10, 15)
OVERRIDES = ClauseTerms(WatchedFigure.OVERRIDES, SINCE, most=30)
MINUTES = ClauseTerms(WatchedFigure.MINUTES, SINCE)
PATIENT, LATE = date(2026, 12, 7), date(2026, 12, 8)


def version(decisions: int = 100, **content):
    return {"names": ["2.1"], "decisions": decisions, **content}


def share(percent: int, decisions: int = 100):
    return version(decisions, shares={"overridden": [percent, percent - 9, percent + 9]})


def outcome(*versions):
    return {"outcome": {"versions": list(versions)}}


def minutes(*versions, baseline: float | None = None):
    noted = {} if baseline is None else {"baseline": {"minutes": baseline, "source": {"en": "x"}}}
    return {"outcome": {"versions": [version()]}, "minutes": {"versions": list(versions)} | noted}


def means(**values):
    return version(means={name: {"all": value} for name, value in values.items()})


def list_october(terms, content, today=LATE):
    months = {} if content is None else {"2026-10": content}
    return [each.cause for each in list_triggers(terms, months, today)]


@pytest.mark.parametrize(
    ("content", "causes"),
    [
        (outcome(share(31)), [ABOVE]),
        (outcome(share(30)), []),  # not above what was agreed
        (outcome(share(10, 900), share(45, 60)), [ABOVE]),  # the mean is 12 %
        (outcome(share(10, 60), version(40)), []),
        (outcome(share(10, 50), version(50)), [HIDDEN]),  # of half nobody knows
        (outcome(version()), [HIDDEN]),
        ({"minutes": {"versions": []}}, [HIDDEN]),
        (None, [MISSING]),
    ],
)
def test_overrides_above_hidden_or_missing(content, causes):
    assert list_october(OVERRIDES, content) == causes


def test_hours_of_upkeep_are_summed_over_all_that_is_public():
    terms = ClauseTerms(WatchedFigure.UPKEEP, SINCE, most=40)
    for hours, causes in ((41, [ABOVE]), (40, [])):
        parts = [{"hours": hours - 10, "groups": []}, {"hours": 10, "groups": []}]
        assert list_october(terms, {"upkeep": {"parts": parts}}) == causes
    assert list_october(terms, outcome(version())) == [HIDDEN]
    assert list_october(terms, None) == [MISSING]


@pytest.mark.parametrize(
    ("content", "causes"),
    [
        (minutes(means(told_minutes=4.1, told_saved_minutes=4.0)), [ABOVE]),
        (minutes(means(told_minutes=4.0, told_saved_minutes=4.0)), []),
        # 7 measured for a decision, 12 for a case without the tool: cases can need several
        (
            minutes(
                means(told_minutes=2.0, told_saved_minutes=6.0, active_minutes=7.0), baseline=12.0
            ),
            [],
        ),
        (minutes(means(active_minutes=7.0), baseline=12.0), [HIDDEN]),  # nothing to compare with
        (minutes(means(active_minutes=7.0, told_saved_minutes=6.0)), [HIDDEN]),
        (minutes(means(told_minutes=4.0)), [HIDDEN]),
        (outcome(share(90)), [HIDDEN]),
    ],
)
def test_minutes_of_a_decision_are_compared_felt_with_felt_and_nothing_else(content, causes):
    assert list_october(MINUTES, content) == causes


def test_what_is_above_fires_at_once_what_is_not_there_after_thirty_days():
    assert list_october(OVERRIDES, outcome(share(31)), date(2026, 11, 8)) == [ABOVE]
    assert list_october(OVERRIDES, outcome(share(31)), date(2026, 11, 7)) == []  # still open
    for content, cause in ((None, MISSING), (outcome(version()), HIDDEN)):
        assert list_october(OVERRIDES, content, PATIENT) == []
        assert list_october(OVERRIDES, content, LATE) == [cause]


def test_a_clause_watches_from_the_month_of_its_day():
    before = {"2026-09": outcome(share(90)), "2026-10": outcome(share(10))}

    assert list_triggers(OVERRIDES, before, LATE) == []


def test_a_run_of_months_without_figure_is_one_cause():
    """On 10 April 2027 October to February are 30 days past their closing; March is not."""
    months = {"2026-11": outcome(share(10)), "2027-01": outcome(version())}
    found = list_triggers(OVERRIDES, months, date(2027, 4, 10))

    assert found == [
        ClauseTrigger(MISSING, "2026-10"),
        ClauseTrigger(MISSING, "2026-12"),
        ClauseTrigger(HIDDEN, "2027-01"),
        ClauseTrigger(MISSING, "2027-02"),
    ]
    assert list_triggers(OVERRIDES, {}, date(2027, 4, 10)) == [ClauseTrigger(MISSING, "2026-10")]


def test_each_month_above_is_a_cause_of_its_own():
    months = {"2026-10": outcome(share(40)), "2026-11": outcome(share(40))}

    assert [each.month for each in list_triggers(OVERRIDES, months, LATE)] == ["2026-10", "2026-11"]


@pytest.mark.parametrize(
    ("today", "causes"),
    [(date(2027, 3, 1), []), (date(2027, 3, 2), [ClauseCause.DATE])],
)
def test_a_date_fires_when_it_has_come(today, causes):
    terms = ClauseTerms(WatchedFigure.DATE, SINCE, due=date(2027, 3, 2))

    assert [each.cause for each in list_triggers(terms, {}, today)] == causes

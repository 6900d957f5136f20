"""Frequencies, against tables counted by hand."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.surveys.factories import DAY, FORM
from vecu.questionnaires import convert_workbook, normalize_answers, read_xform
from vecu.surveys.results.binning import (
    MOST,
    DateBin,
    NumberBin,
    bin_dates,
    bin_numbers,
    lower_median,
)
from vecu.surveys.results.completion import measure_completion
from vecu.surveys.results.frequencies import (
    TABULATED_TYPES,
    AnswerFilter,
    Unit,
    count_frequencies,
    count_stories,
)
from vecu.surveys.results.search import parse_search
from vecu.surveys.rules import REVIEW

QUESTIONNAIRE = read_xform(convert_workbook(FORM.encode(), "small.md").xform)

# Four people, written out so that every count below can be checked by eye.
PEOPLE = [
    {
        "story": [{"task": "Write", "kind": "creative", "keep": "yes"}, {"kind": "repetitive"}],
        "work": {"sector": "social", "tools": "chat draw", "years": "3", "told": "no"},
        "permission": {"quote": "yes"},
    },
    {
        "story": [{"task": "Sort", "kind": "repetitive"}],
        "work": {"sector": "social", "tools": "chat"},
    },
    {"story": [{"task": "Plan", "kind": "creative", "keep": "no"}], "work": {"sector": "health"}},
    {"work": {"years": "12"}},
]


def counted(people=PEOPLE, **more):
    return count_frequencies(QUESTIONNAIRE, [(values, DAY) for values in people], **more)


def test_people_and_stories_are_counted_apart():
    counts = counted()

    assert (counts.people, counts.stories) == (4, 4)
    assert [count_stories(QUESTIONNAIRE, values) for values in PEOPLE] == [2, 1, 1, 0]


def test_a_question_of_a_story_is_counted_once_for_each_story():
    kind = counted().tallies["/data/story/kind"]

    assert kind.unit is Unit.STORY
    assert kind.by_choice() == [("creative", 2), ("repetitive", 2)]
    assert (kind.answered, kind.blank, kind.not_asked) == (4, 0, 0)


def test_blanks_are_counted_among_the_stories_given():
    keep = counted().tallies["/data/story/keep"]

    assert (keep.presented, keep.answered, keep.blank) == (4, 2, 2)


def test_a_question_for_the_person_is_counted_once_for_each_person_with_the_list_s_zeros():
    sector = counted().tallies["/data/work/sector"]

    assert sector.unit is Unit.PERSON
    assert sector.by_choice() == [("social", 2), ("health", 1), ("school", 0)]
    assert (sector.answered, sector.blank) == (3, 1)


def test_each_choice_of_a_multiple_is_counted_and_the_person_once():
    tools = counted().tallies["/data/work/tools"]

    assert tools.by_choice() == [("chat", 2), ("draw", 1)]
    assert (tools.answered, tools.blank) == (2, 2)


def test_a_question_that_was_not_relevant_is_not_a_blank():
    # `told` is asked of the two in social work only: one answered, one left it blank.
    told = counted().tallies["/data/work/told"]

    assert (told.answered, told.blank, told.not_asked) == (1, 1, 2)


def test_of_a_text_only_whether_there_is_one_is_counted():
    task = counted().tallies["/data/story/task"]

    assert (task.answered, task.blank, task.counts) == (3, 1, {})


def test_only_the_kinds_requested_are_tallied():
    assert "/data/story/task" not in counted(kinds=TABULATED_TYPES).tallies
    assert "/data/work/years" in counted(kinds=TABULATED_TYPES).tallies


def test_a_value_that_is_not_on_the_list_comes_last_rather_than_lost():
    sector = counted([{"work": {"sector": "farm"}}]).tallies["/data/work/sector"]

    assert sector.by_choice() == [("social", 0), ("health", 0), ("school", 0), ("farm", 1)]


def test_without_answers_everything_is_zero():
    counts = counted([])

    assert (counts.people, counts.stories) == (0, 0)
    assert all(tally.presented == tally.not_asked == 0 for tally in counts.tallies.values())


# --- whose answers ---


def chosen(*choices):
    selection = AnswerFilter(choices=choices)
    return [n for n, values in enumerate(PEOPLE) if selection.admits(QUESTIONNAIRE, values)]


SOCIAL = ("/data/work/sector", "social")
CREATIVE = ("/data/story/kind", "creative")
DRAWING = ("/data/work/tools", "draw")
KEPT_NOT = ("/data/story/keep", "no")


def test_a_choice_admits_the_people_who_made_it():
    assert chosen(SOCIAL) == [0, 1]


def test_a_choice_in_a_story_admits_people_with_such_a_story():
    assert chosen(CREATIVE) == [0, 2]


def test_one_of_several_ticks_is_enough():
    assert chosen(DRAWING) == [0]


def test_of_several_choices_of_one_question_one_is_enough():
    assert chosen(("/data/work/sector", "health"), SOCIAL) == [0, 1, 2]
    assert chosen(DRAWING, ("/data/work/tools", "chat")) == [0, 1]
    assert chosen(("/data/work/sector", "health"), SOCIAL, CREATIVE) == [0, 2]


def test_choices_combine():
    assert chosen(SOCIAL, CREATIVE) == [0]
    assert chosen(CREATIVE, ("/data/work/sector", "school")) == []


def test_choices_about_a_story_must_hold_for_one_and_the_same_story():
    # The first person has a repetitive story and one to go on with, but they are two stories.
    assert chosen(("/data/story/kind", "repetitive"), ("/data/story/keep", "yes")) == []
    assert chosen(CREATIVE, ("/data/story/keep", "yes")) == [0]


def test_an_empty_selection_admits_everybody():
    assert chosen() == [0, 1, 2, 3]


def test_of_an_admitted_person_the_stories_that_were_chosen_are_set_apart():
    # The first person told several stories; in the list, the creative one must speak for them.
    told = AnswerFilter(choices=(CREATIVE,)).narrow(QUESTIONNAIRE, PEOPLE[0])

    assert [story["kind"] for story in told["story"]] == ["creative"]
    assert told["work"] == PEOPLE[0]["work"]
    assert AnswerFilter(choices=(SOCIAL,)).narrow(QUESTIONNAIRE, PEOPLE[0]) == PEOPLE[0]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ((), [["story[1]", "story[2]"], ["story[1]"], ["story[1]"], [""]]),
        ((CREATIVE,), [["story[1]"], [], ["story[1]"], []]),
        ((SOCIAL,), [["story[1]", "story[2]"], ["story[1]"], [], []]),
        ((CREATIVE, SOCIAL), [["story[1]"], [], [], []]),
        ((("/data/story/never", "asked"),), [[], [], [], []]),
    ],
)
def test_a_selection_admits_each_story_by_itself(choices, expected):
    """Of person one only the first story is creative; person four told none and chose nothing."""
    selection = AnswerFilter(choices=choices)

    assert [list(selection.stories(QUESTIONNAIRE, values)) for values in PEOPLE] == expected


def test_a_search_admits_only_the_story_that_says_it():
    values = {"story": [{"task": "Write"}, {"task": "Sort"}], "work": {"sector": "social"}}
    says = AnswerFilter(search=parse_search("sort"))

    assert list(says.stories(QUESTIONNAIRE, values)) == ["story[2]"]


# --- completion ---


def test_completion_follows_the_interview_and_takes_all_stories_together():
    stopped = {
        "": 1,
        "story.1.task": 2,
        "story.2.task": 3,
        "story.more": 4,
        "work.told": 5,
        REVIEW: 6,
    }

    lines = measure_completion(QUESTIONNAIRE, counted(), stopped)

    assert [(line.key, line.stopped) for line in lines] == [
        ("story.task", 6),  # 1 who had just begun, 2 and 3
        ("story.kind", 0),
        ("story.keep", 0),
        ("story.more", 4),
        ("work.sector", 0),
        ("work.tools", 0),
        ("work.years", 0),
        ("work.told", 5),
        ("permission.quote", 0),
        (REVIEW, 6),
    ]
    assert [line.key for line in lines if line.asks_for_more] == ["story.more"]


def test_nobody_who_stopped_is_lost_even_at_a_page_that_is_no_more():
    lines = measure_completion(QUESTIONNAIRE, counted(), {"old.page": 2, "work.sector": 1})

    assert sum(line.stopped for line in lines) == 3


# --- intervals ---


def test_few_different_numbers_are_displayed_as_they_are():
    assert bin_numbers({"3": 2, "1": 1, "3.0": 1}) == [
        NumberBin(Decimal(1), Decimal(1), 1),
        NumberBin(Decimal(3), Decimal(3), 3),
    ]


def test_many_whole_numbers_are_grouped_by_round_steps_with_the_empty_ones_between():
    # 1 to 11 once each, and 38: a span of 37 in 9 steps is 4.1, so steps of 5.
    counts = {str(n): 1 for n in [*range(1, 12), 38]}

    assert [(int(i.low), int(i.high), i.count) for i in bin_numbers(counts)] == [
        (0, 4, 4),
        (5, 9, 5),
        (10, 14, 2),
        (15, 19, 0),
        (20, 24, 0),
        (25, 29, 0),
        (30, 34, 0),
        (35, 39, 1),
    ]


def test_decimals_are_grouped_by_steps_that_leave_out_their_end():
    counts = {f"0.{n:02}": 1 for n in range(0, 60, 5)}  # 0.00, 0.05 … 0.55: 12 values

    steps = bin_numbers(counts)

    # 0.55 in 9 steps is 0.061, so steps of 0.1, with two values each.
    assert [(i.low, i.high, i.count) for i in steps] == [
        (Decimal(n) / 10, Decimal(n + 1) / 10, 2) for n in range(6)
    ]
    assert all(step.half_open for step in steps)


def test_dates_are_grouped_by_day_month_or_years_as_their_span_asks_for():
    assert bin_dates({"2026-11-02": 1, "2026-11-04": 2}) == [
        DateBin(date(2026, 11, 2), date(2026, 11, 2), 1),
        DateBin(date(2026, 11, 3), date(2026, 11, 3), 0),
        DateBin(date(2026, 11, 4), date(2026, 11, 4), 2),
    ]
    assert bin_dates({"2025-12-30": 1, "2026-02-01": 2}) == [
        DateBin(date(2025, 12, 1), date(2025, 12, 31), 1),
        DateBin(date(2026, 1, 1), date(2026, 1, 31), 0),
        DateBin(date(2026, 2, 1), date(2026, 2, 28), 2),
    ]
    # 1987 to 2026: 39 years in 9 steps is 4.3, so steps of 5.
    years = bin_dates({"1987-06-01": 1, "2026-01-01": 1})
    assert years[0] == DateBin(date(1985, 1, 1), date(1989, 12, 31), 1)
    assert years[-1] == DateBin(date(2025, 1, 1), date(2029, 12, 31), 1)


def test_the_first_and_the_last_day_there_are_can_be_grouped():
    assert sum(p.count for p in bin_dates({"0001-01-01": 1, "9999-12-31": 1})) == 2
    assert sum(p.count for p in bin_dates({"9999-11-01": 1, "9999-12-31": 1})) == 2


@pytest.mark.parametrize(
    ("counts", "expected"), [({"2": 1, "10": 1, "9": 1}, "9"), ({"2": 1, "10": 1}, "2"), ({}, "")]
)
def test_the_middle_is_the_smallest_value_that_half_do_not_exceed(counts, expected):
    assert lower_median(counts, key=Decimal) == expected


@given(st.dictionaries(st.integers(-(2**31), 2**31).map(str), st.integers(1, 9), min_size=1))
def test_grouping_numbers_loses_nobody_and_makes_few_steps_that_do_not_overlap(counts):
    steps = bin_numbers(counts)

    assert sum(step.count for step in steps) == sum(counts.values())
    assert len(steps) <= MOST
    assert all(one.high < other.low for one, other in pairwise(steps))


@given(st.dictionaries(st.dates().map(date.isoformat), st.integers(1, 9), min_size=1))
def test_grouping_dates_loses_nobody(counts):
    assert sum(period.count for period in bin_dates(counts)) == sum(counts.values())


# --- whatever people answer ---

CHOICES = {
    "/data/story/kind": ["creative", "repetitive"],
    "/data/story/keep": ["yes", "no"],
    "/data/work/sector": ["social", "health", "school"],
    "/data/work/tools": ["chat", "draw"],
}
story = st.fixed_dictionaries(
    {}, optional={"task": st.just("T"), "kind": st.sampled_from(CHOICES["/data/story/kind"]),
                  "keep": st.sampled_from(CHOICES["/data/story/keep"])}
)  # fmt: skip
work = st.fixed_dictionaries(
    {},
    optional={
        "sector": st.sampled_from(CHOICES["/data/work/sector"]),
        "tools": st.lists(st.sampled_from(["chat", "draw"]), min_size=1, unique=True).map(" ".join),
        "years": st.integers(0, 60).map(str),
        "told": st.sampled_from(["yes", "no"]),
    },
)
person = st.fixed_dictionaries({"story": st.lists(story, max_size=3), "work": work}).map(
    lambda values: normalize_answers(QUESTIONNAIRE, values, today=DAY)
)
choice = st.sampled_from([(path, name) for path, names in CHOICES.items() for name in names])


@given(st.lists(person, max_size=8))
def test_counts_of_a_single_choice_sum_to_those_who_answered_and_nobody_is_lost(people):
    counts = counted(people)
    total = {Unit.PERSON: counts.people, Unit.STORY: counts.stories}

    for tally in counts.tallies.values():
        assert tally.answered + tally.blank + tally.not_asked == total[tally.unit]
        if tally.question.kind == "select_one":
            assert sum(number for _name, number in tally.by_choice()) == tally.answered
        if tally.question.kind == "select_multiple":
            assert sum(tally.counts.values()) >= tally.answered


@given(st.lists(person, max_size=8), choice, choice)
def test_filters_compose(people, one, other):
    def admitted(*choices):
        selection = AnswerFilter(choices=choices)
        return [n for n, each in enumerate(people) if selection.admits(QUESTIONNAIRE, each)]

    both = admitted(one, other)
    if one[0] == other[0]:
        assert set(both) == set(admitted(one)) | set(admitted(other))
    elif one[0].startswith("/data/story") and other[0].startswith("/data/story"):
        assert set(both) <= set(admitted(one)) & set(admitted(other))
    else:
        assert set(both) == set(admitted(one)) & set(admitted(other))

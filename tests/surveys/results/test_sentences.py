"""Sentences about counts: ties, none, only one, several choices, numbers and dates."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.surveys.factories import DAY
from tests.surveys.results.test_frequencies import QUESTIONNAIRE, counted
from vecu.questionnaires import Question, QuestionType, Wording
from vecu.surveys.results.completion import measure_completion
from vecu.surveys.results.distributions import describe_completion, describe_distribution
from vecu.surveys.results.frequencies import QuestionFrequencies, Unit, count_frequencies
from vecu.surveys.results.sentences import quote_labels, say_choices, say_dates, say_numbers

PERSON, STORY = Unit.PERSON, Unit.STORY


@pytest.fixture(autouse=True)
def english():
    """The reader's language is English."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("unit", "answered", "rows", "expected"),
    [
        (PERSON, 0, [("A", 0)], "Nobody has answered this question yet."),
        (PERSON, 1, [("A", 0), ("B", 1)], "One person answered: “B”."),
        (STORY, 1, [("A", 1)], "One story has an answer: “A”."),
        (
            PERSON,
            7,
            [("A", 7), ("B", 0)],
            "All 7 people who answered this question gave the same answer: “A”.",
        ),
        (STORY, 2, [("A", 2)], "All 2 stories with an answer give the same one: “A”."),
        (
            PERSON,
            240,
            [("Health", 31), ("Social work", 128), ("School", 81 - 31)],
            "128 of the 240 people who answered this question said “Social work”; "
            "next comes “School” (50).",
        ),
        (
            STORY,
            6,
            [("A", 4), ("B", 1), ("C", 1)],
            "4 of the 6 stories with an answer say “A”; next come “B” and “C” (1 each).",
        ),
        (
            PERSON,
            4,
            [("A", 2), ("B", 2), ("C", 0)],
            "The 4 people who answered this question most often said “A” and “B” (2 each).",
        ),
        (
            PERSON,
            5,
            [(letter, 1) for letter in "ABCDE"],
            "The 5 people who answered this question most often said “A”, “B”, “C” and 2 others "
            "(1 each).",
        ),
        (
            STORY,
            5,
            [("A", 2), ("B", 2), ("C", 1)],
            "The 5 stories with an answer most often say “A” and “B” (2 each); next comes “C” (1).",
        ),
    ],
)
def test_a_single_choice_is_described_with_what_leads_and_what_follows(
    unit, answered, rows, expected
):
    assert say_choices(unit, answered, rows, several=False) == expected


@pytest.mark.parametrize(
    ("unit", "answered", "rows", "expected"),
    [
        (
            PERSON,
            10,
            [("A", 8), ("B", 5), ("C", 0)],
            "8 of the 10 people who answered this question ticked “A”; next comes “B” (5). "
            "Each person could tick several.",
        ),
        (
            STORY,
            10,
            [("A", 8), ("B", 5)],
            "In 8 of the 10 stories with an answer, “A” is ticked; next comes “B” (5). "
            "Several could be ticked for each story.",
        ),
        (PERSON, 1, [("A", 1), ("B", 1)], "One person answered: “A” and “B”."),
        (
            PERSON,
            3,
            [("A", 3), ("B", 3)],
            "The 3 people who answered this question most often said “A” and “B” (3 each). "
            "Each person could tick several.",
        ),
    ],
)
def test_a_multiple_choice_is_described_as_allowing_several_ticks(unit, answered, rows, expected):
    assert say_choices(unit, answered, rows, several=True) == expected


def test_numbers_are_described_by_their_range_and_middle():
    assert say_numbers(PERSON, 5, "1", "40", "6") == (
        "The 5 people who answered this question gave from 1 to 40; "
        "at least half of them gave 6 or less."
    )
    assert say_numbers(STORY, 1, "3", "3", "3") == "One story has an answer: 3."
    assert say_numbers(PERSON, 4, "3", "3", "3") == (
        "All 4 people who answered this question gave the same answer: 3."
    )
    assert say_dates(PERSON, 0, "", "", "") == "Nobody has answered this question yet."


def test_large_counts_are_written_with_their_thousands_apart():
    assert say_choices(PERSON, 12500, [("A", 12000), ("B", 500)], several=False).startswith(
        "12,000 of the 12,500 people"
    )


@given(
    st.sampled_from(Unit),
    st.lists(st.tuples(st.text(max_size=9), st.integers(0, 99)), max_size=9),
    st.booleans(),
)
def test_a_sentence_is_always_whole_and_never_speaks_of_a_share(unit, rows, several):
    answered = sum(number for _label, number in rows)

    sentence = say_choices(unit, answered, [("L", number) for _l, number in rows], several=several)

    assert sentence.endswith(".")
    assert not re.search(r"%|percent|majority|None|\(s\)", sentence)


@given(st.lists(st.text(max_size=20)))
def test_answers_that_hold_signs_of_formatting_are_quoted_as_they_are(labels):
    assert all(label in quote_labels(labels) for label in labels[:3])


# --- the whole figure ---


def test_a_figure_has_title_sentence_rows_and_what_was_left_blank():
    figure = describe_distribution(counted().tallies["/data/story/keep"], "en")

    assert figure.title == "Go on?"
    assert figure.rows == (("Yes", 1), ("No", 1))
    assert figure.sentence == (
        "The 2 stories with an answer most often say “Yes” and “No” (1 each)."
    )
    assert figure.note == "Answered: 2. Left blank: 2. Counted once for each story."
    assert figure.language == ""


def test_a_figure_tells_for_how_many_it_was_not_relevant():
    figure = describe_distribution(counted().tallies["/data/work/told"], "en")

    assert figure.note == (
        "Answered: 1. Left blank: 1. Not asked, because of an earlier answer: 2."
    )


def test_a_question_never_worded_in_the_reader_s_language_says_which_it_speaks():
    figure = describe_distribution(counted().tallies["/data/work/sector"], "de")

    assert (figure.title, figure.language) == ("Which field?", "en")


def test_without_answers_there_is_no_picture():
    tally = count_frequencies(QUESTIONNAIRE, []).tallies["/data/work/sector"]

    assert describe_distribution(tally, "en").rows == ()


def test_numbers_and_dates_are_written_out():
    years = describe_distribution(counted().tallies["/data/work/years"], "en")
    assert years.rows == (("3", 1), ("12", 1))
    assert years.sentence.startswith("The 2 people who answered this question gave from 3 to 12")

    question = Question("/data/since", QuestionType.DATE, Wording({"en": "Since when?"}))
    tally = QuestionFrequencies(question, PERSON, answered=2)
    tally.counts.update({"2025-12-30": 1, "2026-02-01": 1})
    since = describe_distribution(tally, "en")
    assert since.rows == (("December 2025", 1), ("January 2026", 0), ("February 2026", 1))
    assert since.sentence.startswith(
        "The 2 people who answered this question gave dates from 30 December 2025 "
        "to 1 February 2026"
    )


def test_grouped_numbers_say_whether_their_end_is_included():
    whole = QuestionFrequencies(Question("/data/n", QuestionType.INTEGER), PERSON, answered=12)
    whole.counts.update({str(n): 1 for n in range(0, 24, 2)})
    parts = QuestionFrequencies(Question("/data/n", QuestionType.DECIMAL), PERSON, answered=12)
    parts.counts.update({f"{n}.5": 1 for n in range(12)})

    # 22 in 9 steps is 2.4, so steps of 5; 11 in 9 is 1.2, so steps of 2.
    assert [label for label, _n in describe_distribution(whole, "en").rows] == [
        "0 to 4",
        "5 to 9",
        "10 to 14",
        "15 to 19",
        "20 to 24",
    ]
    assert describe_distribution(parts, "en").rows[0] == ("0 to less than 2", 2)


def test_completion_names_what_was_most_often_left_blank():
    figures = describe_completion(measure_completion(QUESTIONNAIRE, counted(), {}), "en")

    assert [figure.title for figure in figures] == [
        "Answers given, story by story",
        "Answers given, person by person",
    ]
    assert figures[0].sentence == "Most often left blank: “Go on?”, 2 times out of 4."
    assert figures[0].rows == (("Which task?", 3), ("Which kind?", 4), ("Go on?", 2))
    assert (
        "Nobody has sent"
        in describe_completion(
            measure_completion(
                QUESTIONNAIRE, count_frequencies(QUESTIONNAIRE, [(v, DAY) for v in []]), {}
            ),
            "en",
        )[0].sentence
    )

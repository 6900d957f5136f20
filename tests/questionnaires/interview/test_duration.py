"""How long people are told that it takes, by calculations shown."""

from datetime import date

import pytest

from vecu.questionnaires import MinuteRange, convert_workbook, estimate_minutes, read_xform

HEAD = "| survey |\n| | type | name | label |\n"
# 175 words are read in a minute (Brysbaert 2019, the slow end of most adults), 15 words typed on
# a phone in 15 / 36.2 minutes (Palin et al. 2019), which is 25 seconds; ticking is taken for 4.
MINUTE = " ".join(["word"] * 175)
TODAY = date(2026, 11, 28)


def questionnaire(rows: str, more: str = ""):
    return read_xform(convert_workbook((HEAD + rows + more).encode(), "form.md").xform)


def written(times: int) -> str:
    return "".join(f"| | text | q{n} | {MINUTE} |\n" for n in range(times))


def estimate(form) -> MinuteRange:
    return estimate_minutes(form, "en", today=TODAY)


@pytest.mark.parametrize(
    ("questions", "least", "most"),
    [
        (1, 1, 2),  # 60 + 25 s = 1.4 min
        (2, 3, 3),  # 170 s = 2.8 min
        (4, 6, 6),  # 340 s = 5.7 min
        (6, 8, 9),  # 509 s = 8.5 min
        (8, 10, 15),  # 679 s = 11.3 min, and from ten on in fives
        (20, 30, 30),  # 1697 s = 28.3 min
    ],
)
def test_reading_and_writing_add_up_and_the_most_is_rounded_up(questions, least, most):
    assert estimate(questionnaire(written(questions))) == MinuteRange(least, most)


def test_a_question_to_write_takes_longer_than_one_to_tick():
    """Ten of each, of one word: 10 × 25 s = 4.2 min, 10 × 4 s = 0.7 min, besides a few seconds."""
    choices = "| choices |\n| | list_name | name | label |\n| | yes | yes | Yes |\n"
    ticked = "".join(f"| | select_one yes | q{n} | Why? |\n" for n in range(10))
    texts = "".join(f"| | text | q{n} | Why? |\n" for n in range(10))

    assert estimate(questionnaire(texts)) == MinuteRange(4, 5)
    assert estimate(questionnaire(ticked, choices)) == MinuteRange(1, 1)


def test_a_long_list_is_looked_through_and_not_read():
    """2,000 names would take more than eleven minutes to read; twenty take seven seconds."""
    choices = "| choices |\n| | list_name | name | label |\n"
    towns = "".join(f"| | town | t{n} | Town{n} |\n" for n in range(2000))

    form = questionnaire("| | select_one town | q | Where? |\n", choices + towns)

    assert estimate(form) == MinuteRange(1, 1)


def test_what_nobody_sees_takes_no_time():
    hidden = questionnaire(written(1) + "| | hidden | h | |\n")

    assert estimate(hidden) == MinuteRange(1, 2)


WAYS = """| survey |
| | type | name | label | relevant |
| | select_one way | way | Way? | |
| | text | a | {minute} | ${{way}} = 'long' |
| | select_one way | again | Again? | ${{way}} = 'long' |
| | text | b | {minute} | ${{again}} = 'long' |
| | text | c | {minute} | ${{way}} = 'short' or ${{way}} = 'long' |
| | text | d | {minute} | ${{way}} = '' or ${{way}} = 'long' |
| choices |
| | list_name | name | label |
| | way | short | Short |
| | way | long | Long |
"""


def test_the_least_is_that_of_the_shortest_way_and_the_most_that_of_the_longest():
    """Short, or none: 85 + 5 s = 1.49 min. Long, and long again: 4 × 85 + 2 × 5 s = 5.8 min."""
    ways = read_xform(convert_workbook(WAYS.format(minute=MINUTE).encode(), "form.md").xform)

    assert estimate(ways) == MinuteRange(1, 6)

"""How long people are told that it takes, by calculations shown."""

import pytest

from vecu.questionnaires import convert_workbook, estimate_minutes, read_xform

HEAD = "| survey |\n| | type | name | label |\n"
# 238 words are read in a minute (Brysbaert 2019); writing is taken for 25 seconds, ticking for 4.
MINUTE = " ".join(["word"] * 238)


def questionnaire(rows: str, more: str = ""):
    return read_xform(convert_workbook((HEAD + rows + more).encode(), "form.md").xform)


def written(times: int) -> str:
    return "".join(f"| | text | q{n} | {MINUTE} |\n" for n in range(times))


@pytest.mark.parametrize(
    ("questions", "minutes"),
    [
        (1, 1),  # 60 + 25 s = 1.4 min
        (2, 3),  # 170 s = 2.8 min
        (3, 4),  # 255 s = 4.25 min
        (4, 5),  # 340 s = 5.7 min, and from five on in fives
        (5, 5),  # 425 s = 7.1 min
        (6, 10),  # 510 s = 8.5 min
        (20, 30),  # 1700 s = 28.3 min
    ],
)
def test_reading_and_writing_add_up_and_from_five_minutes_on_are_rounded_to_fives(
    questions, minutes
):
    assert estimate_minutes(questionnaire(written(questions)), "en") == minutes


def test_a_question_to_write_takes_longer_than_one_to_tick():
    """Ten of each, of one word: 10 × 25 s = 4.2 min, 10 × 4 s = 0.7 min, besides a few seconds."""
    choices = "| choices |\n| | list_name | name | label |\n| | yes | yes | Yes |\n"
    ticked = "".join(f"| | select_one yes | q{n} | Why? |\n" for n in range(10))
    texts = "".join(f"| | text | q{n} | Why? |\n" for n in range(10))

    assert estimate_minutes(questionnaire(texts), "en") == 4
    assert estimate_minutes(questionnaire(ticked, choices), "en") == 1


def test_a_long_list_is_looked_through_and_not_read():
    """2,000 names would take more than eight minutes to read; twenty take five seconds."""
    choices = "| choices |\n| | list_name | name | label |\n"
    towns = "".join(f"| | town | t{n} | Town{n} |\n" for n in range(2000))

    form = questionnaire("| | select_one town | q | Where? |\n", choices + towns)

    assert estimate_minutes(form, "en") == 1


def test_what_nobody_sees_takes_no_time():
    hidden = questionnaire(written(1) + "| | hidden | h | |\n")

    assert estimate_minutes(hidden, "en") == 1

"""Which questions may break figures down, and what is in the way of the others."""

import pytest

from tests.questionnaires.factories import SPOKEN, form
from vecu.datasets.releases.breakdowns import list_breakdown_candidates

CHOICES = "\n| choices |\n| | list_name | name | label::English (en) |\n" + "\n".join(
    f"| | {name} | {name}{number} | Choice {number} |"
    for name, most in (("few", 20), ("many", 21), ("commune", 400))
    for number in range(most)
)
FORM = f"""
| survey |
| | type | name | label::English (en) |
| | begin repeat | story | A task |
| | select_one few | kind | Which kind? |
| | end repeat | | |
| | begin group | work | Work |
| | select_one few | sector | Which field? |
| | select_one many | trade | Which trade? |
| | select_one commune | commune | Which commune? |
| | select_multiple few | tools | Which tools? |
| | text | job | Which job? |
| | integer | years | How many years? |
| | end group | | |
{CHOICES}
{SPOKEN}"""


@pytest.fixture(scope="module")
def obstacles() -> dict[str, str]:
    """What is in the way of each question that is listed, by its name; '' for nothing."""
    found = list_breakdown_candidates(form(FORM))
    return {each.question.name: str(each.obstacle or "") for each in found}


def test_a_single_choice_of_up_to_twenty_can_break_figures_down(obstacles):
    assert obstacles["sector"] == ""


def test_more_choices_are_too_many_and_the_sentence_says_how_many(obstacles):
    assert obstacles["trade"] == "It has 21 choices, and at most 20 are possible."
    assert obstacles["commune"].startswith("It has 400 choices")


def test_one_answer_from_each_person_is_needed(obstacles):
    assert obstacles["kind"] == "It is answered once for each story, not once for each person."
    assert obstacles["tools"] == "People may choose several answers."


def test_open_answers_and_numbers_are_not_listed(obstacles):
    assert set(obstacles) == {"kind", "sector", "trade", "commune", "tools"}

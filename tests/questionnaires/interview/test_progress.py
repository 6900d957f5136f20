"""“8 of 14”: the number of a page among those of the path, as the answers so far make it."""

from tests.questionnaires.factories import TODAY, form
from vecu.questionnaires import (
    InterviewProgress,
    Questionnaire,
    Values,
    build_pages,
    measure_progress,
    set_answer,
)

PATHS = form("""
| settings |
| | form_title | form_id | version | default_language |
| | Paths | paths | 1 | English (en) |

| survey |
| | type | name | label::English (en) | relevant |
| | select_one stance | stance | Where do you stand? | |
| | text | task | A task? | ${stance} = 'use' |
| | text | goal | To what end? | ${stance} = 'use' |
| | text | limit | What was wrong? | ${stance} = 'use' |
| | text | reason | Why do you refuse? | ${stance} = 'refuse' |
| | begin repeat | other | Another task | |
| | text | name | Which? | |
| | end repeat | | | |
| | select_one town | town | Where? | |
| | select_multiple stance | also | What else? | |
| | text | more | More? | selected(${also}, 'use') |

| choices |
| | list_name | name | label::English (en) |
| | stance | use | I use it |
| | stance | refuse | I refuse |
| | town | a | A town |
| | town | b | Another town |
""")


def progress(questionnaire: Questionnaire, values: Values, key: str) -> InterviewProgress:
    pages = build_pages(questionnaire, values, today=TODAY)
    page = next(page for page in pages if page.key == key)
    return measure_progress(questionnaire, values, pages, page, today=TODAY)


def test_pages_are_counted_along_the_path_of_the_answers() -> None:
    """stance, task, goal, limit, other's name, another one?, town, what else: eight."""
    values: Values = {"stance": "use"}

    assert progress(PATHS, values, "goal") == InterviewProgress(3, 8)
    assert progress(PATHS, values, "also") == InterviewProgress(8, 8)


def test_another_path_has_another_total() -> None:
    """stance, reason, other's name, another one?, town, what else: six."""
    assert progress(PATHS, {"stance": "refuse"}, "reason") == InterviewProgress(2, 6)


def test_a_choice_to_make_counts_with_its_longest_path() -> None:
    """Five pages without an answer, eight with the longest, six with the other."""
    assert progress(PATHS, {}, "stance") == InterviewProgress(1, 8)


def test_no_single_choice_makes_the_total_grow() -> None:
    before = progress(PATHS, {}, "stance").total

    for choice in ("use", "refuse"):
        after = progress(PATHS, {"stance": choice}, "stance")
        assert after.total <= before
        assert after.position == 1


def test_a_choice_already_made_counts_as_it_is() -> None:
    assert progress(PATHS, {"stance": "refuse"}, "stance") == InterviewProgress(1, 6)


def test_one_more_story_and_a_later_answer_make_it_grow() -> None:
    values: Values = {"stance": "refuse", "other": [{"name": "One"}]}
    more: Values = {**values, "other": [{"name": "One"}, {"name": "Two"}]}

    assert progress(PATHS, values, "also").total == 6
    assert progress(PATHS, more, "also").total == 8
    assert progress(PATHS, set_answer(values, "also", "use"), "more") == InterviewProgress(7, 7)


def test_the_number_grows_from_the_page_that_asks_for_one_more_to_the_next() -> None:
    """stance, reason, name, another one? (yes), name, another one? (no), town, what else: eight."""
    one: Values = {"stance": "refuse", "other": [{"name": "One"}]}
    two: Values = {"stance": "refuse", "other": [{"name": "One"}, {"name": "Two"}]}

    assert progress(PATHS, one, "other.more") == InterviewProgress(4, 6)
    assert progress(PATHS, two, "other.1.name") == InterviewProgress(3, 8)
    assert progress(PATHS, two, "other.2.name") == InterviewProgress(5, 8)
    assert progress(PATHS, two, "other.more") == InterviewProgress(6, 8)
    assert progress(PATHS, two, "town") == InterviewProgress(7, 8)


def make_long_page(number: int) -> Questionnaire:
    """A page of so many questions of two choices, each of which decides about one further page."""
    questions = "\n".join(f"| | select_one yes_no | q{n} | Is it? | | |" for n in range(number))
    pages = "\n".join(f"| | text | t{n} | Why? | ${{q{n}}} = 'yes' | |" for n in range(number))
    return form(f"""
| settings |
| | form_title | form_id | version | default_language |
| | Long | long | 1 | English (en) |

| survey |
| | type | name | label::English (en) | relevant | appearance |
| | begin group | g | All of it | | field-list |
{questions}
| | end group | | | | |
{pages}

| choices |
| | list_name | name | label::English (en) |
| | yes_no | yes | Yes |
| | yes_no | no | No |
""")


def count_first_page(questionnaire: Questionnaire) -> InterviewProgress:
    first, *_rest = build_pages(questionnaire, {}, today=TODAY)
    return progress(questionnaire, {}, first.key)


def test_the_choices_of_a_very_long_page_are_not_all_tried() -> None:
    """Each try counts the pages anew: hundreds of them would keep other people waiting."""
    assert count_first_page(make_long_page(24)) == InterviewProgress(1, 25)
    assert count_first_page(make_long_page(25)) == InterviewProgress(1, 1)

"""Simulated respondents see every route that there is, and name those that nobody takes."""

from random import Random

import pytest

from tests.questionnaires.factories import EVERY_KIND, TODAY, form, testimonies
from vecu.questionnaires import (
    Questionnaire,
    QuestionType,
    SimulationResult,
    find_uncovered_routes,
    simulate_respondents,
)


def walked(questionnaire: Questionnaire, people: int = 30, seed: int = 1) -> SimulationResult:
    chance = Random(seed)  # noqa: S311 - simulated, not secret
    return simulate_respondents(
        questionnaire, people=people, chance=chance, today=TODAY, language="en"
    )


SURVEY = "| survey |\n| | type | name | label | relevant | constraint | required |\n"
YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"


def test_thirty_people_see_every_page_of_the_testimonies_template() -> None:
    questionnaire = testimonies()
    met = walked(questionnaire)
    assert met.finished == 30
    assert find_uncovered_routes(questionnaire, met) == ()


def test_every_question_of_every_kind_is_reached() -> None:
    questionnaire = form(EVERY_KIND)
    met = walked(questionnaire, 60)
    assert met.finished == 60
    answered = {questionnaire.questions[path].kind for path, _word in met.chosen}
    assert answered == {kind for kind in QuestionType if kind.has_input}
    assert [
        route.name for route in find_uncovered_routes(questionnaire, met) if not route.choice
    ] == []


def test_the_same_seed_walks_the_same_way() -> None:
    questionnaire = testimonies()
    assert walked(questionnaire, 5) == walked(questionnaire, 5)
    assert walked(questionnaire, 5) != walked(questionnaire, 5, seed=2)


def test_the_pages_of_a_form_without_routes_are_its_questions() -> None:
    met = walked(form(SURVEY + "| | text | a | A | | | |\n| | note | b | B | | | |\n"), 3)
    assert met.pages == [2, 2, 2]


def test_the_minutes_are_those_of_reading_and_answering() -> None:
    """175 words are read in 60 seconds, and 15 written in 15 / 36.2 minutes, or 25 seconds."""
    met = walked(form(SURVEY + f"| | text | a | {'word ' * 175}| | | |\n"), 1)
    assert met.seconds == [pytest.approx(60 + 24.86, abs=0.01)]


def test_a_number_behind_a_narrow_door_is_found_by_the_constants_of_the_rules() -> None:
    questionnaire = form(
        SURVEY + "| | integer | n | N | | . >= 0 and . < 100000 | |\n"
        "| | text | exact | E | ${n} = 73412 | | |\n"
        "| | text | edge | F | ${n} >= 99999 | | |\n"
    )
    assert find_uncovered_routes(questionnaire, walked(questionnaire)) == ()


def test_a_question_that_nobody_reaches_is_named_with_the_reason() -> None:
    questionnaire = form(
        SURVEY
        + "| | select_one yn | a | A | | | |\n| | text | b | B | ${a} = 'maybe' | | |\n"
        + YES_NO
    )
    (route,) = find_uncovered_routes(questionnaire, walked(questionnaire))
    assert (route.name, route.proven) == ("b", True)
    assert route.reason == "“maybe” is not on the list of “a”"


def test_what_nobody_happened_to_take_is_not_reported_as_impossible() -> None:
    questionnaire = form(
        SURVEY + "| | text | a | A | | | |\n| | text | b | B | digest(${a}, 'MD5') = 'x' | | |\n"
    )
    (route,) = find_uncovered_routes(questionnaire, walked(questionnaire))
    assert not route.proven
    assert "(tries: 30): digest(${a}, 'MD5') = 'x'" in route.reason


def test_a_choice_that_its_filter_never_offers_is_named() -> None:
    questionnaire = form(
        "| survey |\n| | type | name | label | choice_filter |\n"
        "| | select_one c | a | A | kind = 'x' |\n"
        "| choices |\n| | list_name | name | label | kind |\n| | c | one | One | x |\n"
        "| | c | two | Two | y |\n"
    )
    (route,) = find_uncovered_routes(questionnaire, walked(questionnaire))
    assert (route.name, route.choice) == ("a", "two")
    assert "did not offer it" in route.reason


def test_whoever_cannot_go_on_is_reported_with_the_question_and_what_was_tried() -> None:
    questionnaire = form(
        SURVEY + "| | integer | n | N | | . > 5 and . < 5 | yes |\n| | text | b | B | | | |\n"
    )
    met = walked(questionnaire, 4)
    assert met.finished == 0
    assert {stuck.name for stuck in met.stuck} == {"n"}
    assert {"4", "5", "6", ""} <= set(met.stuck[0].tried)
    assert [route.name for route in find_uncovered_routes(questionnaire, met)] == ["b"]


def test_conditions_are_counted_both_ways() -> None:
    questionnaire = form(
        SURVEY
        + "| | select_one yn | a | A | | | yes |\n| | text | b | B | ${a} = 'yes' | | |\n"
        + YES_NO
    )
    met = walked(questionnaire)
    assert met.came["/data/b", True] + met.came["/data/b", False] == 30
    assert met.came["/data/b", True] >= 10
    assert met.came["/data/b", False] >= 10


FILES = ("image", "audio", "video", "file")


def test_whoever_must_give_a_file_gives_one() -> None:
    rows = [f"| | {kind} | q{n} | Q | | | yes |" for n, kind in enumerate(FILES)]
    questionnaire = form(SURVEY + "\n".join(rows) + "\n")
    met = walked(questionnaire, 5)
    assert (met.finished, met.stuck) == (5, [])
    assert find_uncovered_routes(questionnaire, met) == ()


def test_every_choice_of_an_order_is_given() -> None:
    questionnaire = form(SURVEY + "| | rank yn | r | R | | | |\n" + YES_NO)
    assert find_uncovered_routes(questionnaire, walked(questionnaire)) == ()


ARMS = """
| survey |
| | type | name | label | relevant | calculation | trigger |
| | text | a | A | | | |
| | calculate | arm | | | once(random()) | |
| | text | low | L | ${arm} < 0.5 | | |
| | text | high | H | ${arm} >= 0.5 | | |
"""


def test_what_was_left_to_chance_takes_each_person_one_way_or_the_other() -> None:
    questionnaire = form(ARMS)
    met = walked(questionnaire)
    assert met.finished == 30
    assert find_uncovered_routes(questionnaire, met) == ()
    assert met.asked["/data/low"] + met.asked["/data/high"] == 30


def test_what_a_change_writes_elsewhere_is_followed() -> None:
    questionnaire = form(
        """
| survey |
| | type | name | label | relevant | calculation | trigger |
| | text | a | A | | | |
| | calculate | told | | | concat('x', ${a}) | ${a} |
| | text | b | B | starts-with(${told}, 'x') | | |
"""
    )
    assert find_uncovered_routes(questionnaire, walked(questionnaire)) == ()


def test_what_is_worked_out_at_first_stays_for_the_rest_of_the_way() -> None:
    """The first page is within the first story, so that once() counts one, however many come."""
    questionnaire = form(
        """
| survey |
| | type | name | label | relevant | calculation |
| | begin repeat | story | Story | | |
| | text | a | A | | |
| | end repeat | | | | |
| | calculate | number | | | once(count(${story})) |
| | text | several | S | ${number} > 1 | |
"""
    )
    met = walked(questionnaire)
    assert met.asked["/data/story/a"] > 30
    assert met.came["/data/several", False] == 30

"""Choices made of answers given in a repeat, as ODK's documentation has them.

The form is that of “Generating select ones from repeats” (docs.getodk.org/form-logic), with a few
questions more. That an answer which is no longer offered is cleared, is what ODK's engine does
(getodk/javarosa, pull request 437); so is that blank answers are not offered, by the predicate that
pyxform writes.
"""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.questionnaires import (
    ConstraintRule,
    EvaluatedForm,
    LintResult,
    Questionnaire,
    Severity,
    build_pages,
    compare_versions,
    find_dangling_references,
    find_uncovered_routes,
    lint_workbook,
    list_preview_pages,
    normalize_answers,
    simulate_respondents,
    validate_answers,
)

TODAY = date(2026, 11, 24)
HEAD = """
| settings | |
| | default_language |
| | English (en) |

| survey |
| | type | name | label::English (en) | label::Français (fr) | required | choice_filter | relevant | calculation | parameters |"""  # noqa: E501
HOUSEHOLD = """
| | begin_repeat | person | Person | Personne | | | | | |
| | text | person_name | Person's name? | Son nom ? | true() | | | | |
| | integer | person_age | ${person_name}'s age? | Âge de ${person_name} ? | true() | | | | |
| | select_one place | place | Where? | Où ? | | | | | |
| | select_one ${person_name} | parent | Whose child? | Enfant de qui ? | | ${person_age} > 17 | | | |
| | end_repeat | person | | | | | | | |
| | select_one ${person_name} | tallest | Select the tallest person | La plus grande | | | | | |
| | select_one ${person_name} | tallest_child | Select the tallest person under 18. | Le plus grand enfant | | ${person_age} < 18 | | | |
| | select_one ${place} | best | The best place | Le meilleur endroit | | | | | |
| | text | why | Why ${tallest}? | Pourquoi ${tallest} ? | | | ${tallest} = 'Anna' | | |
| | calculate | said | | | | | | concat(jr:choice-name(${tallest}, '${tallest}'), ' ', jr:choice-name(${best}, '${best}')) | |
"""  # noqa: E501
CHOICES = """
| choices |
| | list_name | name | label::English (en) | label::Français (fr) |
| | place | town | In town | En ville |
| | place | land | On the land | À la campagne |
"""
ANNA = {"person_name": "Anna", "person_age": "40", "place": "town"}
JEAN = {"person_name": "Jean Paul", "person_age": "7", "place": "land"}


def look(rows: str = HOUSEHOLD) -> LintResult:
    return lint_workbook(f"{HEAD}{rows}{CHOICES}".encode(), "household.md", language="en")


def questionnaire(rows: str = HOUSEHOLD) -> Questionnaire:
    found = look(rows)
    assert found.questionnaire is not None, found.findings
    return found.questionnaire


FORM = questionnaire()


def offered(values: dict, address: str, language: str = "en", form: Questionnaire = FORM):
    """Return what may be chosen at a question, as (what is kept, what is read)."""
    shown = build_pages(form, values, today=TODAY, seed=3, language=language)
    asked = next(asked for page in shown for asked in page.questions if asked.address == address)
    return [(choice.name, choice.label.say(language)) for choice in asked.question.choices]


def test_the_form_of_the_documentation_has_no_mistake():
    assert [one for one in look().findings if one.level is Severity.ERROR] == []


def test_every_name_in_the_repeat_is_a_choice_in_its_order():
    assert offered({"person": [JEAN, ANNA]}, "tallest") == [
        ("Jean Paul", "Jean Paul"),
        ("Anna", "Anna"),
    ]


def test_a_choice_filter_is_read_in_each_instance():
    assert offered({"person": [ANNA, JEAN]}, "tallest_child") == [("Jean Paul", "Jean Paul")]


def test_blank_names_and_names_given_twice_are_offered_once_at_most():
    people = [ANNA, {"person_age": "3"}, JEAN, ANNA]
    assert [name for name, _label in offered({"person": people}, "tallest")] == [
        "Anna", "Jean Paul",
    ]  # fmt: skip
    assert [name for name, _label in offered({"person": people}, "tallest_child")] == ["Jean Paul"]


def test_inside_the_repeat_every_instance_is_offered():
    values = {"person": [ANNA, {**JEAN, "parent": "Anna"}]}
    assert offered(values, "person[1]/parent") == [("Anna", "Anna")]
    assert validate_answers(FORM, values, today=TODAY, language="en") == ()


def test_an_answer_from_a_list_reads_in_the_readers_language():
    values = {"person": [ANNA, JEAN]}
    assert offered(values, "best", "fr") == [("town", "En ville"), ("land", "À la campagne")]
    assert normalize_answers(FORM, {**values, "tallest": "Anna", "best": "land"}, today=TODAY)[
        "said"
    ] == ("Anna On the land")


def test_a_name_that_is_there_is_preserved_spaces_and_all():
    values = {"person": [ANNA, JEAN], "tallest": "Jean Paul"}
    assert normalize_answers(FORM, values, today=TODAY)["tallest"] == "Jean Paul"


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([JEAN], id="the person was taken out"),
        pytest.param([{**ANNA, "person_name": "Ann"}, JEAN], id="the name was changed"),
        pytest.param([], id="nobody is left"),
    ],
)
def test_an_answer_to_what_is_no_longer_there_counts_as_blank_and_is_reported(people):
    values = {"person": people, "tallest": "Anna", "why": "She is."}
    settled = normalize_answers(FORM, values, today=TODAY)
    assert "tallest" not in settled
    assert "why" not in settled  # it was asked because of that answer
    assert validate_answers(FORM, values, today=TODAY, language="en") == ()
    assert find_dangling_references(FORM, values, today=TODAY) == ("tallest",)
    assert normalize_answers(FORM, settled, today=TODAY) == settled


def test_it_comes_back_with_what_it_pointed_to():
    values = {"person": [JEAN], "tallest": "Anna"}
    asked = {
        asked.address: asked
        for page in build_pages(FORM, values, today=TODAY)
        for asked in page.questions
    }
    assert (asked["tallest"].value, asked["tallest"].lapsed) == ("", "Anna")
    back = normalize_answers(FORM, {**values, "person": [ANNA]}, today=TODAY)
    assert back["tallest"] == "Anna"


def test_a_required_answer_that_lapsed_has_to_be_given_again():
    form = questionnaire(HOUSEHOLD.replace("La plus grande | |", "La plus grande | yes |"))
    (problem,) = validate_answers(
        form, {"person": [JEAN], "tallest": "Anna"}, today=TODAY, language="en"
    )
    assert (problem.rule, problem.path, problem.found) == (
        ConstraintRule.REQUIRED,
        "/data/tallest",
        "Anna",
    )
    assert "“Anna” is not among your answers, or no longer" in problem.message


def test_choices_that_are_calculated_are_worked_out_first():
    form = questionnaire(
        """
| | select_one ${known_as} | leader | Who leads? | Qui mène ? | | | | | |
| | begin repeat | person | Person | Personne | | | | | |
| | text | person_name | Name? | Nom ? | | | | | |
| | calculate | known_as | | | | | | concat('Dr ', ${person_name}) | |
| | end repeat | | | | | | | | |
"""
    )
    assert offered({"person": [{"person_name": "Ada"}]}, "leader", form=form) == [
        ("Dr Ada", "Dr Ada")
    ]
    kept = normalize_answers(
        form, {"person": [{"person_name": "Ada"}], "leader": "Dr Ada"}, today=TODAY
    )
    assert kept["leader"] == "Dr Ada"


def test_only_the_pets_of_one_person_are_offered_beside_them():
    form = questionnaire(
        """
| | begin repeat | person | Person | Personne | | | | | |
| | begin repeat | pet | Pet | Animal | | | | | |
| | text | pet_name | Name? | Nom ? | | | | | |
| | end repeat | | | | | | | | |
| | select_one ${pet_name} | first | The first? | Le premier ? | | | | | |
| | end repeat | | | | | | | | |
| | select_one ${pet_name} | oldest | The oldest? | Le plus vieux ? | | | | | |
"""
    )
    values = {"person": [{"pet": [{"pet_name": "Rex"}]}, {"pet": [{"pet_name": "Tom"}]}]}
    assert offered(values, "person[2]/first", form=form) == [("Tom", "Tom")]
    assert [name for name, _ in offered(values, "oldest", form=form)] == ["Rex", "Tom"]


def test_shuffled_answers_are_the_same_answers():
    plain, shuffled = "La plus grande | | | | | |", "La plus grande | | | | | randomize=true |"
    form = questionnaire(HOUSEHOLD.replace(plain, shuffled))
    people = [{"person_name": name, "person_age": "1"} for name in "ABCDEF"]
    names = [name for name, _label in offered({"person": people}, "tallest", form=form)]
    assert sorted(names) == list("ABCDEF")
    assert names != list("ABCDEF")  # with the seed 3 of `offered`


def test_people_who_are_simulated_meet_and_answer_them():
    chance = Random(1)  # noqa: S311 - simulated, not secret
    met = simulate_respondents(FORM, people=40, chance=chance, today=TODAY, language="en")
    assert met.finished == 40
    assert met.asked["/data/tallest"] > 0
    chosen = {word for path, word in met.chosen if path == "/data/tallest" and word}
    assert chosen & {word for path, word in met.chosen if path == "/data/person/person_name"}
    assert "tallest" not in [
        route.name for route in find_uncovered_routes(FORM, met) if not route.choice
    ]


def test_a_preview_says_whose_answers_will_stand_there():
    asked = {
        asked.address: asked.question
        for each in list_preview_pages(FORM, today=TODAY)
        for asked in each.page.questions
    }
    assert [one.label.say("fr") for one in asked["tallest"].choices] == ["… (Son nom ?)"]
    assert [one.label.say("fr") for one in asked["best"].choices] == ["En ville", "À la campagne"]


def test_offering_other_answers_breaks_the_comparison_with_before():
    other = questionnaire(HOUSEHOLD.replace("select_one ${person_name} | tallest |",
                                            "select_one ${place} | tallest |"))  # fmt: skip
    assert not compare_versions(FORM, other).verdicts["/data/tallest"].comparable
    assert compare_versions(FORM, FORM).verdicts["/data/tallest"].comparable


# ── what the form check says ──


def errors(row: str, *before: str) -> list[tuple[str, str, str]]:
    """Return the rule, column and find of each error of the household with a row more."""
    rows = "\n".join([HOUSEHOLD.rstrip(), *before, f"| | {row} |", ""])
    found = look(rows).of(Severity.ERROR)
    return [(one.rule.value, one.column, one.found) for one in found]


@pytest.mark.parametrize(
    ("row", "rule", "column", "found"),
    [
        ("select_one ${person_nam} | q | Q | Q | | | | |", "reference", "type", "person_nam"),
        ("select_multiple ${person_name} | q | Q | Q | | | | |", "not-supported", "type",
         "select_multiple ${person_name}"),
        ("rank ${person_name} | q | Q | Q | | | | |", "not-supported", "type",
         "rank ${person_name}"),
        ("select_one ${person_name} or_other | q | Q | Q | | | | |", "not-supported", "type",
         "select_one ${person_name} or_other"),
        ("select_one ${why} | q | Q | Q | | | | |", "not-supported", "type", ""),
        ("select_one ${person} | q | Q | Q | | | | |", "not-supported", "type", ""),
        ("select_one ${person_name} | q | Q | Q | | person_nam = 'x' | | |", "reference",
         "choice_filter", "person_nam"),
        ("select_one ${q} | q | Q | Q | | | | |", "cycle", "type", "q → q"),
    ],
)  # fmt: skip
def test_what_cannot_be_offered_is_refused_at_its_cell(row, rule, column, found):
    assert errors(row) == [(rule, column, found)]


def test_files_are_never_offered():
    photo = "| | begin repeat | r | R | R | | | | | |\n| | image | photo | P | P | | | | | |\n"
    assert errors("select_one ${photo} | q | Q | Q | | | | |", f"{photo}| | end repeat | |") == [
        ("not-supported", "type", "")
    ]


def test_a_filter_on_what_stands_in_another_group_is_refused():
    """It would look at all instances at once: pyxform writes an absolute path there."""
    rows = """| | begin repeat | pet | Pet | Animal | | | | | |
| | begin group | known | Known | Connu | | | | | |
| | text | pet_name | Name? | Nom ? | | | | | |
| | end group | | | | | | | | |
| | integer | pet_age | Age? | Âge ? | | | | | |
| | end repeat | | | | | | | | |"""
    row = "select_one ${pet_name} | q | Q | Q | | ${pet_age} > 3 | | |"
    assert errors(row, rows) == [("not-supported", "choice_filter", "pet_age")]


def test_answers_that_hang_on_what_is_chosen_among_them_go_in_a_circle():
    rows = HOUSEHOLD.replace(
        "| text | person_name | Person's name? | Son nom ? | true() | | | | |",
        "| text | person_name | Person's name? | Son nom ? | true() | | ${tallest} = '' | | |",
    )
    (circle,) = look(rows).of(Severity.ERROR)
    assert (circle.rule.value, circle.column) == ("cycle", "relevant")
    assert "person_name → tallest → person_name" in circle.message


def test_a_required_one_without_condition_is_warned_of():
    found = look(HOUSEHOLD.replace("La plus grande | |", "La plus grande | yes |"))
    (warning,) = [one for one in found.of(Severity.WARNING) if one.rule == "unreachable"]
    assert (warning.row, warning.column) == (8, "required")
    assert "count-non-empty(${person_name}) > 0" in warning.message


NAMES = st.text(alphabet="aé '\"<&\n[]", max_size=4)


@given(st.lists(NAMES, max_size=4), NAMES, NAMES)
def test_whatever_people_write_settling_twice_changes_nothing(names, tallest, child):
    people = [{"person_name": name, "person_age": "1"} for name in names]
    values = {"person": people, "tallest": tallest, "tallest_child": child}
    once = normalize_answers(FORM, values, today=TODAY)
    assert normalize_answers(FORM, once, today=TODAY) == once
    assert find_dangling_references(FORM, once, today=TODAY) == ()
    kept = once.get("tallest", "")
    assert kept == "" or kept in {name.strip() for name in names}
    assert EvaluatedForm(FORM, values, TODAY).values() == once

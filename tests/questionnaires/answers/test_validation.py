"""Every rule that an answer can break is found, and said so that a person knows what to do."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.questionnaires.factories import (
    EVERY_KIND,
    HOUSEHOLD,
    SPOKEN,
    TODAY,
    form,
    testimonies,
)
from vecu.questionnaires import (
    MAX_INSTANCES,
    AnswerProblem,
    ConstraintRule,
    Question,
    QuestionType,
    add_repeat_instance,
    initial_answers,
    normalize_answers,
    parse_input,
    set_answer,
    validate_answers,
)
from vecu.questionnaires.answers.validation import MAX_TEXT

HOUSE = form(HOUSEHOLD)
EVERY = form(EVERY_KIND)
STORIES = testimonies()
GOOD = {
    "age": "30",
    "hours": "7.5",
    "since": "2020-02-29",
    "home": {"place": "city", "town": "metz"},
    "child": [{"name": "Ana", "likes": "cats rain"}, {"name": "Li"}],
    "pets": "1",
    "pet": [{"kind": "cat"}],
}


def problems(values: object, language: str = "en") -> tuple[AnswerProblem, ...]:
    return validate_answers(HOUSE, values, today=TODAY, language=language)


def broken(values: object) -> list[tuple[str, ConstraintRule]]:
    return [(problem.path, problem.rule) for problem in problems(values)]


def test_good_answers_have_no_problem() -> None:
    assert problems(GOOD) == ()


def test_a_required_question_needs_an_answer_in_the_form_s_own_words() -> None:
    (problem,) = problems({})
    assert (problem.path, problem.rule) == ("/data/age", ConstraintRule.REQUIRED)
    assert problem.message == "We need your age."


def test_blank_text_is_no_answer() -> None:
    assert ("/data/child[1]/name", ConstraintRule.REQUIRED) in broken(
        {**GOOD, "child": [{"name": " \n\t"}]}
    )


INVISIBLE = ["\u200b", "\u00ad", "\u2060", "\u200e", "\u3164", "\ufe0f", "\ufeff", "\U000e0101"]
"""Zero-width space, soft hyphen, word joiner, mark of direction, Hangul filler, a selector of
emoji, byte order mark, a selector of ideographs: Unicode's Default_Ignorable_Code_Point."""


@pytest.mark.parametrize("text", [*INVISIBLE, " \u200b\n\u00a0\u2800", "".join(INVISIBLE)])
def test_text_without_one_visible_character_is_no_answer(text: str) -> None:
    child = {**GOOD, "child": [{"name": text}]}
    assert broken(child) == [("/data/child[1]/name", ConstraintRule.REQUIRED)]
    assert normalize_answers(HOUSE, {**GOOD, "hours": text}, today=TODAY).get("hours") is None
    assert parse_input(Question("/data/a", QuestionType.TEXT), text, "fr") == ""


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👩\u200d👧",  # joined by U+200D
        "❤\ufe0f",
        "1\ufe0f\u20e3",  # a keycap
        "🏴\U000e0067\U000e0062\U000e007f",  # a flag of tags
        "می\u200cخواهم",  # Persian, with a zero-width non-joiner
        "ක්\u200dර",  # Sinhala, with a joiner
        "\u0600",  # an Arabic number sign: a format character that is seen
        ".",
    ],
)
def test_text_with_a_visible_character_is_preserved(text: str) -> None:
    child = {**GOOD, "child": [{"name": text}]}
    assert broken(child) == []
    assert normalize_answers(HOUSE, child, today=TODAY)["child"] == [{"name": text}]
    assert parse_input(Question("/data/a", QuestionType.TEXT), text, "fr") == text


@pytest.mark.parametrize(
    ("address", "text", "rule"),
    [
        ("age", "abc", ConstraintRule.TYPE),
        ("age", "7.5", ConstraintRule.TYPE),
        ("age", "1e2", ConstraintRule.TYPE),
        ("age", "٣", ConstraintRule.TYPE),  # digits other than 0-9 are not in XForms' lexical space
        ("age", "121", ConstraintRule.CONSTRAINT),
        ("age", "-1", ConstraintRule.CONSTRAINT),
        ("age", "2147483648", ConstraintRule.TYPE),  # 2³¹: ODK's integers have 32 bits
        ("hours", "7,5", ConstraintRule.TYPE),
        ("hours", "nan", ConstraintRule.TYPE),
        ("hours", "Infinity", ConstraintRule.TYPE),
        ("hours", "24.5", ConstraintRule.CONSTRAINT),
        ("since", "24/11/2026", ConstraintRule.TYPE),
        ("since", "2025-02-29", ConstraintRule.TYPE),  # 2025 is no leap year
        ("since", "20260101", ConstraintRule.TYPE),
        ("since", "2026-11-25", ConstraintRule.CONSTRAINT),  # tomorrow
        ("child[1]/likes", "moon", ConstraintRule.CHOICE),
        ("home/town", "ars", ConstraintRule.CHOICE),  # in the country, but the place is the city
        ("child[1]/likes", "cats moon", ConstraintRule.CHOICE),
        ("child[1]/likes", "cats cats", ConstraintRule.CHOICE),
        ("child[2]/name", "a\x00b", ConstraintRule.TYPE),
        ("child[2]/name", "a\x1bb", ConstraintRule.TYPE),
        ("child[2]/name", "a\ud800b", ConstraintRule.TYPE),
        ("child[2]/name", "a\u202eb", ConstraintRule.TYPE),
        ("child[2]/name", "a\u2066b", ConstraintRule.TYPE),
        ("child[2]/name", "a" * (MAX_TEXT + 1), ConstraintRule.LENGTH),
        ("source", "a\x00b", ConstraintRule.TYPE),
    ],
)
def test_a_wrong_answer_is_reported_at_its_place(
    address: str, text: str, rule: ConstraintRule
) -> None:
    assert broken(set_answer(GOOD, address, text)) == [(f"/data/{address}", rule)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # ISO C names it DBL_DIG: a double keeps every number of 15 decimal digits, not of 16.
        ("3.14159265358979", True),
        ("0.000000000123456789012345", True),
        ("1.50000000000000000000000000", True),
        ("3.3333333333333335", True),  # as programs write the double of 10 / 3
        ("-0", True),
        ("3.141592653589793238", False),
        ("0.1234567890123456789", False),
    ],
)
def test_a_number_that_would_change_on_its_way_out_is_reported(text: str, kept: bool) -> None:
    problems = validate_answers(HOUSE, {**GOOD, "hours": text}, today=TODAY, language="en")
    told = [problem.message for problem in problems if problem.rule is ConstraintRule.TYPE]
    assert told == [] if kept else "has too many digits. Enter 15" in told[0]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("age", "+30"),
        ("age", "007"),
        ("hours", ".5"),
        ("hours", "8."),
        ("since", "2024-02-29"),
        ("since", "2026-11-24"),
        ("child[1]/name", "Zoë\n“Ω” 👩‍👩‍👧 שלום"),
        ("child[1]/name", "two\r\nlines"),
        ("child[1]/name", "a" * MAX_TEXT),
    ],
)
def test_a_right_answer_is_let_through(address: str, text: str) -> None:
    assert broken(set_answer(GOOD, address, text)) == []


def test_what_is_not_relevant_is_not_checked() -> None:
    """The child's name is required, and asked only from the age of fifteen."""
    assert broken({"age": "9", "hours": "99", "since": "never", "child": [{}]}) == []


def test_an_answer_to_an_irrelevant_question_does_not_count_elsewhere() -> None:
    """`week` is computed from `hours`, which is not asked below fifteen."""
    assert normalize_answers(HOUSE, {"age": "30", "hours": "2"}, today=TODAY)["week"] == "10"
    assert normalize_answers(HOUSE, {"age": "9", "hours": "2"}, today=TODAY) == {"age": "9"}


def test_the_form_s_own_message_is_used_in_the_respondent_s_language() -> None:
    (problem,) = problems({**GOOD, "age": "999"}, "fr")
    assert problem.message == "L’âge va de 0 à 120."
    assert problem.question == "Votre âge ?"
    assert problem.found == "999"


def test_a_vecu_message_names_the_question_and_what_was_found() -> None:
    (problem,) = problems({**GOOD, "hours": "a lot"})
    assert problem.message == "“Hours a day?”: enter a number, such as 12 or 7.5, not “a lot”."


@pytest.mark.parametrize(
    ("constraint", "typed", "message"),
    [
        (". >= 0 and . <= 60", "70", "enter a number from 0 to 60."),
        (". <= 7.5 and 0 <= .", "8", "enter a number from 0 to 7.5."),
        (". >= -5", "-6", "enter -5 or more."),
        (". <= 24", "25", "enter 24 or less."),
        (". >= 0 and . != 13 and . <= 60", "13", "“13” is not a possible answer. Correct it."),
        (". < 60", "60", "“60” is not a possible answer. Correct it."),
    ],
)
def test_a_constraint_that_names_bounds_is_explained_by_them(
    constraint: str, typed: str, message: str
) -> None:
    asked = form(
        "| survey |\n| | type | name | label::English (en) | constraint |\n"
        f"| | decimal | minutes | Minutes? | {constraint} |\n{SPOKEN}"
    )

    (problem,) = validate_answers(asked, {"minutes": typed}, today=TODAY, language="en")

    assert problem.message == f"“Minutes?”: {message}"


def test_a_label_with_a_value_inside_is_filled_in_messages() -> None:
    (problem,) = problems(set_answer(GOOD, "child[1]/likes", "moon"))
    assert problem.question == "What does Ana like?"


def test_what_was_found_is_short_and_visible() -> None:
    (problem,) = problems({**GOOD, "age": "\x00\u202e" + "9" * 2_000_000})
    assert problem.rule is ConstraintRule.LENGTH
    (problem,) = problems({**GOOD, "hours": "x\n" + "9" * 200})
    assert len(problem.found) == 80
    (problem,) = problems({**GOOD, "age": "\x00\u202e9"})
    assert problem.found == "U+0000, U+202E RIGHT-TO-LEFT OVERRIDE"


@pytest.mark.parametrize(
    ("values", "path", "rule"),
    [
        ({**GOOD, "agee": "3"}, "/data/agee", ConstraintRule.UNKNOWN),
        ({**GOOD, "home": {"roof": "red"}}, "/data/home/roof", ConstraintRule.UNKNOWN),
        ({**GOOD, "child": [{"name": "A", "x": 1}]}, "/data/child[1]/x", ConstraintRule.UNKNOWN),
        ({**GOOD, "age\x00": "3"}, "/data/age[U+0000]", ConstraintRule.UNKNOWN),
        ({**GOOD, "home": ["city"]}, "/data/home", ConstraintRule.TYPE),
        ({**GOOD, "child": {"name": "A"}}, "/data/child", ConstraintRule.TYPE),
        ({**GOOD, "child": ["A"]}, "/data/child[1]", ConstraintRule.TYPE),
        ({**GOOD, "hours": ["7"]}, "/data/hours", ConstraintRule.TYPE),
        ({**GOOD, "hours": {"a": 1}}, "/data/hours", ConstraintRule.TYPE),
        ({**GOOD, "child": [{"name": "A"}] * 21}, "/data/child", ConstraintRule.REPEAT),
    ],
)
def test_what_has_no_place_or_the_wrong_shape_is_reported(
    values: Any, path: str, rule: ConstraintRule
) -> None:
    assert (path, rule) in broken(values)


def test_numbers_and_truth_values_are_read_as_the_text_they_stand_for() -> None:
    assert broken({**GOOD, "age": 30, "hours": 7.5}) == []
    assert ("/data/age", ConstraintRule.TYPE) in broken({**GOOD, "age": True})


@pytest.mark.parametrize("values", [None, [], 3, "text", True, [{}]])
def test_answers_that_are_no_group_at_all_are_survived(values: object) -> None:
    assert normalize_answers(HOUSE, values, today=TODAY) == normalize_answers(
        HOUSE, {}, today=TODAY
    )
    assert ("/data/age", ConstraintRule.REQUIRED) in broken(values)


def test_endless_unknown_names_are_reported_only_so_often() -> None:
    assert len(problems({**GOOD, **{f"x{number}": "" for number in range(5_000)}})) == 20


class TestSettle:
    def test_keeps_what_is_relevant_and_nothing_else(self) -> None:
        messy = {
            "age": "9",
            "hours": "7",
            "child": [{"name": "Ana"}],
            "strange": "x",
            "home": {"place": "city", "town": "  "},
            "pets": "0",
            "pet": [{"kind": "cat"}],
        }
        assert normalize_answers(HOUSE, messy, today=TODAY) == {
            "age": "9",
            "home": {"place": "city"},
            "pets": "0",
        }

    def test_puts_multiple_choices_in_the_order_of_their_list(self) -> None:
        values = set_answer(GOOD, "child[1]/likes", "rain cats")
        assert normalize_answers(HOUSE, values, today=TODAY)["child"][0]["likes"] == "cats rain"

    def test_never_believes_a_calculation_that_was_sent(self) -> None:
        assert normalize_answers(HOUSE, {**GOOD, "week": "999"}, today=TODAY)["week"] == "37.5"

    def test_gives_a_counted_repeat_as_many_instances_as_were_counted(self) -> None:
        assert len(normalize_answers(HOUSE, {**GOOD, "pets": "3"}, today=TODAY)["pet"]) == 3
        assert (
            len(normalize_answers(HOUSE, {**GOOD, "pets": "30"}, today=TODAY)["pet"])
            == MAX_INSTANCES
        )
        assert "pet" not in normalize_answers(HOUSE, {**GOOD, "pets": "-2"}, today=TODAY)

    def test_an_earlier_question_that_hangs_on_a_later_one_stays(self) -> None:
        """`first` is asked when `second` is blank, and `second` is not asked: so `first` stays."""
        questionnaire = form(
            "| survey |\n| | type | name | label | relevant |\n"
            "| | text | first | A | ${second} = '' |\n| | text | second | B | ${third} = 'yes' |\n"
            "| | text | third | C | |\n"
        )
        values = {"first": "kept", "second": "dropped", "third": "no"}
        assert normalize_answers(questionnaire, values, today=TODAY) == {
            "first": "kept",
            "third": "no",
        }


class TestStart:
    def test_has_defaults_and_one_instance_of_a_repeat(self) -> None:
        assert initial_answers(HOUSE, today=TODAY) == {
            "hours": "7.5",
            "source": "web",
            "child": [{}],
            "pets": "0",
        }

    def test_of_the_testimonies_is_one_story(self) -> None:
        assert initial_answers(STORIES, today=TODAY) == {"story": [{}]}

    def test_computes_first_values_that_are_expressions(self) -> None:
        questionnaire = form(
            "| survey |\n| | type | name | label | default |\n| | date | day | Day | today() |\n"
            "| | begin repeat | r | R | |\n| | text | b | B | concat('on ', ${day}) |\n"
            "| | text | c | C | plain |\n| | end repeat | | | |\n"
        )
        values = initial_answers(questionnaire, today=TODAY)
        assert values["day"] == "2026-11-24"
        again = add_repeat_instance(
            questionnaire, {**values, "day": "2026-01-01"}, "r", today=TODAY
        )
        assert again["r"][0] == {"b": "on 2026-11-24", "c": "plain"}
        assert again["r"][1] == {"b": "on 2026-01-01", "c": "plain"}


@pytest.mark.parametrize(
    ("kind", "language", "raw", "text"),
    [
        (QuestionType.INTEGER, "fr", "1 000", "1000"),
        (QuestionType.INTEGER, "fr", "1\u202f000", "1000"),
        (QuestionType.INTEGER, "en", "1,000", "1000"),
        (QuestionType.INTEGER, "fr", "−3", "-3"),
        (QuestionType.DECIMAL, "fr", "7,5", "7.5"),
        (QuestionType.DECIMAL, "en", "7,5", "7.5"),
        (QuestionType.DECIMAL, "fr", "1 000,25", "1000.25"),
        (QuestionType.DECIMAL, "en", "12,345.5", "12345.5"),
        (QuestionType.DECIMAL, "fr", "a lot", "a lot"),
        (QuestionType.DATE, "fr", "24/11/2026", "2026-11-24"),
        (QuestionType.DATE, "en", "1.2.2026", "2026-02-01"),
        (QuestionType.DATE, "fr", "31/02/2026", "31/02/2026"),
        (QuestionType.DATE, "fr", " 2026-11-24 ", "2026-11-24"),
        (QuestionType.TEXT, "fr", " two\r\nlines, 7,5 ", "two\nlines, 7,5"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(
    kind: QuestionType, language: str, raw: str, text: str
) -> None:
    assert parse_input(Question("/data/a", kind), raw, language) == text


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "\x00",
            "\ud800",
            "\u202e",
            "city",
            "30",
            "2020-01-01",
            "cats rain",
            "yes",
            "2=cats 1=dogs",
            "14:30:00",
            "48.85 2.35",
            "OK",
            "x.jpg",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*EVERY.root.names, "name", "likes", "place", "town", "kind", "odd"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


def deep(depth: int) -> object:
    value: object = "x"
    for _level in range(depth):
        value = [value]
    return value


def test_check_survives_endless_nesting() -> None:
    values = {"age": deep(100_000), "home": deep(100_000), "odd": deep(100_000)}
    assert {rule for _path, rule in broken(values)} >= {ConstraintRule.TYPE, ConstraintRule.UNKNOWN}


@settings(max_examples=300, deadline=None)
@given(JSON, st.sampled_from(["fr", "en", "xx"]))
@example({"age": 10**5000}, "en")
@example({"age": "30", "child": [{"name": "a\ud800b" + "c" * 9_000, "likes": "moon"}]}, "en")
@example({"age": float("nan"), "pets": float("inf")}, "fr")
@example({"pets": "1e300"}, "en")
@example({"child": [{}] * 100_000}, "en")
def test_check_survives_anything_and_always_has_words(values: object, language: str) -> None:
    for problem in validate_answers(EVERY, values, today=TODAY, language=language):
        assert problem.message.strip()
        assert problem.path.startswith("/data")
        assert len(problem.found) <= 80
        assert len(problem.message) < 1_000
        (problem.path + problem.question + problem.message + problem.found).encode()


@settings(max_examples=300, deadline=None)
@given(JSON)
@example({"pets": "2", "child": []})
@example({"age": "20", "week": "3", "hours": "\r"})
def test_settling_twice_changes_nothing(values: object) -> None:
    once = normalize_answers(EVERY, values, today=TODAY)
    assert normalize_answers(EVERY, once, today=TODAY) == once


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_settling_leaves_nothing_that_has_no_place(values: object) -> None:
    settled = normalize_answers(EVERY, values, today=TODAY)
    rules = {
        problem.rule for problem in validate_answers(EVERY, settled, today=TODAY, language="en")
    }
    assert not rules & {ConstraintRule.UNKNOWN, ConstraintRule.REPEAT}

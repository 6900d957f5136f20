"""A limit that lets no answer pass is told, though the question may be left blank."""

from random import Random

import pytest

from tests.questionnaires.analysis.test_lint import look
from tests.questionnaires.factories import TODAY, form
from vecu.questionnaires import Severity, find_uncovered_routes, simulate_respondents

CHOICES = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def warnings(kind: str, limit: str, rule: str) -> list[str]:
    survey = [
        ["type", "name", "label", "constraint"],
        ["integer", "other", "O", None],
        [kind, "a", "A", limit],
    ]
    looked = look({"survey": survey, "choices": CHOICES})
    assert looked.publishable
    found = [found for found in looked.of(Severity.WARNING) if found.rule == rule]
    assert {(one.row, one.column) for one in found} <= {(3, "constraint")}
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        ("integer", ". > 5 and . < 3"),
        ("integer", "${a} > 5 and ${a} < 3"),
        ("integer", "false()"),
        ("decimal", ". > 5.01 and . < 5.01"),
        ("date", ". >= '2026-02-01' and . < '2026-01-01'"),
        ("select_one yn", ". = 'maybe'"),
        ("range", ". > 20"),  # from 1 to 10
    ],
)
def test_a_limit_that_no_answer_passes_is_doubted(kind: str, limit: str) -> None:
    (message,) = warnings(kind, limit, "unreachable")
    assert message.startswith("No answer to “a” fulfils this")


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        ("integer", ". >= 0 and . <= 120"),
        ("integer", ". mod 97 = 5"),
        ("decimal", ". * . = 2.25"),
        ("decimal", ". > 5.01 and . < 5.02"),
        ("integer", "regex(., '^[0-9]{10}$')"),
        ("integer", "string-length(.) = 5"),
        ("integer", "starts-with(., '77') and string-length(.) = 9"),
        ("integer", "selected('1500 2500', .)"),
        ("integer", ". mod 500 = 3 and . > 2000"),
        ("integer", ". > 123456 and . < 123458"),
        ("date", "format-date(., '%a') = 'Mon'"),
        ("date", "number(format-date(., '%m')) = 3"),
        ("date", ". = date('1931-04-05')"),
        ("time", "format-date-time(., '%M') = '00'"),
        ("time", "decimal-time(.) > decimal-time('18:45') and decimal-time(.) < 0.7820"),
        ("dateTime", ". > date('2027-01-01')"),
        ("select_multiple yn", "selected(., 'yes') and selected(., 'no')"),
        ("date", ". > '2027-01-01' and . < '2027-01-03'"),
        ("date", ". >= today() and . <= '2020-01-01'"),  # some day, perhaps
        ("time", "decimal-time(.) > decimal-time('06:00')"),
        ("integer", ". > ${other} and . < ${other}"),  # it hangs on another answer
        ("select_multiple yn", "not(selected(., 'no') and count-selected(.) > 1)"),
        ("text", "regex(., '^(a|b){3}-[0-9]+$')"),
    ],
)
def test_a_limit_that_may_be_passed_is_not_doubted(kind: str, limit: str) -> None:
    assert warnings(kind, limit, "unreachable") == []


@pytest.mark.parametrize(
    ("limit", "found"),
    [(". > '06:00'", "06:00"), ("'abc' <= .", "abc"), ("not(. < 'abc')", "abc")],
)
def test_a_size_beside_a_text_without_one_is_doubted(limit: str, found: str) -> None:
    (message,) = warnings("text", limit, "expression")
    assert message.startswith(f"“{found}” is neither a number nor a date")


@pytest.mark.parametrize("limit", [". > ''", "not(. <= '')", "'  ' < ."])
def test_a_size_beside_a_blank_text_is_reported_with_how_to_require_an_answer(limit: str) -> None:
    (message,) = warnings("text", limit, "expression")
    assert message == (
        "Nothing is less or more than a blank text. Write != '' to ask whether there is an answer."
    )


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("time", ". >= '08:00:00.000'"), ("date", ". >= '2020-05'"), ("integer", ". > ''")],
)
def test_a_limit_that_no_answer_passes_for_such_a_text_is_doubted_once(
    kind: str, limit: str
) -> None:
    assert len(warnings(kind, limit, "expression")) == 1
    assert warnings(kind, limit, "unreachable") == []


@pytest.mark.parametrize(
    "limit", [". > '5'", ". >= '2026-01-01'", ". < '2026-01-01T10:00'", ". = 'abc'"]
)
def test_a_size_beside_a_number_or_a_date_is_not_doubted(limit: str) -> None:
    assert warnings("text", limit, "expression") == []


def test_a_walk_names_the_question_to_which_no_answer_was_accepted() -> None:
    questionnaire = form("""
        | survey |
        | | type | name | label | constraint |
        | | integer | a | A | |
        | | integer | b | B | . > ${a} and . < ${a} |
        """)
    chance = Random(1)  # noqa: S311 - simulated, not secret
    met = simulate_respondents(questionnaire, people=20, chance=chance, today=TODAY, language="en")
    (route,) = find_uncovered_routes(questionnaire, met)
    assert (route.name, route.choice, route.proven) == ("b", "", False)
    assert "no answer to it was accepted" in route.reason


@pytest.mark.parametrize(
    ("kind", "parameters", "limit", "choices"),
    [
        ("range", "start=0 end=10000 step=1", ". > 9000 and . < 9002", 2),
        ("select_one code", "", ". = 'c4999'", 5_000),
    ],
)
def test_what_is_too_much_to_try_is_not_doubted(kind, parameters, limit, choices) -> None:
    survey = [["type", "name", "label", "parameters", "constraint"]]
    survey += [[kind, "a", "A", parameters, limit]]
    listed = [["code", f"c{number}", f"C{number}"] for number in range(choices)]
    looked = look({"survey": survey, "choices": [CHOICES[0], *listed]})

    assert looked.publishable
    assert [one.rule for one in looked.of(Severity.WARNING) if one.rule == "unreachable"] == []

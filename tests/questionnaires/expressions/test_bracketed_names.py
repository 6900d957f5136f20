"""A ${name} inside the brackets of a path: read, put in order, worked out and walked."""

from random import Random

import pytest

from tests.questionnaires.analysis.test_lint import look, look_at, one
from tests.questionnaires.factories import TODAY, form
from vecu.questionnaires import (
    EvaluatedForm,
    Severity,
    lint_workbook,
    list_preview_pages,
    simulate_respondents,
)

THREE = {
    "a": "2",
    "r": [{"n": "1", "g": {"t": "x"}}, {"n": "3", "g": {"t": "y"}}, {"n": "5", "g": {"t": "z"}}],
}
"""Numbers 1, 3 and 5, of which those above 2 are two."""


def survey(formula: str, column: str = "calculation") -> str:
    return f"""
    | survey |
    | | type | name | label | {column} |
    | | integer | a | A | |
    | | begin repeat | r | R | |
    | | integer | n | N | |
    | | begin group | g | G | |
    | | text | t | T | |
    | | end group | | | |
    | | end repeat | | | |
    | | {"calculate" if column == "calculation" else "text"} | c | C | {formula} |
    """


@pytest.mark.parametrize(
    ("formula", "worth"),
    [
        ("count(${r}[n > ${a}])", "2"),
        ("count(/data/r[n > ${a}])", "2"),
        ("count(${r}[${n} > ${a}])", "3"),  # one number of all is above: so every instance counts
        ("count(${n}[. > ${a}])", "2"),
        ("${r}[position() = ${a}]/n", "3"),
        ("sum(${r}[n > 0 and ${a} > 1]/n)", "9"),
        ("${r}[n = max(${n})]/g/t", "z"),
        ("count(${r}[n > ${r}[position() = ${a}]/n])", "1"),
    ],
)
def test_a_name_inside_brackets_is_a_question_of_its_own(formula: str, worth: str) -> None:
    assert look_at(survey(formula)).publishable
    filled = EvaluatedForm(form(survey(formula)), THREE, TODAY)
    assert [cell.node.text for cell in filled.root.children if cell.item.name == "c"] == [worth]


def test_a_condition_with_a_name_inside_brackets_is_walked() -> None:
    questionnaire = form(survey("count(${r}[n > ${a}]) > 1", "relevant"))
    chance = Random(1)  # noqa: S311
    result = simulate_respondents(
        questionnaire, people=30, chance=chance, today=TODAY, language="en"
    )
    assert result.asked["/data/c"]
    assert result.came["/data/c", False]
    assert list_preview_pages(questionnaire, today=TODAY)


def test_a_circle_through_brackets_is_reported() -> None:
    found = one(
        [
            ["type", "name", "label", "calculation"],
            ["begin repeat", "r", "R"],
            ["integer", "n", "N"],
            ["end repeat"],
            ["calculate", "c", None, "count(${r}[n > ${c}])"],
        ],
        "cycle",
    )
    assert "c → c" in found.message


def test_a_name_of_the_same_repeat_inside_brackets_is_reported_with_the_right_spelling() -> None:
    """Conversion makes it ../n, which leads from the instance that the brackets look at."""
    rows: list[list[object]] = [
        ["type", "name", "label", "calculation"],
        ["begin repeat", "r", "R"],
        ["integer", "n", "N"],
        ["calculate", "c", None, "count(${r}[n > ${n}])"],
        ["begin group", "g", "G"],
        ["text", "t", "T"],
        ["end group"],
        ["end repeat"],
    ]
    (found,) = look({"survey": rows}).of(Severity.ERROR)
    assert found.row == 4
    assert "Write current()/../n for the answer beside this one" in found.message
    rows[3][3] = "count(${r}[g/t = ${t}])"
    (found,) = look({"survey": rows}).of(Severity.ERROR)
    assert "Write current()/../g/t for the answer" in found.message
    rows[3][3] = "count(${r}[n > current()/../n])"
    questionnaire = look({"survey": rows}).questionnaire
    assert questionnaire is not None
    kept = EvaluatedForm(questionnaire, {"r": [{"n": "1"}, {"n": "3"}, {"n": "5"}]}, TODAY).values()
    assert [story["c"] for story in kept["r"]] == ["2", "1", "0"]


@pytest.mark.parametrize(
    ("formula", "path"),
    [
        ("count(../../g[../../nope = 1])", "../../g/../../nope"),
        ("count(/data/g[../../nope = 1])", "/data/g/../../nope"),
        ("../../../nope", "../../../nope"),
    ],
)
def test_a_path_that_the_author_wrote_is_not_reported_as_a_name(formula: str, path: str) -> None:
    """From /data/h/c each leads above the form, so that only reading the XForm tells of it."""
    rows: list[list[object]] = [
        ["type", "name", "label", "calculation"],
        ["begin repeat", "g", "G"],
        ["integer", "n", "N"],
        ["end repeat"],
        ["begin group", "h", "H"],
        ["calculate", "c", None, formula],
        ["text", "t", "T"],
        ["end group"],
    ]
    (found,) = look({"survey": rows}).of(Severity.ERROR)
    assert f"there is no question “{path}” at that place" in found.message


@pytest.mark.parametrize("formula", ["${a} / ${n}", "count(${r}[n > ${a}/${n}])", "a//${n}"])
def test_a_division_written_with_a_slash_is_still_reported(formula: str) -> None:
    (found,) = [
        found
        for found in lint_workbook(survey(formula).encode(), "form.md", language="en").findings
        if "write div to divide" in found.message
    ]
    at = formula.index("${n}") + 1
    assert f"At character {at} of" in found.message


def test_a_slash_between_quotes_divides_nothing() -> None:
    assert look_at(survey("concat('https:/', ${a}, 'b/${a}')")).publishable


@pytest.mark.parametrize("name", ["", "a/b", "..", "."])
@pytest.mark.parametrize("around", [["begin group", "g", "G"], ["begin repeat", "g", "G"], None])
def test_a_row_without_a_fit_name_may_read_its_own_answer(
    name: str, around: list[object] | None
) -> None:
    rows: list[list[object]] = [
        ["type", "name", "label", "relevant"],
        ["text", "t", "T"],
        ["integer", name, "L", ". > 0"],
    ]
    if around:
        rows = [*rows[:2], around, rows[2], [str(around[0]).replace("begin", "end")]]
    told = look({"survey": rows})
    (row,) = {found.row for found in told.of(Severity.ERROR)}
    assert rows[row - 1][1] == name
    assert any(found.column == "name" for found in told.of(Severity.ERROR))

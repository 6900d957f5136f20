"""`vecu form`: what a researcher reads at the terminal before anybody answers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.questionnaires.forms import LIBRARY
from tests.questionnaires.test_inspection import MISTAKEN
from tests.questionnaires.test_workbook import xlsx
from vecu.site.command import vecu
from vecu.site.commands import commands

TEMPLATE = str(LIBRARY / "testimonies.md")


def run(*arguments: str) -> Result:
    for command in commands:
        vecu.add_command(command)
    return CliRunner().invoke(vecu, ["form", *arguments])


@pytest.fixture
def mistaken(tmp_path: Path) -> str:
    path = tmp_path / "mistaken.xlsx"
    path.write_bytes(xlsx(MISTAKEN))
    return str(path)


def test_a_clean_form_ends_with_0_and_says_what_it_holds() -> None:
    result = run("check", TEMPLATE)
    assert result.exit_code == 0
    assert "23 questions" in result.output
    assert "It can be published." in result.output


def test_mistakes_end_with_1_one_line_each_with_its_cell(mistaken: str) -> None:
    result = run("check", mistaken)
    assert result.exit_code == 1
    assert "Errors (11)" in result.output
    assert "  survey A3 type: There is no type of question “texte”." in result.output


def test_a_program_can_read_the_findings(mistaken: str) -> None:
    result = run("check", mistaken, "--format", "json", "--language", "fr")
    told = json.loads(result.output)
    assert told["publishable"] is False
    assert told["findings"][0]["cell"] == "A3"
    assert told["findings"][0]["rule"] == "type"
    assert "Vouliez-vous dire" in told["findings"][0]["message"]


def test_what_is_no_workbook_is_told_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing of the sort")
    result = run("check", str(path))
    assert result.exit_code == 1
    assert "damaged" in result.output


def test_a_walk_tells_its_coverage(tmp_path: Path) -> None:
    result = run("walk", TEMPLATE, "--people", "25", "--seed", "3")
    assert result.exit_code == 0
    assert "25 of 25 people reached the end." in result.output
    assert "23 of 23 questions" in result.output


def test_a_walk_that_ends_badly_ends_with_1_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "narrow.md"
    path.write_text(
        "| survey |\n| | type | name | label | constraint | required |\n"
        "| | integer | n | N | . > 5 and . < 5 | yes |\n"
    )
    result = run("walk", str(path), "--people", "2")
    assert result.exit_code == 1
    assert "n: 2 people stuck" in result.output
    assert "Tried: " in result.output


def test_a_form_with_mistakes_is_not_walked(mistaken: str) -> None:
    result = run("walk", mistaken)
    assert result.exit_code == 2
    assert "row 3, column “type”" in result.output


def test_two_versions_are_compared(tmp_path: Path) -> None:
    newer = tmp_path / "newer.md"
    newer.write_text(Path(TEMPLATE).read_text().replace("| text | goal |", "| date | goal |"))
    result = run("diff", TEMPLATE, str(newer))
    assert result.exit_code == 0
    assert "“goal” takes date instead of text." in result.output
    assert "22 questions stay comparable, 1 do not: goal." in result.output

"""`vecu form`: output for a researcher before a form is published."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import get_language

from tests.questionnaires.analysis.test_lint import MISTAKEN
from tests.questionnaires.factories import LIBRARY, TESTIMONIES
from tests.questionnaires.xlsform.test_convert import xlsx
from vecu.site.cli import vecu
from vecu.site.commands import commands

TEMPLATE = str(TESTIMONIES)
READY = str(LIBRARY / "testimonies.md")


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


def test_what_is_no_workbook_is_reported_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing of the sort")
    result = run("check", str(path))
    assert result.exit_code == 1
    assert "damaged" in result.output


def test_a_walk_tells_its_coverage(tmp_path: Path) -> None:
    result = run("walk", TEMPLATE, "--people", "25", "--seed", "3")
    assert result.exit_code == 0
    assert "25 of 25 people reached the end." in result.output
    assert "Questions asked: 23 of 23." in result.output


def test_a_walk_through_the_ready_questionnaire_takes_every_way() -> None:
    result = run("walk", READY, "--people", "60", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert "60 of 60 people reached the end." in result.output


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
    assert "22 questions stay comparable.\n1 does not: goal." in result.output


ONE = """| settings | | |
| | form_title | version |
| | One | 1 |

| survey |
| | type | name | label | constraint | required |
| | begin group | g | G | | |
| | integer | n | N | {limits} | yes |
| | end group | | | | |
"""
NARROW = ONE.format(limits=". > 5 and . < 5")


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.md"
    path.write_text(ONE.format(limits=""))
    return path


def test_one_thing_is_counted_in_the_singular(one: Path, tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.md"
    narrow.write_text(NARROW)

    assert "1 question (1 required), 1 group, 0 repeats" in run("check", str(one)).output
    assert "1 of 1 person reached the end." in run("walk", str(one), "--people", "1").output
    assert "n: 1 person stuck." in run("walk", str(narrow), "--people", "1").output
    assert "1 question stays comparable." in run("diff", str(one), str(one)).output


def test_one_condition_that_cannot_be_judged_is_counted_in_the_singular(tmp_path: Path) -> None:
    path = tmp_path / "hidden.md"
    path.write_text(
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n"
        "| | text | b | B | digest(${a}, 'MD5') = 'x' |\n"
    )

    told = run("check", str(path)).output

    assert "Of one condition (of 1) it cannot be told by looking whether it ever" in told
    assert "row 3" in told


ENGLISH = re.compile(r"\b(?:the|cannot|row|Sheet|of|is|people|asked|found|stays?)\b")
"""Words that occur in no French sentence of ours."""


def test_all_output_is_in_french(mistaken: str, one: Path, tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.md"
    narrow.write_text(NARROW)

    checked = run("check", mistaken, "--language", "fr").output
    refused = run("walk", mistaken, "--language", "fr").output
    walked = run("walk", TEMPLATE, "--people", "25", "--language", "fr").output
    stuck = run("walk", str(narrow), "--people", "2", "--language", "fr").output
    differs = run("diff", str(one), str(narrow), "--language", "fr").output

    assert "Erreurs (11)" in checked
    assert "ne peut pas être publié" in checked
    assert "Feuille « survey », ligne 3, colonne « type »".replace(" ", "\xa0") in refused.replace(
        " ", "\xa0"
    )
    assert "25 personnes sur 25" in walked
    assert "Questions posées : 23 sur 23" in walked.replace("\xa0", " ")
    assert re.search(r"\d,\d", walked)  # minutes
    # Then what respondents read, in the language of the form.
    assert "n : 2 personnes bloquées. “N”: an answer is required.\n" in stuck.replace("\xa0", " ")
    stuck = stuck.replace("an answer is required", "")
    assert "0 question reste comparable" in differs
    for told in (refused, walked, stuck, differs):
        assert not ENGLISH.search(re.sub(r"“.*?”|«.*?»|\[.*?\]", "", told)), told


def test_a_command_that_spoke_french_leaves_the_language_as_it_was(one: Path) -> None:
    run("check", str(one), "--language", "fr")

    assert get_language() == "en"

"""The map of the hearing is whole and true: each item once; tests, addresses and commands exist."""

import ast
import re
from functools import cache
from pathlib import Path
from uuid import UUID

import click
import pytest
from django.urls import resolve

from vecu.site.cli import vecu
from vecu.site.commands import commands
from vecu.surveys.library.compose import list_themes

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "explanation" / "hearing.md"

METHOD = [
    "testimonies",
    "position paper",
    "practices",
    "shadow AI",
    "high-value use",
    "figures of use",
    "leaders study",
    "case studies over time",
    "deployment funnel",
    "photograph",
    "territorial benchmark",
    "learning group",
    "recommendations",
]
HYPOTHESES = [
    "hypothesis: relief",
    "hypothesis: reluctance at the core",
    "hypothesis: patterns dehumanise",
    "hypothesis: intuition and models",
    "hypothesis: refusal costs chances",
    "hypothesis: fewer staff",
]
FINDINGS = [
    "start from lived experience",
    "co-design",
    "social dialogue",
    "machine tending",
    "rationalisation",
    "good fatigue",
    "two rationalities",
    "situated explanation",
    "secured expertise",
    "shared uncertainty",
    "consent",
    "human reach",
    "not to be automated",
    "technosolutionism",
]
SYSTEMS = [
    "job offers",
    "cold and warm writing",
    "weak signals",
    "generative assistant",
    "answering bot",
    "ELIZA",
    "predictive, vision",
    "exposure",
    "mail triage",
]
ITEMS = [*METHOD, *HYPOTHESES, *FINDINGS, *SYSTEMS]
NOT_BUILT = "not built yet"


def rows() -> list[list[str]]:
    """Return the rows of the tables: item, what it is, what answers it, tests, status."""
    lines = re.findall(r"^\| \*\*.*\|$", MAP.read_text(), flags=re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(row: list[str]) -> str:
    return row[0].strip("*")


def list_addresses() -> list[str]:
    return re.findall(r"`(/(?:fr|en)/[^`]*)`", MAP.read_text())


def list_commands() -> list[str]:
    return re.findall(r"`(?:\./run )?(vecu [^`]+)`", MAP.read_text())


def list_tests() -> list[str]:
    return re.findall(r"`(tests/[\w/]+\.py::\w+)`", MAP.read_text())


def list_questions() -> list[str]:
    return sorted(set(re.findall(r"`([a-z]+_[a-z_]+)`", MAP.read_text())))


@cache
def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_item_of_the_hearing_is_there_exactly_once():
    assert sorted(named(row) for row in rows()) == sorted(ITEMS)


@pytest.mark.parametrize("row", rows(), ids=named)
def test_an_item_says_what_it_is_and_how_far_it_is_built(row):
    assert len(row) == 5
    assert row[1]
    assert row[4] in {"built", "partly", NOT_BUILT}


@pytest.mark.parametrize("row", rows(), ids=named)
def test_what_is_built_is_proved_by_a_screen_or_command_and_by_a_test(row):
    _, _, answered_by, shown_by, status = row
    if status == NOT_BUILT:
        assert shown_by == "–"
        assert "`" not in answered_by
    else:
        assert re.search(r"`(/fr/|/en/|vecu |\./run )", answered_by)
        assert "::test_" in shown_by


@pytest.mark.parametrize("name", list_tests())
def test_every_test_named_exists(name):
    file, _, function = name.partition("::")

    assert (ROOT / file).exists()
    assert function in functions_of(ROOT / file)


@pytest.mark.parametrize("name", list_questions())
def test_every_question_named_is_in_the_library(name):
    assert name in {question.name for theme in list_themes() for question in theme.questions}


@pytest.mark.parametrize("row", rows(), ids=named)
def test_what_the_library_asks_about_a_hypothesis_or_finding_is_in_its_row(row):
    """What the names of the questions say they are about; by hand, from the hearing."""
    asked = {
        "hypothesis: relief": ["meaning_relief"],
        "hypothesis: refusal costs chances": ["consent_refuse"],
        "hypothesis: fewer staff": ["need_staff"],
        "consent": ["consent_told", "consent_refuse"],
        "human reach": ["consent_reach", "consent_case"],
    }
    assert [name for name in asked.get(named(row), []) if f"`{name}`" not in row[2]] == []


@pytest.mark.parametrize("address", list_addresses())
def test_every_address_named_leads_to_a_page(address):
    example = address.replace("<slug>", "example").replace("<key>", "story.1.task")

    assert resolve(example.replace("<answer_id>", str(UUID(int=0))))


@pytest.mark.parametrize("words", list_commands())
def test_every_command_named_exists(words):
    here: click.Command = vecu
    for command in commands:
        vecu.add_command(command)
    for word in words.split()[1:]:
        if not isinstance(here, click.Group):
            break
        assert word in here.commands, words
        here = here.commands[word]

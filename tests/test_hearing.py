"""What the items of the hearing name exists: tests, pages, commands, questions; so does the map."""

import ast
import re
from functools import cache
from pathlib import Path

import click
import pytest

from tests.hearing_map import HOW_TO_MEND, MAP, build_map, list_addresses
from vecu.demonstrators.machines.catalogue import find_demonstrator
from vecu.reports.hearing.items import LAST_NUMBER, HearingItem, read_hearing
from vecu.reports.hearing.vocabulary import AnswerState
from vecu.site.cli import vecu
from vecu.site.commands import commands
from vecu.surveys.library.compose import list_themes

ROOT = Path(__file__).resolve().parent.parent
NUMBERED = ROOT.parent / "shared" / "hearing-items.md"
ITEMS = read_hearing().items
ASKED_BEFORE = {
    "hypothesis: relief": ["meaning_relief"],
    "hypothesis: refusal costs chances": ["consent_refuse"],
    "hypothesis: fewer staff": ["need_staff"],
    "consent": ["consent_told", "consent_refuse"],
    "human reach": ["consent_reach"],
    "appeals": ["consent_case"],
    "refusal after co-design": ["co_design_refuse"],
}
"""Questions whose names say what they are about; by hand, from the hearing."""


def named(item: HearingItem) -> str:
    return item.name


def list_named(field: str) -> list[str]:
    return sorted({name for item in ITEMS for name in getattr(item, field)})


@cache
def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_map_is_what_the_items_say():
    assert MAP.read_text(encoding="utf-8") == build_map(), HOW_TO_MEND


@pytest.mark.skipif(not NUMBERED.exists(), reason="the numbered record is not here")
def test_the_record_has_as_many_sentences_as_the_items_cover():
    """Those above the last are what its reader derived from it."""
    numbers = [int(each) for each in re.findall(r"^(\d+)\. \[", NUMBERED.read_text(), re.MULTILINE)]

    assert numbers == list(range(1, LAST_NUMBER + 1))


def test_nothing_of_the_hearing_names_a_person():
    """Its speakers stand by their roles."""
    texts = MAP.read_text(encoding="utf-8")

    assert [
        name for name in ("Ferguson", "Slama", "Meder", "Komit", "Klein") if name in texts
    ] == []


@pytest.mark.parametrize("name", list_named("tests"))
def test_every_test_named_exists(name):
    file, _, function = name.partition("::")

    assert (ROOT / file).exists()
    assert function in functions_of(ROOT / file)


@pytest.mark.parametrize("name", list_named("questions"))
def test_every_question_named_is_in_the_library(name):
    assert name in {question.name for theme in list_themes() for question in theme.questions}


@pytest.mark.parametrize("item", ITEMS, ids=named)
def test_what_the_library_asks_about_an_item_is_named_with_it(item):
    assert [name for name in ASKED_BEFORE.get(item.name, []) if name not in item.questions] == []


@pytest.mark.parametrize("page", list_named("pages"))
def test_every_page_named_has_an_address(page):
    assert page in list_addresses()


@pytest.mark.parametrize("name", list_named("demonstrators"))
def test_every_demonstrator_named_can_be_tried(name):
    assert find_demonstrator(name)


@pytest.mark.parametrize("words", list_named("commands"))
def test_every_command_named_exists(words):
    if words.startswith("from "):
        exec(words, {})  # noqa: S102 - an import that the file of items names
        return
    here: click.Command = vecu
    for command in commands:
        vecu.add_command(command)
    for word in words.split()[1:]:
        if not isinstance(here, click.Group):
            break
        assert word in here.commands, words
        here = here.commands[word]


def test_what_only_the_library_asks_about_is_called_nothing_more():
    """Its questions are no answer: such an item says so, in the file and in the map."""
    only = [item.name for item in ITEMS if item.state is AnswerState.QUESTIONS]
    rows = re.findall(r"^\| \*\*(.*?)\*\* \|.* \| (.*?) \|$", build_map(), re.MULTILINE)

    assert only
    assert [name for name, state in rows if state == "questions only"] == sorted(
        only, key=[name for name, _ in rows].index
    )

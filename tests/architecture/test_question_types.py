"""What differs from one type of question to another stands in five tables, and nowhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, list_nodes, list_sources
from vecu.datasets.dictionary.question_variables import VARIABLES
from vecu.datasets.importing.cell_parser import CELLS
from vecu.questionnaires import QUESTION_TYPES, QuestionType
from vecu.surveys.forms.question_page import WIDGETS
from vecu.surveys.results.type_counts import COUNTS

TABLES = {
    "vecu/questionnaires/question_types.py": QUESTION_TYPES,
    "vecu/surveys/forms/question_page.py": WIDGETS,
    "vecu/surveys/results/type_counts.py": COUNTS,
    "vecu/datasets/dictionary/question_variables.py": VARIABLES,
    "vecu/datasets/importing/cell_parser.py": CELLS,
}
OF_ONE = {
    "vecu/safeguards/views/codes.py": "a voice is a sound",
    "vecu/questionnaires/model.py": "notes, calculations and headings are no questions",
    "vecu/questionnaires/xform/parser.py": "what has no control, and what is read-only",
    "vecu/questionnaires/xlsform/validation/cycles.py": "only the expressions of an item matter",
    "vecu/datasets/importing/multi_column.py": "hidden values come in from tables too",
    "vecu/surveys/actions/attachments.py": "an empty file is refused as a picture is",
    "vecu/file_sanitizer/sanitize.py": "each format of files belongs to one type",
}
"""Modules that name a type without comparing several, and why."""
ALTERNATIVES = ast.Set | ast.List | ast.Tuple | ast.Dict | ast.BoolOp | ast.Compare | ast.Match


def iter_members(node: ast.AST) -> Iterator[str]:
    """Yield the types that are named below a node, of a dictionary those among its keys."""
    for part in [*filter(None, node.keys)] if isinstance(node, ast.Dict) else [node]:
        for each in ast.walk(part):
            if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "QuestionType":
                yield each.attr


def list_names(path: Path) -> set[str]:
    return {
        name
        for node in list_nodes(path)
        if isinstance(node, ast.Attribute)
        for name in iter_members(node)
        if name in QuestionType.__members__
    }


@pytest.mark.parametrize("place", TABLES)
def test_every_type_stands_in_every_table(place):
    assert list(TABLES[place]) == list(QuestionType)


def test_types_are_named_in_the_tables_and_where_there_is_a_reason():
    named = {
        str(path.relative_to(ROOT)) for path in list_sources("vecu") if list_names(path)
    } - TABLES.keys()
    assert named == OF_ONE.keys()


def test_no_type_is_named_in_more_than_eight_files():
    """A new one is in six: the tables, and a template if no input fits; the others are older."""
    modules = {place: list_names(ROOT / place) for place in (*TABLES, *OF_ONE)}
    inputs = {
        str(path.relative_to(ROOT)): set(
            re.findall(r'field\.kind == "(\w+)"', path.read_text("utf-8"))
        )
        for path in (ROOT / "vecu/ui/templates/ui").glob("*.html")
    }
    files = {
        kind: [place for place, names in modules.items() if kind.name in names]
        + [place for place, names in inputs.items() if WIDGETS[kind].kind in names]
        for kind in QuestionType
    }
    assert {kind: places for kind, places in files.items() if len(places) > 8} == {}
    assert {len(places) for places in files.values()} >= {5, 8}, "nothing was counted"


def test_every_type_stands_in_the_reference():
    guide = (ROOT / "docs/how-to/write-a-questionnaire.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)(?: LIST)?`", guide.partition("## Question types")[2]))
    assert set(QuestionType) <= named


def test_no_other_place_lists_several_types_or_compares_with_several():
    lists = [
        f"{place}:{node.lineno}"
        for place in OF_ONE
        for node in list_nodes(ROOT / place)
        if isinstance(node, ALTERNATIVES)
        if len(set(iter_members(node)) & QuestionType.__members__.keys()) > 1
    ]
    assert lists == []


def test_the_types_are_imported_under_their_own_name():
    """Else the two tests above would not see them."""
    renamed = [
        str(path.relative_to(ROOT))
        for path in list_sources("vecu")
        for node in list_nodes(path)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "QuestionType" and alias.asname
    ]
    assert renamed == []

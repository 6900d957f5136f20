"""Names are the field's standard terms, and one name means one thing (CONTRIBUTING, Names)."""

import ast
import re
from collections import Counter

import pytest

from tests.architecture.sources import ROOT, list_definitions, list_nodes, list_sources

POETRY = {"told", "said", "met", "kept", "shown", "asked", "ours"}
LOCAL_POETRY = {"told", "way", "desk"}
NAMED_BY_DJANGO = {"Meta", "DatabaseWrapper"}
QUERY = re.compile(r"(get|list|find|count|iter|is|has|may|can)_")


def words_of(name: str) -> set[str]:
    """The words of an identifier in either case: `FileNotKept` has "kept"."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_a_class_name_is_unique():
    names = Counter(
        node.name
        for path in list_sources("vecu", "bench")
        for node in list_definitions(path)
        if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_DJANGO
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_no_name_has_a_word_that_says_nothing_of_its_subject():
    sources = list_sources("vecu", "bench", "tests")
    modules = [path.relative_to(ROOT).with_suffix("").as_posix() for path in sources]
    found = [module for module in modules if words_of(module) & POETRY]
    found += [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources
        for node in list_definitions(path)
        if words_of(node.name) & POETRY
    ]
    assert found == []


def test_no_variable_is_called_by_a_word_that_says_nothing_of_its_subject():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        for path in list_sources("vecu")
        for node in list_nodes(path)
        if isinstance(node, ast.Name | ast.arg)
        if (name := node.id if isinstance(node, ast.Name) else node.arg) in LOCAL_POETRY
    ]
    assert found == []


@pytest.mark.parametrize(
    "room",
    [
        "accounts",
        "surveys",
        "coding",
        "datasets",
        "register",
        "dialogue",
        "groups",
        "recommendations",
    ],
)
def test_a_query_begins_with_what_it_does(room):
    """What begins with is_, has_, may_ or can_ answers yes or no."""
    folder = ROOT / "vecu" / room
    odd = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in [*folder.glob("queries.py"), *folder.glob("queries/*.py")]
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        if not node.name.startswith("_") and not QUERY.match(node.name)
    ]
    assert odd == []

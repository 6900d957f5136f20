"""The shape of the house, where import-linter's contracts cannot say it."""

import ast
import configparser
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.architecture.sources import ROOT, list_definitions, list_nodes, list_sources

SOURCES = list_sources("vecu")
DOORS = {
    "datasets.forms.releases": "which group answers for figures, of answers and of replies",
    "casestudies.presenters": "what an evaluation says of itself, in its printed protocol",
    "dialogue.presenters.summary": "where a dialogue stands, on the public page of its system",
    "evidence.forms": "evidence to tick, in forms of what stands on it",
    "fieldlog.views.diary_session": "the code of a diary opens the pages of a check as well",
    "groups.views.group_access": "who may open a group, and the frame of its pages",
    "groups.views.member_session": "whose link the browser of a member holds",
    "records.views": "what pages have in common on which members note something",
    "register.forms.responses": "why one side contests what the other noted, in forms of two rooms",
    "register.presenters": "how an entry and what each side says of it is described",
    "register.views.responses": "to confirm or contest, in rooms that note for two sides",
    "register.views.system_access": "who may open a system, and the frame of its pages",
    "replies.views.card_sections": "what was replied, on cards and pages of findings",
    "safeguards.presenters": "where those go who say no, on the public page of a system",
    "surveys.forms.answer_filter": "which answers to read, and to compare by their codes",
    "surveys.forms.question_page": "the code that somebody typed",
    "surveys.views.promise": "the number of the promise that a page showed",
    "surveys.views.respondent_session": "the frame of all pages of those who answer",
    "surveys.views.resume_and_receipt": "what is wrong with a code, whatever it leads to",
}
"""Modules of views, forms and presenters that other rooms use, and what for."""
TEMPLATE_DOORS = {
    "evidence": {"choice", "cited_evidence", "option", "sentence"},
    "fieldlog": {"month_figures"},
    "groups": {"group", "members/base", "members/typed", "public_page"},
    "records": {"history", "responses"},
    "replies": {"author_section", "finding_section"},
    "register": {"consultation_line", "respond", "system"},
    "safeguards": {"no_route", "office_cards"},
    "surveys": {"statement", "staff/narrowing", "staff/study", "take/base", "take/promise"},
}
"""Templates that those of other rooms extend or include; what is no room's own is in `ui`."""


def list_tables() -> dict[str, Path]:
    """Return each class that is a table, whatever its file is called, and that file.

    What tables of several rooms are made of has no rows itself.
    """
    family, tables = {"models.Model"}, {}
    for _generation in range(3):
        for path in SOURCES:
            for node in list_definitions(path):
                bases = {ast.unparse(base) for base in getattr(node, "bases", [])}
                if isinstance(node, ast.ClassDef) and bases & family:
                    family.add(node.name)
                    if "abstract = True" not in ast.unparse(node):
                        tables[node.name] = path
    return tables


def get_room(path: Path) -> str:
    return path.relative_to(ROOT / "vecu").parts[0]


def test_only_a_room_touches_its_own_tables():
    """They stand in its models; others know them by its queries."""
    tables = list_tables()
    imported = [
        (path, node.module or "", alias.name)
        for path in SOURCES
        for node in list_nodes(path)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert [path for path in tables.values() if "models" not in re.split(r"[/.]", str(path))] == []
    assert [
        f"{path.relative_to(ROOT)}: {module}.{name}"
        for path, module, name in imported
        if module.startswith("vecu.") and get_room(path) != module.split(".")[1]
        if ".models" in module
        or name == "models"
        or (name in tables and not re.search(r"\.(\w+_)?queries\b", module))
    ] == []


def test_no_room_uses_pages_of_another_but_by_its_doors():
    """`ui` and `accounts` are for all; `site` puts all rooms together."""
    used = {
        f"{room}.{'.'.join(module)}"
        for path in SOURCES
        if get_room(path) != "site"
        for node in list_nodes(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vecu.")
        for room, *module in [node.module.split(".")[1:]]
        if room not in {"ui", "accounts", get_room(path)}
        if {"views", "forms", "presenters"} & set(module)
    }
    assert used == set(DOORS)


def test_no_template_uses_one_of_another_room_but_by_its_doors():
    used = {
        (room, name)
        for path in (ROOT / "vecu").glob("*/templates/**/*.html")
        for room, name in re.findall(
            r'{% (?:extends|include) "(\w+)/([^"]+)\.html"', path.read_text()
        )
        if room not in {"ui", "accounts", get_room(path)} and get_room(path) != "site"
    }
    assert used == {(room, name) for room, names in TEMPLATE_DOORS.items() for name in names}


@pytest.mark.parametrize(
    "room", ["tables", "questionnaires", "credentials", "stats", "coding.classifier"]
)
def test_a_pure_room_is_entered_by_its_own_door(room):
    """Others import from the package itself, so that its modules may be cut anew."""
    trespasses = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.module}"
        for path in SOURCES
        if not path.is_relative_to(ROOT / "vecu" / Path(*room.split(".")))
        for node in list_nodes(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"vecu.{room}.")
    ]
    assert trespasses == []


def test_the_tree_of_errors_shows_every_one():
    drawn = set(re.findall(r"── (\w+)\.(\w+)", (ROOT / "vecu" / "errors.py").read_text()))
    raised, family = set(), {"VecuError"}
    for _generation in range(3):
        for path in SOURCES:
            for node in list_definitions(path):
                bases = {ast.unparse(base) for base in getattr(node, "bases", [])}
                if isinstance(node, ast.ClassDef) and bases & family:
                    family.add(node.name)
                    raised.add((path.relative_to(ROOT / "vecu").parts[0], node.name))
    assert drawn == raised


def test_every_django_room_has_its_shelf():
    """What has tables has models, queries, actions; what has addresses, views and templates."""
    without_rules, without_shelf = {"pilots", "records"}, {"rate_limits"}  # one limiter, its table
    rooms = sorted(path.parent.name for path in (ROOT / "vecu").glob("*/migrations"))
    assert {get_room(path) for path in list_tables().values()} == set(rooms)
    for room in set(rooms) - without_shelf:
        shelf = {path.name.removesuffix(".py") for path in (ROOT / "vecu" / room).iterdir()}
        wanted = {"README.md", "models", "queries", "actions"}
        wanted |= {"views", "templates"} if "urls" in shelf else set()
        wanted |= {"rules"} if room not in without_rules else set()
        assert wanted - shelf == set(), room


def test_functions_stay_within_sixty_lines():
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in SOURCES
        for node in list_nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno >= 60
    ]
    assert long == []


_READERS = {
    "adapters.py",
    "commands",
    "factor_events.py",
    "logs.py",
    "metrics.py",
    "middleware.py",
    "security_log",
    "tasks.py",
    "views",
    "views.py",
}


def test_pure_code_reads_no_clock_and_draws_no_chance():
    """The clock and randomness are arguments: only views, tasks, commands, tests may read them.

    So may what a library calls in place of a view.
    """
    clocks = {"date.today", "datetime.now", "timezone.now", "timezone.localdate", "time.time"}
    impure = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node.func)}"
        for path in SOURCES
        if not _READERS & set(path.parts)
        for node in list_nodes(path)
        if isinstance(node, ast.Call)
        if ast.unparse(node.func) in clocks | {"random.random", "time.monotonic"}
    ]
    assert impure == []


def test_every_room_has_a_contract_of_its_modules():
    """A wrong import is refused between the modules of a room; deeper, only a cycle is."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layered = {
        contract["containers"].strip()
        for contract in contracts.values()
        if contract.get("type") == "layers"
        if contract.get("exhaustive") == "true"
    }
    graph = grimp.build_graph("vecu", cache_dir=None)
    rooms = {room for room in graph.find_children("vecu") if len(graph.find_children(room)) > 1}
    assert rooms - layered == set()


def test_children_of_a_package_import_each_other_without_a_cycle():
    graph = grimp.build_graph("vecu", cache_dir=None)
    cycles = {}
    for package in graph.modules:
        children = graph.find_children(package)
        imports = {
            child: {
                other
                for other in children - {child}
                if graph.direct_import_exists(importer=child, imported=other, as_packages=True)
            }
            for child in children
        }
        try:
            TopologicalSorter(imports).prepare()
        except CycleError as cycle:
            cycles[package] = cycle.args[1]
    assert cycles == {}


def test_public_pages_read_no_answers_and_count_nothing_themselves():
    """Counts come from what was released, words from what coding releases."""
    readers_of_answers = (
        "vecu.surveys.results",
        "vecu.surveys.queries.results",
        "vecu.surveys.queries.export",
        "vecu.coding.analysis",
        "vecu.coding.queries.coded_people",
        "vecu.datasets.extract_items",
    )
    imported = {
        f"{node.module}.{alias.name}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "vecu" / "reports")
        for node in list_nodes(path)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert "vecu.datasets.release_queries.list_released" in imported
    assert [name for name in imported if name.startswith(readers_of_answers)] == []
    assert "vecu.surveys.queries.Answer" not in imported


def test_only_release_makes_a_released_figure():
    """Whatever else wrote one would publish counts that nobody has attacked."""
    makers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in list_nodes(path)
        if isinstance(node, ast.Call)
        if re.fullmatch(
            r"Released|(Released\.objects|\w+\.released)\.(\w*create\w*|add|set|get_or_\w+)",
            ast.unparse(node.func),
        )
    }
    assert makers == {"vecu/datasets/release_actions.py"}


def test_an_extract_is_read_by_datasets_alone():
    """It holds counts that are not public; pages of other rooms take what was released.

    But for two: who releases figures of replies looks at them first, and so does the demonstration.
    """
    holders = ("get_counts", "read_extract_counts", "list_published_tables", "plan_release")
    trespasses = {
        f"{get_room(path)}.{path.stem}: {name}"
        for path in SOURCES
        if not path.is_relative_to(ROOT / "vecu" / "datasets")
        for node in list_nodes(path)
        for name in list_used_names(node)
        if name in holders
    }
    assert trespasses == {"replies.study_replies: plan_release"}


def list_used_names(node: ast.AST) -> list[str]:
    """Return what a node imports, or reads of something that was imported as a whole."""
    if isinstance(node, ast.ImportFrom):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "release_queries":
        return [node.attr]
    return []

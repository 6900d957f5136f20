"""Which addresses a room may name: templates those of their own room, Python also those below."""

import ast
import configparser
import re
from pathlib import Path
from uuid import UUID

from django.urls import reverse

from vecu.ui.menus import list_menu_entries

ROOT = Path(__file__).resolve().parents[2]
VECU = ROOT / "vecu"


def room_of(path: Path) -> str:
    return path.relative_to(VECU).parts[0]


def floors() -> dict[str, int]:
    """Return how high each room stands, as the contract of the rooms says."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:rooms"]["layers"].split("\n")
    return {
        room.strip(" ()"): height
        for height, line in enumerate(reversed(lines))
        for room in line.split("|")
    }


def namespaces() -> dict[str, str]:
    """Return the room of each namespace, and of each address to which allauth gives its name."""
    declared = {
        name: room_of(path)
        for path in VECU.rglob("urls.py")
        for name in re.findall(r'^app_name = "(\w+)"$', path.read_text(), re.MULTILINE)
    }
    given = re.findall(r'name="(\w+)"', (VECU / "accounts" / "factor_urls.py").read_text())
    return declared | dict.fromkeys(given, "accounts")


FLOORS = floors()
NAMESPACES = namespaces()
TEMPLATES = {path: path.read_text() for path in sorted(VECU.glob("*/templates/**/*.html"))}


def may_use(room: str, other: str) -> bool:
    return room == other or FLOORS[other] < FLOORS[room]


def in_templates(pattern: str) -> list[tuple[Path, str]]:
    """Return what matches in any template, with where it is."""
    return [
        (path, match) for path, text in TEMPLATES.items() for match in re.findall(pattern, text)
    ]


def test_namespaces_and_floors_are_found():
    assert {"ui", "accounts", "surveys", "coding", "datasets"} <= set(NAMESPACES)
    assert NAMESPACES["openrosa"] == "surveys"
    assert FLOORS["ui"] < FLOORS["accounts"] < FLOORS["surveys"] < FLOORS["coding"]


def test_a_template_names_addresses_of_its_own_room_only():
    """Those of other rooms come from menus, or from the view."""
    tags = in_templates(r"\{%\s*url\s+(\S+)")

    unnamed = [tag for tag in tags if not re.fullmatch(r"""(["'])\w+(?::[\w-]+)?\1""", tag[1])]
    foreign = [
        (path, name)
        for path, name in tags
        if NAMESPACES.get(name.strip("\"'").partition(":")[0]) != room_of(path)
    ]
    assert tags
    assert unnamed == []
    assert foreign == []


def test_no_template_writes_an_address_out():
    assert in_templates(r"""\s((?:href|action|src|hx-\w+)=["']/[^"']*)""") == []


def test_a_template_stands_on_templates_of_its_own_room_or_of_rooms_below():
    used = in_templates(r"""\{%\s*(?:extends|include)\s+["'](\w+)/""")

    assert used
    assert [(path, room) for path, room in used if not may_use(room_of(path), room)] == []


def test_code_names_addresses_of_its_own_room_or_of_rooms_below():
    named = [
        (path, node.value)
        for path in VECU.rglob("*.py")
        if room_of(path) != "site"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"\w+:([a-z][\w-]*)?", node.value)  # of "coding:{page}" the first part
        if node.value.partition(":")[0] in NAMESPACES
    ]
    foreign = [
        (path, name)
        for path, name in named
        if not may_use(room_of(path), NAMESPACES[name.partition(":")[0]])
    ]
    assert named
    assert foreign == []


def test_every_menu_that_a_page_shows_has_entries_and_no_entry_is_without_a_page():
    shown = {menu for _path, menu in in_templates(r"""\{%\s*menu(?:_\w+)?\s+["']([\w-]+)["']""")}

    assert shown == {entry.menu for entry in list_menu_entries()}


def test_every_entry_of_a_menu_leads_to_a_page():
    arguments = {
        "slug": "night-work",
        "recommendation": UUID(int=1),
        "finding": UUID(int=1),
        "evaluation": UUID(int=1),
        "writing": "financial_aid",
        "name": "recorded-summaries",
    }
    for entry in list_menu_entries():
        assert reverse(entry.url_name, kwargs={name: arguments[name] for name in entry.takes})

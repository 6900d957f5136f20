"""No room calls what only the site defines; the settings that it reads are named in its README."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import global_settings

from vecu.site.postgresql import base as postgresql
from vecu.site.sqlite import base as sqlite

VECU = Path(__file__).resolve().parents[2] / "vecu"
ROOMS = sorted(path.parent for path in VECU.glob("*/__init__.py") if path.parent.name != "site")


def sources(room: Path) -> list[Path]:
    return list(room.rglob("*.py"))


def attributes(path: Path) -> list[ast.Attribute]:
    return [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
    ]


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_a_room_names_the_settings_that_it_reads_beside_djangos(room):
    read = {
        node.attr
        for path in sources(room)
        for node in attributes(path)
        if ast.unparse(node.value) == "settings" and node.attr.isupper()
    }
    introduction = "\n\n".join(path.read_text() for path in room.glob("README.md"))
    paragraph = re.search(r"^\*\*Settings\*\*.*?(?=\n\n)", introduction, re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`([A-Z_]+)`", paragraph[0])) if paragraph else set()

    assert named == read - set(dir(global_settings))


def test_no_room_calls_what_only_the_sites_database_backends_can_do():
    """A room works on Django's own backends, too."""
    added = {
        name
        for backend in (sqlite.DatabaseWrapper, postgresql.DatabaseWrapper)
        for name in vars(backend)
        if not name.startswith("_") and not hasattr(backend.__base__, name)
    }
    assert [
        f"{path.relative_to(VECU)}: {node.attr}"
        for room in ROOMS
        for path in sources(room)
        for node in attributes(path)
        if node.attr in added
    ] == []


def test_no_room_names_a_module_of_the_site():
    """Not even in a string, of which the import contracts know nothing."""
    assert [
        str(path.relative_to(VECU))
        for room in ROOMS
        for path in sources(room)
        if re.search(r"\bvecu\.site\b", path.read_text())
    ] == []

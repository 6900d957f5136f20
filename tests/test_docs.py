"""The documents name all there is, and nothing that is not there."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import click
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.stored_fields import PAGE, build_page, list_columns
from vecu.accounts import rules
from vecu.accounts.rules import GRANTABLE_ROLES, Role, ScopeKind
from vecu.site.cli import vecu
from vecu.site.commands import commands
from vecu.surveys.rules import FieldingState, Mode

ROOT = Path(__file__).resolve().parent.parent
UNREAD = {".venv", ".git", "vendor", "node_modules", "home", "dist", ".pytest_cache", "library"}
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if not UNREAD & set(path.relative_to(ROOT).parts)
)
FORBIDDEN = ["pip install vecu", "/work/", "../shared", "TODO"]


def read(name: str) -> str:
    return (ROOT / name).read_text()


def without_code(text: str) -> str:
    return re.sub(
        r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    )


def links(text: str) -> list[str]:
    """Return the targets of Markdown links and of images, those to other sites left out."""
    text = without_code(text)
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'<img src="([^"]+)"', text)
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(document: Path) -> set[str]:
    """Return the names that GitHub and others give to headings: words joined by dashes."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document):
    for target in links(document.read_text()):
        name, _, anchor = target.partition("#")
        found = (document.parent / name).resolve() if name else document
        assert found.exists(), f"{target} leads nowhere"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{target}: no such heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_document_speaks_of_what_a_reader_cannot_have(document):
    text = document.read_text()

    assert [words for words in FORBIDDEN if words in text] == []


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_the_tree_of_the_readme_is_the_tree(readme):
    """Every room stands there, and no room that is not built yet does."""
    inside = (ROOT / "vecu").iterdir()
    rooms = {f"{path.name}/" for path in inside if (path / "__init__.py").exists()}
    modules = {path.name for path in (ROOT / "vecu").glob("*.py")} - {"__init__.py"}
    beside = {"tests/", "bench/", "deploy/", "docs/", "locale/", "vendor/", "vecu/", "run"}

    tree = re.search(r"^```\n(run .*?)^```", read(readme), flags=re.DOTALL | re.MULTILINE)
    named = re.findall(r"^ *(\S+)", tree[1], flags=re.MULTILINE)

    assert set(named) == rooms | modules | beside
    assert len(named) == len(set(named))


def test_every_room_is_introduced_by_a_readme():
    rooms = {path.parent for path in (ROOT / "vecu").glob("*/__init__.py")}

    assert [room.name for room in rooms if not (room / "README.md").exists()] == []


def test_every_setting_is_explained_and_no_other():
    asked = set(re.findall(r'"(VECU_\w+)"', read("vecu/site/settings.py")))
    explained = set(
        re.findall(r"^\| `(VECU_\w+)` \|", read("docs/reference/settings.md"), re.MULTILINE)
    )

    assert explained == asked


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_document_names_a_setting_that_does_not_exist(document):
    asked = set(re.findall(r'"(VECU_\w+)"', read("vecu/site/settings.py")))

    assert set(re.findall(r"\bVECU_[A-Z_]+\b", document.read_text())) <= asked


def walk(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    inside = command.commands if isinstance(command, click.Group) else {}
    below = [pair for key, child in inside.items() for pair in walk(child, f"{name} {key}")]
    return [(name, command), *below]


def every_command() -> dict[str, click.Command]:
    for command in commands:
        vecu.add_command(command)
    return dict(walk(vecu, "vecu"))


def sections(text: str) -> dict[str, str]:
    """Return what stands under each heading of the form ## `vecu …`."""
    parts = re.split(r"^#+ `(vecu[^`]*)`.*$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_its_section_and_no_other():
    leaves = {
        name for name, command in every_command().items() if not isinstance(command, click.Group)
    }

    assert set(sections(read("docs/reference/command.md"))) == leaves


def test_every_option_of_a_command_is_explained_in_its_section():
    explained = sections(read("docs/reference/command.md"))
    missing = [
        f"{name} {option}"
        for name, command in every_command().items()
        if not isinstance(command, click.Group)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if f"`{option}" not in explained[name]
    ]
    assert missing == []


def test_no_section_explains_an_option_that_does_not_exist():
    known = every_command()
    surplus = [
        f"{name} {option}"
        for name, text in sections(read("docs/reference/command.md")).items()
        for option in re.findall(r"^\| `(--[\w-]+)", text, flags=re.MULTILINE)
        if option not in {o for parameter in known[name].params for o in parameter.opts}
    ]
    assert surplus == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_shows_exists(document):
    """`./run vecu study open NAME` and its like, with every option given to it."""
    known = every_command()
    lines = re.findall(r"(?:\./run vecu|vecu\.site\.command) ([^`\n#]+)", document.read_text())
    for line in lines:
        words = line.split()
        depth = 2 if isinstance(known.get(f"vecu {words[0]}"), click.Group) else 1
        command = known.get(" ".join(["vecu", *words[:depth]]))
        if words[0] in {"…", "...", "--help"}:
            continue
        assert command is not None, line
        options = {option for parameter in command.params for option in parameter.opts}
        given = {word for word in words[depth:] if word.startswith("--")}
        assert command.name == "manage" or given <= options, line


def pages(resolver: URLResolver, prefix: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (
                ""
                if entry.pattern.__class__.__name__ == "LocalePrefixPattern"
                else str(entry.pattern)
            )
            found += pages(entry, prefix + inner)
        elif isinstance(entry, URLPattern):
            found.append(re.sub(r"<\w+:", "<", prefix + str(entry.pattern)))
    return found


def test_every_page_is_listed_and_no_other():
    """Addresses without their language; the two that only add a language are told in prose."""
    urls = set(pages(get_resolver(settings.ROOT_URLCONF))) - {"<rest>"}
    listed = re.findall(
        r"^\| `/(?:fr/)?([^`]*)` \|", read("docs/reference/pages.md"), flags=re.MULTILINE
    )

    assert set(listed) == urls
    assert len(listed) == len(set(listed))


def test_every_stored_field_has_words_that_say_what_it_holds():
    used = {"mfa.Authenticator", "usersessions.UserSession"}  # of allauth’s
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("vecu.") or model._meta.label in used
    ]

    assert {model: sorted(columns) for model, columns in list_columns().items()} == {
        model._meta.label: sorted(
            field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        )
        for model in ours
    }


def test_the_page_of_stored_fields_is_what_the_words_say():
    """Made anew by `python -m tests.stored_fields`."""
    assert PAGE.read_text(encoding="utf-8") == build_page()


def test_every_permission_is_in_the_table():
    asked = set(re.findall(r"^def (can_\w+)", read("vecu/accounts/rules.py"), flags=re.MULTILINE))
    told = set(re.findall(r"^\| `(can_\w+)`", read("docs/reference/permissions.md"), re.MULTILINE))

    assert told == asked


def test_the_roles_of_each_kind_of_scope_are_named():
    rows = re.findall(
        r"^\| (\w+) \| ([^|]+) \|", read("docs/reference/permissions.md"), re.MULTILINE
    )
    named = {kind: cell for kind, cell in rows if kind in set(ScopeKind)}

    assert set(named) == set(ScopeKind)
    for kind, roles in GRANTABLE_ROLES.items():
        assert [role for role in Role if role in re.findall(r"\w+", named[kind])] == list(roles)


@pytest.mark.parametrize("role", [*Role, None])
def test_the_tables_of_permissions_say_what_the_rules_say(role):
    columns = []
    for line in read("docs/reference/permissions.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| Permission |"):
            columns = cells
        heading = role or "no role"
        if line.startswith("| `can_") and heading in columns:
            permission = getattr(rules, re.match(r"`(can_\w+)`", cells[0])[1])
            says = cells[columns.index(heading)] == "yes"
            assert permission(role) == says, f"{cells[0]} for {role}"


def test_every_library_we_stand_on_is_listed_with_its_licence():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    needed = {re.match(r"[\w.-]+", text)[0] for text in project["dependencies"]}
    table = read("docs/decisions/0014-dependencies.md")
    listed = dict(
        re.findall(r"^\| ([a-z][\w-]*)[^|]*\|[^|]*\| ([^|]+) \|", table, flags=re.MULTILINE)
    )

    assert set(listed) == needed
    for package, licence in listed.items():
        declared = importlib.metadata.metadata(package).get("License-Expression")
        if declared:
            assert licence.replace(" and ", " AND ") == declared, package


def test_every_decision_is_in_the_list_under_its_title():
    folder = ROOT / "docs" / "decisions"
    listed = dict(
        re.findall(r"\]\((\d{4}-[\w-]+\.md)\) \| (.+) \|", read("docs/decisions/README.md"))
    )
    written = {
        path.name: re.match(r"# \d{4}\. (.+)", path.read_text())[1]
        for path in folder.glob("[0-9]*.md")
    }
    assert listed == written


def test_decisions_are_numbered_without_gap():
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("known", [Mode, FieldingState, Role, ScopeKind])
def test_the_glossary_has_every_mode_state_role_and_kind_of_scope(known):
    text = read("GLOSSARY.md")

    assert [member.value for member in known if not re.search(rf"\b{member.value}\b", text)] == []


def test_every_document_can_be_reached_from_the_readme():
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        document = ahead.pop()
        if document in reached or document.suffix != ".md" or not document.exists():
            continue
        reached.add(document)
        for target in links(document.read_text()):
            ahead.append((document.parent / target.partition("#")[0]).resolve())
    docs = {path for path in DOCUMENTS if path.is_relative_to(ROOT / "docs")}

    assert docs - reached == set()

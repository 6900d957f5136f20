"""Make chapters of the methods manual of tests: `python -m tests.spec.prose`.

A module is a chapter, its docstring the opening, a comment under a dashed line a section, a test a
paragraph: its name, what it is worked out for, and its docstring. `tests/spec/test_prose.py` holds
docs/reference to what this makes.
"""

import ast
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[1] / "docs" / "reference"

CHAPTERS = {
    "test_log_figures": "log-figures",
    "test_ranks": "ranks",
    "test_groups": "groups",
    "test_released_counts": "released-counts",
    "test_sensitive": "sensitive-questions",
    "test_waves": "waves",
}
"""Which test module makes which page."""

_SECTION = re.compile(r"^# --- (.+?) -+$")


def page(module: str) -> str:
    """Return the page that a test module makes."""
    source = (HERE / f"{module}.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    title, opening = _titled(ast.get_docstring(tree) or "")
    origin = f"Made of `tests/spec/{module}.py`, where each paragraph is a test that passes."
    parts = [(0, f"# {title}\n\n{opening}\n\n*{origin}*")]
    parts += _sections(source)
    parts += [
        (node.lineno, _paragraph(node, source))
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return "\n\n".join(text for _line, text in sorted(parts)) + "\n"


def _titled(docstring: str) -> tuple[str, str]:
    title, _blank, rest = docstring.partition("\n")
    return title.rstrip("."), _markdown(rest.strip())


def _sections(source: str) -> list[tuple[int, str]]:
    found, lines = [], source.splitlines()
    for number, line in enumerate(lines):
        if match := _SECTION.match(line):
            below = lines[number + 1 :]
            end = next(i for i, other in enumerate(below) if not other.startswith("#"))
            text = "\n".join(other.removeprefix("#").removeprefix(" ") for other in below[:end])
            found.append((number + 1, f"## {match[1]}\n\n{_markdown(text.strip())}".rstrip()))
    return found


def _paragraph(node: ast.FunctionDef, source: str) -> str:
    name = node.name.removeprefix("test_").replace("_", " ")
    parts = [f"**{name[0].upper()}{name[1:]}.**"]
    if docstring := ast.get_docstring(node):
        parts[0] += f" {_markdown(docstring)}"
    calls = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    parts += [_cases(mark, source) for mark in calls if _is_table(mark)]
    return "\n\n".join(parts)


def _is_table(mark: ast.Call) -> bool:
    """Tell whether a mark names several values at once: those of one are engines or designs."""
    is_parametrized = ast.unparse(mark.func) == "pytest.mark.parametrize"
    return is_parametrized and isinstance(mark.args[0], ast.Tuple)


def _cases(mark: ast.Call, source: str) -> str:
    names: Any
    rows: Any
    names, rows = mark.args
    heads = [name.value.replace("_", " ") for name in names.elts]
    table = [heads, ["---"] * len(heads)]
    for row in rows.elts:
        cells = [ast.get_source_segment(source, cell) or "" for cell in row.elts]
        table.append([f"`{' '.join(cell.split())}`" for cell in cells])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)


def _markdown(text: str) -> str:
    """Return text by blocks: lines that are set in stay as they are, others are joined."""
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        if block.startswith("  "):
            blocks.append("\n".join(f"    {line.strip()}" for line in _columns(block)))
        else:
            blocks.append(" ".join(block.split()))
    return "\n\n".join(blocks)


def _columns(block: str) -> list[str]:
    return [line.removeprefix("  ") for line in block.splitlines()]


def main() -> None:
    for module, name in CHAPTERS.items():
        (REFERENCE / f"{name}.md").write_text(page(module), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The source files of the house, each parsed once for all tests of its shape."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def list_sources(*folders: str) -> list[Path]:
    """Return the Python files below these folders, migrations left out."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not {"migrations", "node_modules"} & set(path.parts)
    ]


@cache
def list_nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a file."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def list_definitions(path: Path) -> tuple[ast.ClassDef | ast.FunctionDef, ...]:
    """Return the classes and functions of a file, nested ones included."""
    return tuple(
        node for node in list_nodes(path) if isinstance(node, ast.ClassDef | ast.FunctionDef)
    )

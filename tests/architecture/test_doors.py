"""The public door of a pure room says exactly what others may use."""

import ast
import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest


def ordered(names: Sequence[str]) -> list[str]:
    """Constants first, then classes, then functions."""
    return sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))


@pytest.mark.parametrize("room", ["tables", "questionnaires", "credentials", "coding.classifier"])
def test_a_door_names_what_it_opens_and_nothing_else(room: str) -> None:
    door = importlib.import_module(f"vecu.{room}")
    public = {
        name
        for name, value in vars(door).items()
        if not name.startswith("_") and getattr(value, "__file__", None) is None
    }
    assert set(door.__all__) == public
    assert ordered(door.__all__) == list(door.__all__)


def test_a_door_that_opens_on_demand_names_what_it_opens_and_nothing_else() -> None:
    """Of `stats`, the list beside the door says what there is; each name leads somewhere."""
    door = importlib.import_module("vecu.stats")
    listed = ast.parse(Path(str(door.__file__)).with_suffix(".pyi").read_text())
    imported = {
        alias.name
        for node in listed.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    (named,) = (
        ast.literal_eval(node.value) for node in listed.body if isinstance(node, ast.Assign)
    )
    assert set(named) == set(door.__all__) == imported
    assert ordered(named) == named
    assert all(getattr(door, name) is not None for name in named)

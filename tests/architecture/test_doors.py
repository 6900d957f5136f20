"""The public door of a pure room says exactly what others may use."""

import importlib

import pytest


@pytest.mark.parametrize(
    "room", ["tables", "questionnaires", "credentials", "stats", "coding.suggesting"]
)
def test_a_door_names_what_it_opens_and_nothing_else(room: str) -> None:
    door = importlib.import_module(f"vecu.{room}")
    public = {
        name
        for name, value in vars(door).items()
        if not name.startswith("_") and getattr(value, "__file__", None) is None
    }
    assert set(door.__all__) == public
    assert sorted(
        door.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    ) == list(door.__all__)

"""Which tests a change asks for: those of the rooms that it touches, and of all rooms above."""

import configparser
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ["tests/architecture", "tests/test_docs.py"]


def list_changed_files() -> list[str]:
    """Return what differs from the last commit; if nothing does, what the last commit changed."""
    for command in (
        "git diff --name-only HEAD",
        "git ls-files --others --exclude-standard",
        "git diff --name-only HEAD~1",
    ):
        found = subprocess.run(
            command.split(), cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split()
        if found:
            return found
    return []


def list_rooms() -> list[list[str]]:
    """Return the rooms from the top down, those that stand side by side together."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:rooms"]["layers"].split("\n")
    return [[room.strip(" ()") for room in line.split("|")] for line in lines if line.strip()]


def list_tests(files: Iterable[str]) -> list[str]:
    """Return the tests of the rooms of these files, of the rooms above them, and of the shape."""
    touched = {Path(each).parts[1].removesuffix(".py") for each in files if "/" in each}
    rooms = list_rooms()
    lowest = max(
        (place for place, line in enumerate(rooms) if touched.intersection(line)), default=-1
    )
    above = [room for line in rooms[: max(lowest, 0)] for room in line]
    beside = [room for room in rooms[lowest] if room in touched] if lowest >= 0 else []
    paths = [f"tests/{room}" for room in [*above, *beside] if (ROOT / "tests" / room).is_dir()]
    return [*ALWAYS, *paths]

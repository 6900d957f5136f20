"""The page on ASVS has each requirement of levels 1 and 2 once, and names files that exist."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (held|not held|does not apply) \| (.+) \|$", re.M)
FILE = re.compile(r"`([\w./-]+/[\w./-]+|[\w-]+\.(?:md|toml))`")
ROWS: list[tuple[str, str, str, str]] = ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_requirement_of_both_levels_is_there_once_and_in_order():
    levels = tomllib.loads((ROOT / "tests/asvs.toml").read_text(encoding="utf-8"))
    required = [each for level in levels.values() for chapter in level.values() for each in chapter]

    assert len(required) == 70 + 183  # as the standard counts them
    in_order = sorted(required, key=lambda number: [int(part) for part in number.split(".")])
    assert [number for number, *_rest in ROWS] == in_order


def test_what_is_held_names_what_holds_it_and_every_file_exists():
    for number, _asked, state, why in ROWS:
        files = FILE.findall(why)
        assert files or state != "held", number
        assert [each for each in files if not (ROOT / each).exists()] == [], number

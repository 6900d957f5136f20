"""What others made and we ship: unmodified, licensed, served where it should be and only there."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "vendor"
FOLDERS = sorted(path.name for path in VENDOR.iterdir())
SERVED = {
    "atkinson-hyperlegible-next": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "htmx": "htmx.min.js",
}
FOR_TESTS = {"axe-core": "axe.min.js", "refi-qda": "Project.xsd"}


def test_the_vendored_folders_are_the_expected_ones():
    assert FOLDERS == [
        "atkinson-hyperlegible-next",
        "axe-core",
        "cldr-languages",
        "htmx",
        "refi-qda",
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vendored_file_has_the_hash_it_was_released_with(folder):
    lines = (VENDOR / folder / "SHA256SUMS").read_text().splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    present = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in (VENDOR / folder).iterdir()
        if path.name != "SHA256SUMS"
    }
    assert present == recorded


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vendored_folder_holds_its_licence(folder):
    assert (VENDOR / folder / "LICENSE").stat().st_size > 500


@pytest.mark.parametrize(("folder", "name"), SERVED.items())
def test_font_and_htmx_are_served_from_a_clone(folder, name):
    assert finders.find(f"vendor/{folder}/{name}") == str(VENDOR / folder / name)


@pytest.mark.parametrize(("folder", "name"), SERVED.items())
def test_font_and_htmx_go_into_the_wheel_where_the_settings_look_for_them(folder, name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included[f"vendor/{folder}"] == f"vecu/vendor/{folder}"


@pytest.mark.parametrize(("folder", "name"), FOR_TESTS.items())
def test_what_is_for_the_tests_alone_is_neither_served_nor_shipped(folder, name):
    assert (VENDOR / folder / name).exists()
    assert finders.find(f"vendor/{folder}/{name}") is None
    assert f'"vendor/{folder}"' not in (ROOT / "pyproject.toml").read_text()

"""The `vecu` command without a home, and the folder in which it works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def vecu(home: Path | str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VECU_HOME": str(home), "DJANGO_SETTINGS_MODULE": ""}
    del environment["DJANGO_SETTINGS_MODULE"]
    environment.pop("VECU_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "vecu.site.cli", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def assert_usage_error(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for each in words:
        assert each in done.stderr


def test_a_laboratory_that_was_never_prepared_is_reported_with_what_prepares_it(tmp_path):
    assert_usage_error(vecu(tmp_path, "study", "list"), "is not prepared", "vecu manage migrate")
    vecu(tmp_path, "manage", "migrate", "--verbosity", "0")

    assert vecu(tmp_path, "study", "list").returncode == 0


def test_a_home_that_cannot_be_made_is_explained_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")

    assert_usage_error(
        vecu(tmp_path / "file" / "home", "study", "list"), "VECU_HOME: the folder", "Name one"
    )


@pytest.fixture
def clone(tmp_path):
    """A clone whose Python only prints where it was started, its arguments, and the home."""
    clone = tmp_path / "a clone"
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$VECU_HOME" "$PYTHONPATH" "$*"\n')
    python.chmod(0o755)
    shutil.copy(ROOT / "run", clone)
    for name in ("requirements.txt", ".venv/.installed"):
        (clone / name).write_text("nothing")
    return clone


@pytest.mark.parametrize(
    ("home", "kept"), [(None, "{clone}/home"), ("lab", "{clone}/lab"), ("/srv/lab", "/srv/lab")]
)
def test_called_from_another_folder_run_takes_files_from_there_and_the_clone_s_laboratory(
    clone, tmp_path, home, kept
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"VECU_HOME": home} if home else {}
    if not home:
        environment.pop("VECU_HOME", None)
    told = subprocess.run(
        [clone / "run", "vecu", "import", "answers.csv"],
        cwd=elsewhere, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert told.stdout.splitlines() == [
        str(elsewhere),
        kept.format(clone=clone),
        str(clone),
        "-m vecu.site.cli import answers.csv",
    ]

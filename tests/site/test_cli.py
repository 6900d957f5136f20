"""The `vecu` command without a home, and the folder in which it works."""

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vecu.site.cli import list_command_words
from vecu.site.commands import commands

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


def test_nothing_that_commands_write_can_be_read_by_other_accounts(tmp_path):
    """Neither in a folder that everybody may enter, nor where the shell lets them."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    answers = tmp_path / "answers.csv"
    answers.write_text("sector,hours\ncare,35\nschool,39\n")
    made = ("--create", "--owner", "lea", "--language", "en", "--origin", "Asked by us.")
    before = os.umask(0)
    try:
        done = [
            vecu(home, "manage", "migrate", "--verbosity", "0"),
            vecu(home, "manage", "collectstatic", "--no-input"),
            vecu(home, "member", "add", "lea", "--password", "seven wooden spoons"),
            vecu(home, "import", str(answers), "--study", "hours", *made),
            vecu(home, "export", "hours", "--format", "csv", "--out", str(home / "export")),
            vecu(home, "backup", str(home / "backups")),
        ]
    finally:
        os.umask(before)

    assert [each.stderr for each in done if each.returncode] == []
    written = [path for path in home.rglob("*") if not path.is_symlink()]
    assert {path.relative_to(home).parts[0] for path in written} >= {
        "secret_key", "static", "export", "backups",
    }  # fmt: skip
    assert [path for path in written if path.stat().st_mode & 0o077] == []


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


def test_help_names_every_command_in_its_own_words_and_imports_none_of_them():
    """It is read from the sources: what it says, and what it costs, would drift apart unseen."""
    own = {command.name: inspect.getdoc(command.callback) for command in commands}
    assert dict(list_command_words()) == own

    run = "import sys, vecu.site.cli as cli; sys.argv[1:] = ['--help']; import atexit; "
    run += "atexit.register(lambda: print({'django', 'numpy'} & {*sys.modules})); cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.endswith("set()\n")
    assert all(f"\n  {name} " in done.stdout for name in own)

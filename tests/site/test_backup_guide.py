"""docs/how-to/back-up.md, followed to the letter by a shell."""

import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.releases.__main__ import url_for_libpq
from tests.shell_blocks import list_shell_blocks

pytestmark = pytest.mark.data
GUIDE = Path(__file__).parents[2] / "docs/how-to/back-up.md"
WRITE = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from tests.surveys.factories import make_study
from vecu.site.key_fingerprint import check_keys
from vecu.surveys import actions, queries

call_command("migrate", verbosity=0)
check_keys(timezone.localdate())
study = make_study()
fielding = study.fieldings.get()

def submit(task):
    nobody = queries.RespondentContext("small", "", "en", timezone.localdate())
    token, _draft = actions.start_draft(fielding, nobody)
    visit = queries.RespondentContext("small", token, "en", timezone.localdate())
    actions.save_page(visit, "story.1.task", {"story.1.task": [task]})
    return actions.submit_draft(visit)

print(submit("What I noted"), flush=True)
while not Path(sys.argv[1]).exists():
    submit("Another story")
    time.sleep(0.5)
"""
"""Prints a receipt code, then stores an answer twice a second until a file exists."""
LOOK = """
import sys
import django
django.setup()
from django.test import Client
page = Client(SERVER_NAME="localhost").post("/en/take/small/mine/", {"code": sys.argv[1]})
print(page.status_code, "What I noted" in page.text)
"""
SUDO = """#!/bin/sh
# Nobody becomes somebody else in a test.
while :; do case $1 in -u|-o) shift 2 ;; *) break ;; esac; done
exec "$@"
"""
SYSTEMCTL = """#!/bin/sh
case $1 in stop) touch {stopped} ;; esac
"""
INSTALL = """#!/bin/sh
for last; do :; done
mkdir -p -m 700 "$last"
"""


@pytest.fixture
def machine(tmp_path: Path, django_db_setup: None) -> Iterator[dict[str, str]]:
    """Yield the environment of a laboratory on the database under test, and its programs."""
    for name in ("home", "bin", "srv", "elsewhere"):
        (tmp_path / name).mkdir()
    programs = {"sudo": SUDO, "systemctl": SYSTEMCTL, "install": INSTALL}
    for name, text in programs.items():
        (tmp_path / "bin" / name).write_text(text.format(stopped=tmp_path / "stopped"))
        (tmp_path / "bin" / name).chmod(0o755)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "vecu.site.settings"}
    environment |= {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    environment |= {"VECU_HOME": str(tmp_path / "home"), "PYTHONPATH": str(GUIDE.parents[2])}
    environment.pop("VECU_DATABASE_URL", None)
    if connection.vendor == "sqlite":
        yield environment
        return
    url = os.environ["VECU_DATABASE_URL"]
    with psycopg.connect(url_for_libpq(url), autocommit=True) as server:
        for name in ("laboratory", "rehearsal"):
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute("CREATE DATABASE laboratory")
        try:
            info = server.info
            environment |= {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user}
            yield environment | {"VECU_DATABASE_URL": url.rpartition("/")[0] + "/laboratory"}
        finally:
            for name in ("laboratory", "rehearsal"):
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                server.execute(drop.format(sql.Identifier(name)))


def write_script(folder: Path, environment: dict[str, str]) -> str:
    """Return the blocks of the guide, with the paths and the server of this test."""
    blocks = list_shell_blocks("back-up")
    assert len(blocks) == 6
    on_postgresql = "VECU_DATABASE_URL" in environment
    followed = [each for each in blocks if on_postgresql or "with PostgreSQL only" not in each]
    kept = {
        name: environment[name]
        for name in ("VECU_HOME", "VECU_DATABASE_URL")
        if name in environment
    }
    again = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in kept.items())
    changes = {
        "./run vecu": f"{sys.executable} -m vecu.site.cli",
        "/var/lib/vecu": environment["VECU_HOME"],
        "/var/backups/vecu": str(folder / "backups"),
        "/somewhere/else": str(folder / "elsewhere"),
        "/srv/rehearsal": str(folder / "srv/rehearsal"),
        "postgres:////run/postgresql": environment.get("VECU_DATABASE_URL", "").rpartition("/")[0],
        # The settings of the service come from a file of its own.
        "unset VECU_HOME VECU_DATABASE_URL\n": again,
    }
    script = "\n".join(["set -eux", "umask 022", *followed])
    for before, after in changes.items():
        script = script.replace(before, after)
    return script


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guide_backs_up_while_people_answer_and_restores_elsewhere(machine, tmp_path):
    """The writer stops only when the guide stops the service."""
    writer = [sys.executable, "-c", WRITE, str(tmp_path / "stopped")]
    with subprocess.Popen(writer, env=machine, stdout=subprocess.PIPE, text=True) as people:
        code = people.stdout.readline().strip()
        assert code, "nobody could answer"
        try:
            said = run(machine, "sh", "-c", write_script(tmp_path, machine))
        finally:
            (tmp_path / "stopped").touch()
    assert people.returncode == 0, "a writer was disturbed"

    files = [path for path in (tmp_path / "backups").rglob("*") if path.is_file()]
    assert len(files) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    key = (tmp_path / "home/secret_key").read_bytes()
    assert not any(key in path.read_bytes() for path in files)
    assert "small" in said, "the list of studies is missing"
    assert said.count("withdrawn after this backup was made are there again") == 2
    elsewhere = machine | {"VECU_HOME": str(tmp_path / "srv/rehearsal")}
    if url := machine.get("VECU_DATABASE_URL"):
        elsewhere["VECU_DATABASE_URL"] = url.rpartition("/")[0] + "/rehearsal"
    elsewhere["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # no static files are collected
    assert run(elsewhere, sys.executable, "-c", LOOK, code).split() == ["200", "True"]


def test_the_rehearsal_grants_what_the_installation_does():
    """What is granted on functions holds for one database, and a restoration ends with a purge."""
    granted = re.compile(r"GRANT [^\"]+ TO vecu")
    install = (GUIDE.parent / "install.md").read_text()
    assert len(granted.findall(install)) == 2
    assert granted.findall(install) == granted.findall(GUIDE.read_text())

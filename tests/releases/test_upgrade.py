"""A laboratory of every earlier release is upgraded by `migrate`, with all that it holds."""

import gzip
import itertools
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.releases.__main__ import FOLDER, url_for_libpq
from tests.shell_blocks import list_shell_blocks

pytestmark = pytest.mark.data
RELEASES = ["0.1.0", "0.2.0a1", "0.2.0"]
HELD: dict[str, dict[str, Any]] = {
    "0.1.0": {
        "title": "AI in my work, told by me",
        "role": "owner",
        "modes": ["cards draft", "open open"],
        "lacks": [
            "controller",
            "legal_basis",
            "server_operator",
            "server_operator_name",
        ],  # which had no columns yet: it stays open
        "answers": 8,
        "with stories": 8,
        "drafts": 1,
        "cards": 20,
        "coded": 3,
        "texts": True,
    },
    "0.2.0a1": {
        "entries": {
            "answers": 8 + 144 + 48,
            "drafts": 1,
            "cards": 20,
            "practices": 6,
            "finished texts": 3 + 144 + 36,
            "predictions": 144 + 48,
            "quotations": 1,
            "findings": 5,
            "citations": 10,
            "systems": 2,
            "stages": 3,
            "versions": 2,
            "settings": 2 + 2,
            "involvements": 3 + 1,
            "consultations of the register": 1,
            "gaps": 2,
            "uses of pilots": 1,
            "releases of pilots": 2,
            "choices of strictness": 2,
            "log tokens": 2,
            "diary codes": 20,
            "suspensions": 2,
            "open months": 1,
            "decisions": 44,
            "truths": 27,
            "closed months": 6,
            "agreements to months": 6 * 2,
            "dialogues": 1,
            "workshops": 1,
            "points": 3,
            "consultations": 2,
            "agreements": 1,
            "commitments": 3,
            "clauses": 2,
            "agenda items": 1 + 3 + 2,
            "groups": 3,
            "members": 14 - 2 + 5,
            "steps": 12 + 1,
            "hypotheses": 3 * 6 + 2,
            "rounds": 2 + 1,
            "positions on hypotheses": 2 * 7 * 14 + 3,
            "counts of hypotheses": 2 * 7,
            "recommendations": 8,
            "versions of recommendations": 10,
            "positions on recommendations": 23 + 4,
            "addresses": 2,
            "answers of addressees": 3,
            "follow-ups": 1,
            "cards of suppliers": 2,
            "returns of claims": 1,
            "extracts": 2 + 2,
            "released": 47 + 9 + 13,
            "accepted suggestions": 1,
            "refused suggestions": 1,
            "published findings": 1,
            "superseded findings": 1,
            "findings taken back": 1,
            "drafts of findings": 2,
            "published systems": 1,
            "fired": 3,
            "acts of clauses": 3,
            "acts of representatives": 9,
            "ended agreements": 1,
            "published groups": 2,
            "ended groups": 1,
            "positions of who left": 2 * 14,
            "hypotheses of the first round": 7 + 1,
            "merged": 2,
            "set aside": 2,
            "taken back": 1,
            "undone versions": 1,
            # What an outside test worked out is taken back since: beside a question that not
            # everybody was asked, with filtered choices, or with a choice that excludes others.
            "standing": 12 - 6 + 5 + 6 * 5,
            "releases taken back": 2 + 6 + 2 + 5,
            "superseded releases": 13,
        },
        "acts": {
            "register": 16 + 12 + 5,
            "dialogue": 20 + 11,
            "groups": 51 + 15 + 15 + 14,
            "recommendations": 20 + 17,
            "findings": 12,
        },
        "undos": {"register": 2, "dialogue": 2, "groups": 3, "recommendations": 3, "findings": 1},
        # A merge of two into a new one is three acts; a version that replaces another is two.
        "moves": {"recommendations": 20 + 17 - 2, "findings": 12 - 1},
        "without an hour": {"groups": 51 + 15 + 15 + 14, "recommendations": 20 + 17},
        "histories in order of arrival": [],
        "standing figures": ["region", "size", "size by sector", "tools"],
        "counts of extracts": [["people"], ["people"]],
        "confirmed by upgrading": {  # whoever is said to have signed confirms it themselves
            "responses": 0,
            "signed agreements": 0,
            "documents of bodies": 0,
            "days of accounts": 0,
        },
        "waiting logs": 1,  # its open month goes on to its end
        "pages that fail": [],
    },
}
COUNTED = ["bands", "breakdowns", "items", "modes", "people", "sources", "tables", "wave"]
HELD["0.2.0"] = {
    **HELD["0.2.0a1"],
    # Its figures are those that everybody reads now: none is taken back, and extracts have counts.
    "entries": HELD["0.2.0a1"]["entries"]
    | {"standing": 12 + 5 + 6 * 5, "releases taken back": 2 + 2 + 5},
    "standing figures": [
        *("helps", "often", "region", "size", "size by often", "size by sector", "size by town"),
        *("tools", "town", "worries"),
    ],
    "counts of extracts": [COUNTED, COUNTED],
}
"""What `laboratory` put in at that time: first what the demonstration had, then what was added."""


@pytest.fixture
def restored(release: str, tmp_path: Path, django_db_setup: None) -> Iterator[dict[str, str]]:
    """Yield the environment of a laboratory of that release, on the database under test."""
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment |= {"DJANGO_SETTINGS_MODULE": "vecu.site.settings"}
    environment.pop("VECU_DATABASE_URL", None)
    if connection.vendor == "sqlite":
        dumped = gzip.decompress((FOLDER / f"{release}.sqlite.gz").read_bytes())
        (tmp_path / "lab.sqlite3").write_bytes(dumped)
        yield environment
        return
    url = os.environ["VECU_DATABASE_URL"]
    name = sql.Identifier("release")
    with psycopg.connect(url_for_libpq(url), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            address = url.rpartition("/")[0] + "/release"
            dumped = gzip.decompress((FOLDER / f"{release}.postgresql.gz").read_bytes())
            restore = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", url_for_libpq(address)]
            subprocess.run(restore, input=dumped, check=True, stdout=subprocess.DEVNULL)
            yield environment | {"VECU_DATABASE_URL": address}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def migrate_as_the_guide_says() -> list[str]:
    """Return the command of docs/how-to/upgrade.md, without the systemd that becomes its user."""
    program, command = "/opt/vecu/.venv/bin/python ", list_shell_blocks("upgrade")[1]
    return [sys.executable, *shlex.split(command.partition(program)[2])]


# That of 0.2.0a1 is read whole below too, once its upgrade was cut twice.
@pytest.mark.parametrize(
    "release",
    [pytest.param(each, marks=[pytest.mark.slow] * (each == "0.2.0a1")) for each in RELEASES],
)
def test_a_laboratory_of_an_earlier_release_is_upgraded_whole(release, restored):
    subprocess.run(migrate_as_the_guide_says(), check=True, env=restored)
    read = [sys.executable, "-m", "tests.releases.contents", release]
    done = subprocess.run(read, check=True, env=restored, capture_output=True, text=True)
    assert json.loads(done.stdout) == HELD[release]


@pytest.mark.parametrize("release", ["0.2.0a1"])
def test_an_upgrade_that_was_cut_twice_loses_nothing_and_goes_on(release, restored):
    """Once between two histories, once within that of groups, when all of it was copied."""
    upgrade = [sys.executable, "-m", "tests.releases.cut_upgrade", release]
    done = subprocess.run(upgrade, check=True, env=restored, capture_output=True, text=True)
    between, within, whole = json.loads(done.stdout.splitlines()[-1])
    acts = HELD[release]["acts"]
    assert between == {
        "register": acts["register"],
        "deliberation_dialogueevent": acts["dialogue"],
        "deliberation_groupevent": acts["groups"],
        "deliberation_recommendationevent": acts["recommendations"],
        "evidence_findingevent": acts["findings"],
    }
    assert within == {
        "register": acts["register"],
        "dialogue": acts["dialogue"],
        "finding": acts["findings"],
        "groups_groupevent": acts["groups"],
        "recommendations_recommendationevent": acts["recommendations"],
    }
    assert whole == HELD[release]


@pytest.mark.slow
@pytest.mark.parametrize("release", ["0.1.0", "0.2.0"])
def test_an_upgrade_that_is_killed_is_taken_up_again_by_the_same_command(release, restored):
    """Killed five times, each time after some migrations more and while the next is under way."""
    for applied in (1, 2, 3, 5, 8):
        writes = {**restored, "PYTHONUNBUFFERED": "1"}
        migrate = subprocess.Popen(
            migrate_as_the_guide_says(), env=writes, stdout=subprocess.PIPE, text=True
        )
        lines = (line for line in migrate.stdout if line.rstrip().endswith("OK"))
        for _line in itertools.islice(lines, applied):
            pass
        migrate.kill()
        migrate.communicate()
        assert migrate.returncode == -signal.SIGKILL, "it was done before it was killed"
    subprocess.run(migrate_as_the_guide_says(), check=True, env=restored)
    read = [sys.executable, "-m", "tests.releases.contents", release]
    done = subprocess.run(read, check=True, env=restored, capture_output=True, text=True)
    assert json.loads(done.stdout) == HELD[release]


def test_each_release_has_a_dump_of_each_database():
    """A release is listed here with what it holds, or its dumps would be read by no test."""
    dumps = {path.name for path in FOLDER.glob("*.gz")}
    assert dumps == {
        f"{release}.{kind}.gz" for release in RELEASES for kind in ("sqlite", "postgresql")
    }
    assert set(HELD) == set(RELEASES)

"""A laboratory of every earlier release is upgraded by `migrate`, with all that it holds."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.releases.__main__ import FOLDER, url_for_libpq

pytestmark = pytest.mark.data
RELEASES = ["0.1.0"]
READ = """
import json
import django
django.setup()
from django.contrib.auth import authenticate
from vecu.accounts.queries import get_role
from vecu.coding.models import Coding, Verbatim
from vecu.surveys.models import AccessCode, Answer, Draft, Fielding
from vecu.surveys.queries import get_study
from vecu.surveys.queries.data_protection import list_missing_information
study = get_study("testimonies")
member = authenticate(username="camille", password="lemon reading lantern")
first = Answer.objects.order_by("pk").first()
print(json.dumps({
    "title": study.title["en"],
    "role": get_role(member, study.scope),
    "modes": sorted(f"{fielding.mode} {fielding.state}" for fielding in Fielding.objects.all()),
    "lacks": list_missing_information(study),
    "answers": Answer.objects.count(),
    "with stories": sum(bool(answer.values["story"]) for answer in Answer.objects.all()),
    "drafts": Draft.objects.count(),
    "cards": AccessCode.objects.count(),
    "coded": Coding.objects.filter(code__name="Writing").count(),
    "texts": Verbatim.objects.filter(answer=first).exists(),
}))
"""
HELD = {
    "0.1.0": {
        "title": "AI in my work, told by me",
        "role": "owner",
        "modes": ["cards draft", "open open"],
        "lacks": ["controller", "legal_basis"],  # which had no columns yet: it stays open
        "answers": 8,
        "with stories": 8,
        "drafts": 1,
        "cards": 20,
        "coded": 3,
        "texts": True,
    }
}
"""What `laboratory` put in at that time."""


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


@pytest.mark.parametrize("release", RELEASES)
def test_a_laboratory_of_an_earlier_release_is_upgraded_whole(release, restored):
    migrate = [sys.executable, "-m", "vecu.site.cli", "manage", "migrate", "--verbosity=0"]
    subprocess.run(migrate, check=True, env=restored)
    read = [sys.executable, "-c", READ]
    done = subprocess.run(read, check=True, env=restored, capture_output=True, text=True)
    assert json.loads(done.stdout) == HELD[release]


def test_each_release_has_a_dump_of_each_database():
    """A release is listed here with what it holds, or its dumps would be read by no test."""
    dumps = {path.name for path in FOLDER.glob("*.gz")}
    assert dumps == {
        f"{release}.{kind}.gz" for release in RELEASES for kind in ("sqlite", "postgresql")
    }
    assert set(HELD) == set(RELEASES)

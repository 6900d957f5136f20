"""A position and the close, two closes, a member who leaves: in the same moment, all is clear."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from tests.groups.concurrency import race_all
from tests.groups.factories import make_full_group


@pytest.mark.data
@pytest.mark.django_db(transaction=True)
def test_whatever_is_done_in_the_moment_of_the_close_is_before_it_or_after_it(tmp_path):
    if connection.vendor == "postgresql":
        race_all(*make_full_group())
        return
    connection.ensure_connection()
    with sqlite3.connect(tmp_path / "lab.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment.pop("VECU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.groups.concurrency"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stdout == "as it should be", done.stderr

"""Erased words are in no file, while the site is running."""

import os
import subprocess
import sys


def test_erased_words_are_in_no_file_of_sqlite(tmp_path):
    """Neither in the database nor in its journal, which `strings` would show to anyone."""
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment.pop("VECU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.surveys.forensics"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout == ""

"""What a copy of SQLite's write-ahead log shows while somebody reads the database."""

import json
import os
import subprocess
import sys


def test_no_page_or_export_keeps_the_log_and_purge_says_when_another_program_does(tmp_path):
    """Pages of figures, exports and coding work on what they read: SQLite reads no longer then."""
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment.pop("VECU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.surveys.wal_copies"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    joined = json.loads(done.stdout)

    assert (joined["answers of a study"], joined["any rows"]) == (0, 0)
    assert joined["shell"] == joined["purged"] == 6, (
        "the log was emptied: the page can promise more"
    )
    assert "Another program reads SQLite's file" in joined["purge"]
    assert joined["closed"] == 0
    assert "Another program" not in joined["later"]

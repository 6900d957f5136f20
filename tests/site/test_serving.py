"""What the processes of one server share."""

import os

from granian import cli

from vecu.site.commands.serving import run_server


def test_the_processes_share_one_key_of_this_start_and_know_how_many_they_are(monkeypatch):
    keys = []
    monkeypatch.setattr(cli, "cli", lambda arguments, **_: keys.append(os.environ["VECU_RUN_KEY"]))
    for _start in range(2):
        for name in ("VECU_RUN_KEY", "VECU_PROCESSES"):
            monkeypatch.delenv(name, raising=False)
        run_server("127.0.0.1:8000", threads=2, workers=3)
        assert os.environ["VECU_PROCESSES"] == "3"

    assert len(set(keys)) == 2
    assert all(len(key) == 64 for key in keys)
    for name in ("VECU_RUN_KEY", "VECU_PROCESSES"):
        os.environ.pop(name)

"""`./run test`: every test on SQLite, then those that touch the database on PostgreSQL.

A throw-away PostgreSQL is started in a temporary folder, on a free port of this machine. Arguments
go to pytest; with any that name tests, only the SQLite pass is run. `--slow` adds the slow tests.
"""

import os
import subprocess
import sys
import tempfile

from tests.postgres import temporary_postgres


def pytest(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    slow = "--slow" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--slow"]
    only_slow_too = [] if slow else ["-m", "not slow"]
    with tempfile.TemporaryDirectory(prefix="vecu-test-") as home:
        os.environ["VECU_HOME"] = home
        os.environ.pop("VECU_DATABASE_URL", None)
        print("== On SQLite", flush=True)
        failed = pytest([*only_slow_too, *arguments])
        if arguments:
            return failed
        with temporary_postgres() as url:
            print("\n== On PostgreSQL", flush=True)
            marked = "data" if slow else "data and not slow"
            return pytest(["-m", marked], VECU_DATABASE_URL=url) or failed


if __name__ == "__main__":
    sys.exit(main())

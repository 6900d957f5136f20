"""`./run test`: every test on SQLite, and those that touch the database on PostgreSQL too.

Two lanes run side by side: what needs no browser, on SQLite and then on PostgreSQL; the journeys in
a browser, told when they end. A throw-away PostgreSQL is started in a temporary folder, on a free
port of this machine. Arguments go to pytest; with any that name tests, only they are run, on
SQLite. `--slow` adds the slow tests, and tries each property with more examples.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from tests.postgres import temporary_postgres


def run_pytest(
    arguments: list[str], *, aside: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in a laboratory of its own; `aside`, its output is captured."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    with tempfile.TemporaryDirectory(prefix="vecu-test-") as home:
        return subprocess.run(
            command,
            env={**os.environ, "VECU_HOME": home, **environment},
            stdout=subprocess.PIPE if aside else None,
            stderr=subprocess.STDOUT if aside else None,
            text=True,
            check=False,
        )


def run_journeys(*, slow: bool) -> int:
    """Run the journeys in a browser and print how they went."""
    journeys = run_pytest(select("journey", slow=slow), aside=True)
    print(f"\n== In a browser, on SQLite\n{journeys.stdout}", flush=True)
    return journeys.returncode


def select(marks: str, *, slow: bool) -> list[str]:
    """Return pytest's options for the tests with these marks."""
    if slow:
        return ["-m", marks, "--hypothesis-profile=thorough"]
    return ["-m", f"{marks} and not slow"]


def main() -> int:
    """Run the lanes, or only the tests that were named; return 1 when something failed."""
    slow = "--slow" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--slow"]
    os.environ.pop("VECU_DATABASE_URL", None)
    if arguments:
        marks = ["--hypothesis-profile=thorough"] if slow else ["-m", "not slow"]
        return run_pytest([*marks, *arguments]).returncode
    with temporary_postgres() as url, ThreadPoolExecutor(1) as beside:
        journeys = beside.submit(run_journeys, slow=slow)
        print("== On SQLite", flush=True)
        sqlite = run_pytest(select("not journey", slow=slow))
        print("\n== On PostgreSQL", flush=True)
        postgres = run_pytest(select("data", slow=slow), VECU_DATABASE_URL=url)
        return int(any((sqlite.returncode, postgres.returncode, journeys.result())))


if __name__ == "__main__":
    sys.exit(main())

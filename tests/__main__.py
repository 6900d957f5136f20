"""`./run test`: every test on SQLite, and those that touch the database on PostgreSQL too.

Two lanes run side by side and take about as long: what needs no browser, on SQLite and then on
PostgreSQL; the journeys in a browser and then the coding room on PostgreSQL, told when they end. A
throw-away PostgreSQL is started in a temporary folder, on a free port of this machine. Arguments go
to pytest; with any that name tests, only they are run, on SQLite. `--slow` adds the slow tests.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from tests.postgres import temporary_postgres

CODING = "tests/coding"
"""A fourth of what touches the database."""


def pytest(
    arguments: list[str], *, aside: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in a laboratory of its own; `aside`, what it says is kept for later."""
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


def lane_beside(url: str, *, slow: bool) -> bool:
    """Run the journeys, then the coding room on a database of its own; return whether all passed.

    What they say is told when each ends.
    """
    journeys = pytest(["-m", chosen("journey", slow=slow)], aside=True)
    print(f"\n== In a browser, on SQLite\n{journeys.stdout}", flush=True)
    data = ["-m", chosen("data", slow=slow)]
    coding = pytest([*data, CODING], aside=True, VECU_DATABASE_URL=f"{url}_coding")
    print(f"\n== The coding room, on PostgreSQL\n{coding.stdout}", flush=True)
    return not any((journeys.returncode, coding.returncode))


def chosen(marked: str, *, slow: bool) -> str:
    """Return the expression of marks by which pytest chooses."""
    return marked if slow else f"{marked} and not slow"


def main() -> int:
    """Run the lanes, or only the tests that were named; return 1 when something failed."""
    slow = "--slow" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--slow"]
    os.environ.pop("VECU_DATABASE_URL", None)
    if arguments:
        return pytest([*([] if slow else ["-m", "not slow"]), *arguments]).returncode
    with temporary_postgres() as url, ThreadPoolExecutor(1) as beside:
        other = beside.submit(lane_beside, url, slow=slow)
        print("== On SQLite", flush=True)
        sqlite = pytest(["-m", chosen("not journey", slow=slow)])
        print("\n== On PostgreSQL", flush=True)
        data = ["-m", chosen("data", slow=slow)]
        postgres = pytest([*data, f"--ignore={CODING}"], VECU_DATABASE_URL=url)
        return int(any((sqlite.returncode, postgres.returncode, not other.result())))


if __name__ == "__main__":
    sys.exit(main())

"""`./run test`: every test on SQLite, and those that touch the database on PostgreSQL too.

Three runs go side by side, since a browser and a database keep each waiting, and the next begins
when one ends: the journeys in a browser; all others on SQLite in two parts, of which the progress
of one is shown; parts of those on PostgreSQL, each with a throw-away server in a temporary folder,
on a free port of this machine. Pages are read there by one crawl only.
Arguments go to pytest; with any that name tests, only they are run, on SQLite; with `--changed`
those of the rooms that the last change touches, and of those above. `--slow` adds the slow tests,
and tries each property with more examples.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from tests.changed_rooms import list_changed_files, list_tests
from tests.postgres import temporary_postgres

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Runs share the processors: numeric libraries with a thread for each would wait in turns."""

BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""Where Python is told to write none, each process compiles all modules anew, for seconds."""

JOURNEYS = "tests/journeys"

SQLITE_ROOMS = ["tests/accounts", "tests/coding", "tests/datasets", "tests/surveys", "tests/site"]
"""About half of the time on SQLite; all other tests are the other half."""

ROOMS_TOGETHER = [
    ["tests/dialogue", "tests/groups", "tests/recommendations", "tests/accounts"],
    ["tests/surveys"],
    ["tests/coding", "tests/datasets"],
]
PARTS = [[f"--ignore={each}" for rooms in ROOMS_TOGETHER for each in rooms], *ROOMS_TOGETHER]
"""All tests, in four parts of about the same time on PostgreSQL: what is left begins."""


def run_pytest(
    arguments: list[str], *, aside: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in a laboratory of its own; `aside`, its output is captured."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    with tempfile.TemporaryDirectory(prefix="vecu-test-") as home:
        return subprocess.run(
            command,
            env={**ONE_THREAD, **os.environ, **BYTECODE, "VECU_HOME": home, **environment},
            stdout=subprocess.PIPE if aside else None,
            stderr=subprocess.STDOUT if aside else None,
            text=True,
            check=False,
        )


def run_visibly(title: str, arguments: list[str]) -> int:
    """Run pytest and show its progress."""
    print(f"== {title}", flush=True)
    return run_pytest(arguments).returncode


def run_aside(title: str, arguments: list[str], **environment: str) -> int:
    """Run pytest and print how it went once it has ended."""
    done = run_pytest(arguments, aside=True, **environment)
    print(f"\n== {title}\n{done.stdout}", flush=True)
    return done.returncode


def run_on_postgres(part: list[str], *, slow: bool) -> int:
    """Run a part of the tests that touch the database on a PostgreSQL of their own."""
    with temporary_postgres(durable=False) as url:
        title = f"On PostgreSQL: {' '.join(part)}"
        options = [*select("data", slow=slow), "--ignore-glob=tests/*/views", *part]
        return run_aside(title, options, VECU_DATABASE_URL=url)


def select(marks: str, *, slow: bool) -> list[str]:
    """Return pytest's options for the tests with these marks."""
    if slow:
        return ["-m", marks, "--hypothesis-profile=thorough"]
    return ["-m", f"{marks} and not slow"]


def main() -> int:
    """Run everything, or only the tests that were named; return 1 when something failed."""
    slow = "--slow" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument not in {"--slow", "--changed"}]
    if "--changed" in sys.argv:
        arguments += list_tests(list_changed_files())
    os.environ.pop("VECU_DATABASE_URL", None)
    if arguments:
        marks = ["--hypothesis-profile=thorough"] if slow else ["-m", "not slow"]
        return run_pytest([*marks, *arguments]).returncode
    on_sqlite = select("not journey", slow=slow)
    with ThreadPoolExecutor(3) as runs:
        begun = [
            runs.submit(
                run_aside,
                "In a browser, on SQLite",
                [*select("journey", slow=slow), JOURNEYS],
            ),
            runs.submit(run_visibly, "On SQLite", [*on_sqlite, *SQLITE_ROOMS]),
            runs.submit(
                run_aside,
                "On SQLite, the other rooms",
                [*on_sqlite, *(f"--ignore={each}" for each in [JOURNEYS, *SQLITE_ROOMS])],
            ),
            *(runs.submit(run_on_postgres, part, slow=slow) for part in PARTS),
        ]
        return int(any(each.result() for each in begun))


if __name__ == "__main__":
    sys.exit(main())

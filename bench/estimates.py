"""`./run bench estimates`: time of an estimate by number of rows, compared with other software.

A mean and a share by 8 domains with standard errors, of 100 strata and 5,000 clusters. By the
number of rows: seconds (`ours_s`) beside a plain GROUP BY with the same keys (`group_by_s`: means
without weights or errors), hand-written queries (`hand_s`), svy (`svy_s`, in an environment of its
own) and R's survey package (`r_s`, where installed). Each engine has its own process; `peak_mb` is
the peak memory of ours. `cpu` repeats ours and the lower bound in processor seconds, which depend
less on other work on the machine. `items24_ratio` is 24 items in one pass over one item. Files are
kept in the cache folder ($XDG_CACHE_HOME, else ~/.cache).

The people of a cluster are in adjacent rows, which is faster for all; `shuffled` repeats the
largest file in random order, the worst case for sums by cluster. `growth` shows how our time grows
with clusters and domains. Optional arguments: the numbers of rows, without these two.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from bench._benchmark import ARGUMENTS, SMALLEST, report, size

ENGINES = Path(__file__).with_name("_survey_engines.py")
ROWS = size((100_000, 1_000_000, 10_000_000), (1_000,))
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vecu-bench"
SVY = "svy==0.35.0"
TIMES = {100_000: 20, 1_000_000: 10, 10_000_000: 5}


def main() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    measured: dict[str, object] = {"shuffled": None, "growth": None}
    for rows in map(int, ARGUMENTS or ROWS):
        measured[str(rows)] = measure(rows)
    if not ARGUMENTS and not SMALLEST:
        measured |= {"shuffled": shuffled(), "growth": growth()}
    report(measured)


def measure(rows: int) -> dict[str, object]:
    file = sample(rows)
    times = TIMES.get(rows, size(5, 1))
    floor = run(sys.executable, "group_by", file, times)
    ours = run(sys.executable, "ours", file, times)
    hand = run(sys.executable, "hand", file, times)
    return {
        "group_by_s": round(floor["estimates"][0], 4),
        "ours_s": round(ours["estimates"][0], 4),
        "hand_s": round(hand["estimates"][0], 4),
        "items24_ratio": items24_ratio(ours),
        "svy_s": None if SMALLEST else svy(file),
        "r_s": None if SMALLEST else r(file, rows),
        "peak_mb": round(ours["memory"][0]),
        "cpu": {
            "group_by_s": round(floor["estimates"][1], 4),
            "ours_s": round(ours["estimates"][1], 4),
        },
    }


def shuffled() -> dict[str, float]:
    """Return our figures for the most rows in random order, and the plain GROUP BY of them."""
    file = sample(ROWS[-1], ordered=False)
    floor = run(sys.executable, "group_by", file, TIMES[ROWS[-1]])
    ours = run(sys.executable, "ours", file, TIMES[ROWS[-1]])
    return {
        "group_by_s": round(floor["estimates"][0], 4),
        "ours_s": round(ours["estimates"][0], 4),
        "items24_ratio": items24_ratio(ours),
    }


def items24_ratio(ours: dict[str, list[float]]) -> float:
    """Return the time of 24 items in one pass over that of one."""
    return round(ours["items"][0] / ours["item"][0], 2)


def growth() -> dict[str, float]:
    """Return our seconds on a million rows as clusters, then domains, grow tenfold."""
    shapes = {"5000 clusters, 8 domains": (50, 8), "50000 clusters, 8 domains": (500, 8),
              "5000 clusters, 80 domains": (50, 80)}  # fmt: skip
    return {
        name: round(run(sys.executable, "ours", sample(1_000_000, *shape), 5)["estimates"][0], 3)
        for name, shape in shapes.items()
    }


def sample(rows: int, clusters: int = 50, domains: int = 8, *, ordered: bool = True) -> Path:
    """Return a Parquet file of people in 100 strata with so many clusters each."""
    order = "ordered" if ordered else "shuffled"
    file = CACHE / f"{order}-{rows}-{clusters}-{domains}.parquet"
    if file.exists():
        return file
    items = ", ".join(
        f"(hash(person * 64 + {number}) % 100 < {20 + 2 * number})::TINYINT AS item{number}"
        for number in range(1, 25)
    )
    part = file.with_suffix(".part")
    duckdb.sql(f"""
        COPY (
          SELECT psu // {clusters} AS stratum, psu, domain, 0.5 + luck AS weight,
                 30 + psu % 7 + 10 * effort AS hours, (effort > 0.4)::INTEGER AS uses, {items}
          FROM (
            SELECT person, (hash(person) % {100 * clusters})::INTEGER AS psu,
                   (hash(person * 7 + 1) % {domains})::INTEGER AS domain,
                   (hash(person * 13 + 5) % 1000) / 1000.0::DOUBLE AS luck,
                   (hash(person * 17 + 3) % 10000) / 10000.0::DOUBLE AS effort
            FROM range({rows}) AS people(person)
          )
          {"ORDER BY psu" if ordered else ""}
        ) TO '{part}' (FORMAT parquet)
    """)  # noqa: S608 - our own numbers
    part.rename(file)
    return file


def run(python: str | Path, engine: str, file: Path, times: int) -> dict[str, list[float]]:
    command = [str(python), str(ENGINES), engine, str(file), str(times)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def svy(file: Path) -> float | None:
    """Return svy's seconds; None if its environment cannot be created."""
    python = CACHE / "svy" / "bin" / "python"
    if not python.exists():
        make = [sys.executable, "-m", "venv", "--clear", CACHE / "svy"]
        install = [python, "-m", "pip", "install", "-q", SVY]
        if any(subprocess.run(step, check=False).returncode for step in (make, install)):
            shutil.rmtree(CACHE / "svy", ignore_errors=True)
            return None
    return round(run(python, "svy", file, 1)["estimates"][0], 3)


def r(file: Path, rows: int) -> float | None:
    """Return R's seconds; None if R or its survey package is not installed."""
    if not shutil.which("Rscript"):
        return None
    folder = file.with_suffix(".columns")
    folder.mkdir(exist_ok=True)
    for name in ("stratum", "psu", "domain", "weight", "hours", "uses"):
        column = duckdb.sql(f"SELECT {name}::DOUBLE FROM '{file}'").fetchnumpy()  # noqa: S608
        next(iter(column.values())).astype("float64").tofile(folder / name)
    script = ENGINES.with_name("_survey_engine.R")
    command = ["Rscript", str(script), str(folder), str(rows)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    shutil.rmtree(folder)
    return round(float(done.stdout), 3) if done.returncode == 0 else None


if __name__ == "__main__":
    main()

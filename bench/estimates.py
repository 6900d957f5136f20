"""`./run bench estimates`: time of an estimate by number of rows, compared with other software.

A mean and a share by 8 domains with standard errors, of 100 strata and 5,000 clusters: seconds
beside a plain GROUP BY with the same keys (means without weights or errors), hand-written queries,
svy (in an environment of its own) and R's survey package (where installed). Each engine has its own
process; `peak_mb` is the peak memory of ours. `items24_ratio` is 24 items in one pass over one
item. `cpu` repeats ours and the lower bound in processor seconds, which depend less on other work
on the machine. Files are kept in the cache folder ($XDG_CACHE_HOME, else ~/.cache).

The people of a cluster are in adjacent rows, which is faster for all; `shuffled` repeats the
largest file in random order, the worst case for sums by cluster. `growth` shows how our time grows
with clusters and domains. Optional arguments: the numbers of rows.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

ENGINES = Path(__file__).with_name("_survey_engines.py")
ROWS = (100_000, 1_000_000, 10_000_000)
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vecu-bench"
SVY = "svy==0.35.0"
TIMES = {100_000: 20, 1_000_000: 10, 10_000_000: 5}


def main() -> None:
    given = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    CACHE.mkdir(parents=True, exist_ok=True)
    measured: dict[str, object] = {}
    for rows in given or ROWS:
        measured[str(rows)] = measure(rows, measured)
    if not given:
        measured["shuffled"] = shuffled()
        measured["growth"] = growth()
    print(json.dumps(measured, indent=2))


def measure(rows: int, measured: dict[str, object]) -> dict[str, object]:
    file = sample(rows)
    times = TIMES.get(rows, 5)
    floor = run(sys.executable, "group_by", file, times)
    ours = run(sys.executable, "ours", file, times)
    hand = run(sys.executable, "hand", file, times)
    measured["items24_ratio"] = items24_ratio(ours)
    return {
        "group_by_s": round(floor["estimates"][0], 4),
        "ours_s": round(ours["estimates"][0], 4),
        "hand_s": round(hand["estimates"][0], 4),
        "svy_s": svy(file),
        "r_s": r(file, rows),
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
        if not shutil.which("uv"):
            return None
        subprocess.run(["uv", "venv", "-q", "--python", sys.executable, CACHE / "svy"], check=True)
        install = ["uv", "pip", "install", "-q", "--python", python, SVY]
        if subprocess.run(install, check=False).returncode:
            shutil.rmtree(CACHE / "svy")
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

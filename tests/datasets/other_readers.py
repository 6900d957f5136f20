"""Other programs' readers of exported files; none of them wrote the files.

.sav is read by PSPP, .dta by pandas, Parquet by DuckDB, XLSX by openpyxl, CSV by Python's module.
"""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd

Rows = list[dict[str, Any]]


def by_pspp(path: Path, *options: str) -> list[dict[str, str]]:
    """Return the rows as PSPP writes them: blank for values declared missing."""
    out = path.with_suffix(".pspp.csv")
    command = ["pspp-convert", *options, str(path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr  # a warning is a file that is not quite right
    with out.open(encoding="utf-8", newline="") as file:
        return [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)]


def by_pandas(path: Path, **options: Any) -> Rows:
    """Return the rows of a .dta file read by pandas, None for missing values."""
    found = pd.read_stata(path, **options)
    return [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in found.to_dict("records")
    ]


def by_duckdb(path: Path) -> Rows:
    """Return the rows of a Parquet file read by DuckDB."""
    found = duckdb.read_parquet(str(path))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def by_openpyxl(path: Path, sheet: int = 0) -> Rows:
    """Return the rows of a sheet read by openpyxl."""
    lines = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    names = list(map(str, next(lines)))
    return [dict(zip(names, line, strict=True)) for line in lines]


def by_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file read by Python."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


READERS: dict[str, Callable[[Path], Rows]] = {
    "sav": by_pspp,
    "dta": by_pandas,
    "parquet": by_duckdb,
    "csv": by_csv,
}

"""Other programs' readers of what is taken out, none of which wrote the files.

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
    """Return what PSPP reads, as it writes it: blank for what the file declares missing."""
    out = path.with_suffix(".pspp.csv")
    command = ["pspp-convert", *options, str(path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr  # a warning is a file that is not quite right
    with out.open(encoding="utf-8", newline="") as file:
        return [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)]


def by_pandas(path: Path, **options: Any) -> Rows:
    """Return what pandas reads of a .dta file, None for what is missing."""
    found = pd.read_stata(path, **options)
    return [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in found.to_dict("records")
    ]


def by_duckdb(path: Path) -> Rows:
    """Return what DuckDB reads of a Parquet file."""
    found = duckdb.read_parquet(str(path))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def by_openpyxl(path: Path, sheet: int = 0) -> Rows:
    """Return what openpyxl reads of a sheet."""
    lines = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    names = next(lines)
    return [dict(zip(names, line, strict=True)) for line in lines]


def by_csv(path: Path) -> list[dict[str, str]]:
    """Return what Python reads of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


READERS: dict[str, Callable[[Path], Rows]] = {
    "sav": by_pspp,
    "dta": by_pandas,
    "parquet": by_duckdb,
    "csv": by_csv,
}

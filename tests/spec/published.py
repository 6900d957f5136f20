"""Data of published examples, in `../shared/data/statistics`; what needs them may be skipped."""

from pathlib import Path
from typing import Any

import ibis
import pytest
from ibis.expr.types import Table
from pyarrow import csv

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "statistics"

needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not here")


def table(name: str, **renamed: str) -> Table:
    """Return a file as a table; NA is what R writes where there is no answer."""
    words = csv.ConvertOptions(null_values=["NA", ""], strings_can_be_null=True)
    return ibis.memtable(csv.read_csv(FOLDER / f"{name}.csv", convert_options=words)).rename(
        renamed
    )


def printed(value: float, digits: int) -> Any:
    """Return what equals `value` once rounded as it was printed."""
    return pytest.approx(value, abs=0.5001 * 10**-digits)

"""`./run bench golden`: compare with published values.

Needs the original data files, which we may not distribute: without them (../shared/data) nothing is
compared and the exit code is 2; the smallest size compares those that need no data. A value matches
if it has the printed digits: `matched` of `compared` values do. The exit code is 1 if one does not.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import _golden_estimates, _golden_sensitive
from bench._benchmark import ARGUMENTS, SMALLEST, report

PARTS = (_golden_estimates.values, _golden_sensitive.values)
"""Each yields, from the folder of the data, the name, the printed and the computed value."""
WITHOUT_DATA = (_golden_sensitive.values_without_data,)


@dataclass(frozen=True)
class Compared:
    what: str
    printed: str
    found: float

    @property
    def matches(self) -> bool:
        """Whether the printed digits are the computed ones, rounded or, as some were, truncated."""
        unit = 10.0 ** -len(self.printed.partition(".")[2])
        cut = math.trunc(self.found / unit) * unit
        return any(abs(x - float(self.printed)) <= 0.5001 * unit for x in (self.found, cut))


def compare(data: Path, parts=PARTS) -> Iterator[Compared]:
    for part in parts:
        for what, printed, found in part(data):
            yield Compared(what, printed, float(found))


def folder(given: list[str]) -> Path:
    """Return the folder of the data: the given one, or the nearest ../shared above."""
    if given:
        return Path(given[0])
    found = [up / "shared" / "data" / "statistics" for up in Path(__file__).resolve().parents]
    return next((path for path in found if path.is_dir()), found[1])


def main() -> int:
    data = folder(ARGUMENTS)
    if not SMALLEST and not data.is_dir():
        print(f"{data} is not there: nothing compared.")
        return 2
    rows = list(compare(data, WITHOUT_DATA if SMALLEST else PARTS))
    for row in rows:
        print(f"{'ok ' if row.matches else 'NOT'} {row.what:58} {row.printed:>16} {row.found:.10g}")
    matched = sum(row.matches for row in rows)
    report({"compared": len(rows), "matched": matched})
    return int(matched < len(rows))


if __name__ == "__main__":
    sys.exit(main())

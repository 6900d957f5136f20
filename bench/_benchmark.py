"""What every benchmark shares: its size, its arguments and its last line.

With `--smallest` a benchmark takes some seconds and measures nothing of interest: the test suite
runs each so. It then does without R, PostgreSQL and data from outside the repository.
"""

import json
import math
import sys
from collections.abc import Iterable, Mapping
from typing import TypeVar

Size = TypeVar("Size")

SMALLEST = "--smallest" in sys.argv
ARGUMENTS = [argument for argument in sys.argv[1:] if argument != "--smallest"]


def size(usual: Size, smallest: Size) -> Size:
    """Return what this run is to measure."""
    return smallest if SMALLEST else usual


def find_p99(values: Iterable[float]) -> float:
    """Return the 99th percentile, a value that occurs."""
    ordered = sorted(values)
    return ordered[math.ceil(0.99 * len(ordered)) - 1]


def say(words: str) -> None:
    """Show what is measured now, beside the output."""
    print(f"{words} …", file=sys.stderr)


def report(result: Mapping[str, object]) -> None:
    """Print a line for each figure, and all as JSON on the last line; null was not measured."""
    for name, value in result.items():
        if not isinstance(value, dict):
            print(f"{name:26} {'–' if value is None else str(value):>12}")
    print(json.dumps(result))

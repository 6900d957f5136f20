"""A thousand squares, row by row, each for as many held-out readings. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.maintenance.alarms import AlarmStep

COLUMNS, ROWS = 40, 25
SQUARES = COLUMNS * ROWS


@dataclass(frozen=True, slots=True)
class SquareArea:
    """Squares of one kind that follow each other; `path` is their outline, a square being 10."""

    kind: str
    squares: int
    path: str


def draw_squares(step: AlarmStep) -> Sequence[SquareArea]:
    """Return the areas of a step: failures first, then false alarms, then what stayed quiet.

    Whatever happened at all has a square: a single missed failure must not be rounded away.
    """
    counts = {
        kind: max(1, round(SQUARES * count / step.readings)) if count else 0
        for kind, count in (
            ("announced", step.announced),
            ("missed", step.missed),
            ("false", step.false_alarms),
        )
    }
    counts["quiet"] = SQUARES - sum(counts.values())
    areas, start = [], 0
    for kind, squares in counts.items():
        areas.append(SquareArea(kind, squares, outline(start, start + squares)))
        start += squares
    return tuple(area for area in areas if area.squares)


def outline(start: int, end: int) -> str:
    """Return an SVG path around the squares from `start` to before `end`, counted row by row."""
    pieces = []
    while start < end:
        row, column = divmod(start, COLUMNS)
        whole = (end - start) // COLUMNS if column == 0 else 0
        width, height = (COLUMNS, whole) if whole else (min(COLUMNS - column, end - start), 1)
        pieces.append(f"M{10 * column} {10 * row}h{10 * width}v{10 * height}h-{10 * width}z")
        start += width * height
    return "".join(pieces)

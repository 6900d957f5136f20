"""Which decisions may be counted together in public, and with what the others are merged. Pure.

*Supplied* is what each person supplies to each cell of a line, in an array of measures × people ×
cells: decisions first, and then minutes, where these are published.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vecu.stats import THRESHOLD

FEWEST_PEOPLE = 5

Supplied = NDArray[np.float64]
Group = tuple[int, ...]
"""Cells that are counted together."""


def is_publishable(supplied: Supplied) -> bool:
    """Return whether what people supply together, measures × people, may be published.

    At least 11 decisions by at least 5 people, of which nobody supplies more than half, nor of any
    other measure.
    """
    decisions = supplied[0]
    return bool(
        decisions.sum() >= THRESHOLD
        and np.count_nonzero(decisions) >= FEWEST_PEOPLE
        and (2 * supplied.max(axis=1) <= supplied.sum(axis=1) * (1 + 1e-12)).all()
    )


def merge_cells(
    supplied: Supplied, prices: NDArray[Any], never_alone: Collection[int] = ()
) -> list[Group]:
    """Return a line as cells that stand alone, and one group of all others, the last.

    Each of these may be published, so whatever is summed of them may be too, and so may what sums
    leave over. As little as possible is merged, by `prices`. Nothing is returned of a line that may
    not be published as a whole; one group, where no cell can stand alone.
    """
    cells = range(supplied.shape[-1])
    if not is_publishable(supplied.sum(axis=-1)):
        return []
    merged = [
        cell for cell in cells if cell in never_alone or not is_publishable(supplied[..., cell])
    ]
    while merged and not (len(merged) > 1 and _can_be_merged(supplied, merged)):
        alone = [cell for cell in cells if cell not in merged]
        enough = [cell for cell in alone if _can_be_merged(supplied, [*merged, cell])]
        merged.append(min(enough or alone, key=lambda cell: (prices[cell], cell)))
    groups: list[Group] = [(cell,) for cell in cells if cell not in merged]
    return [*groups, tuple(sorted(merged))] if merged else groups


def _can_be_merged(supplied: Supplied, cells: Sequence[int]) -> bool:
    return is_publishable(supplied[..., list(cells)].sum(axis=-1))

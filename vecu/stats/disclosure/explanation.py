"""Why a count is hidden, for those who release it."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vecu.stats.disclosure.tables import THRESHOLD, CountTable, Mask


class HiddenBecause(StrEnum):
    """Why a count is hidden."""

    SMALL = "small"
    """Fewer people than the threshold."""
    ALL_OR_NOBODY = "all or nobody"
    """Everybody of a group said the same about something sensitive, or nobody did."""
    COMPLEMENTARY = "complementary"
    """Another hidden count could be worked out from it."""


def explain_hidden(table: CountTable, hidden: Mask) -> NDArray[np.object_]:
    """Return, for each cell, why it is hidden, or None where it is shown."""
    reasons = np.full(table.counts.shape, None, dtype=object)
    reasons[hidden] = HiddenBecause.COMPLEMENTARY
    reasons[hidden & table.find_primary()] = HiddenBecause.ALL_OR_NOBODY
    reasons[hidden & (table.counts < THRESHOLD)] = HiddenBecause.SMALL
    return reasons

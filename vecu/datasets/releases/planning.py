"""What is asked to be released, and the figures as everybody would read them. Pure.

The content of a figure of people, as it is stored and published::

    {"method": "cell key 1", "kind": "question", "label": {"fr": …}, "ordered": false,
     "dividing": true, "people": 261, "wave": 1, "modes": {"open": 245, "imported": 15},
     "sources": [], "breakdown": {"fr": …}, "columns": [{"name": "", "label": {}}], "totals": [260],
     "rows": [{"name": "yes", "label": {"fr": …}, "counts": [60]}]}

`people` is exact; all other counts are changed at random by a few, 10 is “10 or fewer”. `totals`
are the base of each column: those to whom the question was put; of rows that are `dividing` nobody
is in two. Without a breakdown there is one
column without a label. Content without a method is of the one before: rounded counts, null is
hidden, and everybody counts in the totals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CELL_KEYS = "cell key 1"
"""The method of counts that are changed at random: noise of at most 6, variance 5, base 5."""
SUPPRESSION = "suppression 1"
"""The method before: rounded counts, of which those that could be worked out were hidden."""


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """A figure to release: an item of the extract, by one of its breakdowns or by nothing."""

    item: str
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """A figure as it would be published."""

    request: FigureRequest
    content: Mapping[str, Any]
    shows_something: bool = True

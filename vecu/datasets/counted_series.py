"""What a study has extracts of: its answers, and whatever else a room above counts in the same way.

Each series has its own extracts, breakdowns and ledger, under the same limits. A room above passes
its own to `freeze_extract`, `get_extract_state` and `release`; this room does not know it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from vecu.datasets.extract_items import count_study
from vecu.datasets.releases.extract_counts import ExtractCounts
from vecu.surveys.queries import Study, list_answer_ids


class RecordCounter(Protocol):
    """Count the records of one wave for an extract, and return whose counts they are."""

    def __call__(
        self,
        study: Study,
        extract: int,
        breakdowns: Collection[str],
        bands: Mapping[str, Sequence[str]],
        *,
        wave: int = 1,
    ) -> tuple[ExtractCounts, list[UUID]]:
        """Return the figures as they can be published; `extract` is the number of the extract."""


@dataclass(frozen=True, slots=True)
class CountedSeries:
    """One kind of records, of which each counts as one; `name` is stored with its extracts."""

    name: str
    list_ids: Callable[[Study, int], list[UUID]]
    count: RecordCounter


ANSWERS = CountedSeries("", list_answer_ids, count_study)

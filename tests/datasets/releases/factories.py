"""Answers to count, and what is released of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.surveys.factories import DAY, NOON
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.releases.extract_counts import ExtractCounts
from vecu.datasets.releases.planning import FigureRequest
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.rules import FieldingState, Mode

SECTOR, TOOLS, TOLD = "/data/work/sector", "/data/work/tools", "/data/work/told"
YEARS, KIND = "/data/work/years", "/data/story/kind"
GROUP = "The inquiry’s team"
LATER = NOON + timedelta(days=1)
FEW = 10
"""What stands for “10 or fewer”."""


def near(count: int) -> Any:
    """Return what equals each figure that the rule allows for a count of 30 or more.

    Noise is 6 at most, the spread of a base's noise over its rows 6, rounding 2.
    """
    return pytest.approx(count, abs=14)


def store(
    study: Study, number: int, values: Mapping[str, Any], fielding: Fielding | None = None
) -> list[Answer]:
    """Store the answers of so many people who say the same."""
    fielding = fielding or study.fieldings.get(mode=Mode.OPEN, wave=1)
    return Answer.objects.bulk_create(
        Answer(fielding=fielding, day=DAY, language="en", values=values) for _ in range(number)
    )


def fill(
    study: Study,
    sector: str,
    number: int,
    *,
    kinds: Sequence[str] = (),
    fielding: Fielding | None = None,
    **work: str,
) -> list[Answer]:
    """Store answers of people in one sector, each with a story of each kind."""
    story = [{"task": "Mail", "kind": kind} for kind in kinds]
    return store(study, number, {"story": story, "work": {"sector": sector, **work}}, fielding)


def add_fielding(study: Study, wave: int = 1, mode: Mode = Mode.OPEN) -> Fielding:
    """Add a fielding of the same questionnaire."""
    first = study.fieldings.first()
    assert first is not None
    return Fielding.objects.create(
        study=study, version=first.version, wave=wave, mode=mode, state=FieldingState.CLOSED
    )


def freeze(study: Study, *breakdowns: str, now: datetime = NOON, **more: Any) -> Extract:
    """Count the people as the account “ana”."""
    return freeze_extract(study, breakdowns, by="ana", now=now, **more)


def publish(
    study: Study, *figures: str | tuple[str, str], now: datetime = NOON, wave: int = 1
) -> list[Released]:
    """Release items, or items with a breakdown, and return the lines of the ledger."""
    requests = [FigureRequest(*([each] if isinstance(each, str) else each)) for each in figures]
    return release(study.scope, requests, wave=wave, group=GROUP, by="ana", now=now)


def rows(counts: ExtractCounts, item: str, column: int = 0) -> dict[str, int]:
    """Return the figures of one column of an item, its base under the name “of”."""
    return {"of": counts.tables[item, ""].bases[column]} | {
        row.name: shown[column]
        for row, shown in zip(counts.items[item].rows, counts.tables[item, ""].rows, strict=True)
    }


def read(released: Released) -> dict[str, list[int]]:
    """Return the figures of a line of the ledger, its bases under the name “of”."""
    content = released.content
    return {"of": content["totals"]} | {each["name"]: each["counts"] for each in content["rows"]}

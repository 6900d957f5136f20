"""Released figures for tests of public pages, as `release()` stores them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from vecu.datasets.models import Extract, Released
from vecu.surveys.models import Study

DAY = date(2026, 11, 28)
FigureRow = tuple[str, dict[str, str], int | None]
SECTOR = {"en": "Which field?", "fr": "Quel domaine ?"}
ANSWERS: tuple[FigureRow, ...] = (
    ("social", {"en": "Social work", "fr": "Travail social"}, 60),
    ("health", {"en": "Health", "fr": "Santé"}, None),
    ("school", {"en": "School", "fr": "École"}, 75),
    ("", {}, 15),
)
FEW = 10
"""What is stored of a count that reads “10 or fewer”."""
APPROXIMATE = {
    "method": "cell key 1",
    "dividing": True,
    "people": 153,
    "wave": 1,
    "modes": {"open": 153},
    "sources": [],
    "totals": [150],
}
"""What figures say beside their rows whose counts are changed at random by a few people."""
CHANGED: tuple[FigureRow, ...] = (
    ("social", {"en": "Social work", "fr": "Travail social"}, 60),
    ("health", {"en": "Health", "fr": "Santé"}, FEW),
    ("school", {"en": "School", "fr": "École"}, 75),
    ("", {}, 15),
)
NOTHING_COUNTED = {"people": 153}
"""What an extract holds of which no more figures can be released."""


def make_released(
    study: Study,
    item: str = "/data/work/sector",
    *,
    rows: Iterable[tuple[Any, ...]] = ANSWERS,
    label: dict[str, str] = SECTOR,
    **content: Any,
) -> Released:
    """Make a figure that stands, with the method of hiding.

    A row is a name, its labels, and a count for each column.
    """
    extract = Extract.objects.filter(scope_uuid=study.id).first() or Extract.objects.create(
        scope_kind=study.scope.kind,
        scope_uuid=study.id,
        number=1,
        day=DAY,
        people=153,
        population="x",
        counts=NOTHING_COUNTED,
    )
    whole = {
        "kind": "question",
        "label": label,
        "ordered": False,
        "people": 155,
        "breakdown": {},
        "columns": [{"name": "", "label": {}}],
        "totals": [155],
        "rows": [
            {"name": name, "label": labels, "counts": counts} for name, labels, *counts in rows
        ],
    }
    return Released.objects.create(
        extract=extract,
        figure=uuid4(),
        item=item,
        content=whole | content,
        group="The team",
        by="lea",
        day=DAY,
    )


def make_approximate(
    study: Study,
    item: str = "/data/work/sector",
    *,
    rows: Iterable[tuple[Any, ...]] = CHANGED,
    label: dict[str, str] = SECTOR,
    **content: Any,
) -> Released:
    """Make a figure that stands whose counts are changed at random, of 153 people by a link."""
    return make_released(study, item, rows=rows, label=label, **APPROXIMATE | content)

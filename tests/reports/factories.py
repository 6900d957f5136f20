"""Released figures for tests of public pages, as `release()` stores them."""

from datetime import date
from uuid import uuid4

from vecu.datasets.models import Extract, Released
from vecu.surveys.models import Study

DAY = date(2026, 11, 28)
SECTOR = {"en": "Which field?", "fr": "Quel domaine ?"}
ANSWERS = (
    ("social", {"en": "Social work", "fr": "Travail social"}, 60),
    ("health", {"en": "Health", "fr": "Santé"}, None),
    ("school", {"en": "School", "fr": "École"}, 75),
    ("", {}, 15),
)

LISTS = ("items", "variables", "breakdowns", "tables", "nestings", "routings")
NOTHING_COUNTED = {"people": 153} | {name: [] for name in LISTS}
"""What an extract holds of which no more figures can be released."""


def make_released(
    study: Study, item: str = "/data/work/sector", *, rows=ANSWERS, label=SECTOR, **content
) -> Released:
    """Make a figure that stands. A row is a name, its labels, and a count for each column."""
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

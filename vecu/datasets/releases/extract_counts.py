"""What an extract of a study holds: figures as they can be published, nothing exact. Pure.

The unit is the person, of whom a figure counts those to whom its question was put. A question with
several choices, or one that is answered story by story, has a row for each choice: who ever chose
it. So has a code, and a practice of a guide. Nobody who did not say something is ever a row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from vecu.datasets.releases.planning import CELL_KEYS, FigureRequest, PlannedFigure
from vecu.labelled_enum import LabelledEnum
from vecu.stats import FEW
from vecu.translation import gettext_noop

Labels = Mapping[str, str]
"""A text by language code."""

NO_ANSWER = ""
"""The row of those who were asked and left it blank, always the last."""
PROGRAM = "program"
"""Beside the modes: how many sent their answers with another program than a browser."""
BY_MODE = "mode"
"""The breakdown by the modes in which people answered, where an interviewer typed for some."""
CODE_ALONE = "code-alone:"
"""How the name of a row begins that counts a code without its child codes."""


class ItemKind(LabelledEnum):
    """What a figure can be about."""

    QUESTION = "question", gettext_noop("Questions")
    FIRST_PLACE = "first place", gettext_noop("Rankings: what was put first")
    """What people put first in a ranking."""
    ANY_PLACE = "any place", gettext_noop("Rankings: what was given any place")
    """What people gave any place in a ranking from which they could leave something out."""
    CODES = "codes", gettext_noop("Codes")
    PRACTICES = "practices", gettext_noop("Practices from guides")
    BEYOND = "beyond", gettext_noop("Practices that are not in the guides")
    """Codes that a guide lacks."""
    CARD = "card", gettext_noop("Replies to findings")
    """Whether a finding holds where those who reply work."""


ASKED_KINDS = frozenset(
    {ItemKind.QUESTION, ItemKind.FIRST_PLACE, ItemKind.ANY_PLACE, ItemKind.CARD}
)
"""Items that people answered themselves; what others read in their words can be counted again."""


@dataclass(frozen=True, slots=True)
class Category:
    """A row of a figure, or a column; `label` is empty where pages word it."""

    name: str
    label: Labels


@dataclass(frozen=True, slots=True)
class Item:
    """What one figure shows; `key` is unique in the extract.

    Rows that are `dividing` count each person once at most, `ordered` ones have an order of their
    own, such as a scale.
    """

    key: str
    kind: ItemKind
    label: Labels
    rows: tuple[Category, ...]
    dividing: bool = False
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A question by whose answers figures are broken down."""

    key: str
    label: Labels
    columns: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class ItemTable:
    """The counts of an item as they can be published: bases by column, and rows by column."""

    bases: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]

    @property
    def shows_something(self) -> bool:
        """Whether any row says more than “10 or fewer”."""
        return any(count > FEW for row in self.rows for count in row)


@dataclass(frozen=True, eq=False)
class ExtractCounts:
    """All figures of an extract, each item alone and by each breakdown.

    `people` are exact. `bands` are the limits by which answers to questions for numbers are
    grouped; `modes` says how many came in which way, `sources` name what was imported.
    """

    people: int
    wave: int = 1
    items: Mapping[str, Item] = field(default_factory=dict)
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    tables: Mapping[tuple[str, str], ItemTable] = field(default_factory=dict)
    bands: Mapping[str, Sequence[str]] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)
    sources: Sequence[Mapping[str, str]] = ()

    def offers(self, item: str, breakdown: str = "") -> bool:
        """Return whether a figure was counted and says anything."""
        table = self.tables.get((item, breakdown))
        return table is not None and table.shows_something

    def plan_release(self, requests: Sequence[FigureRequest]) -> list[PlannedFigure]:
        """Return figures as everybody would read them; raise `KeyError` for one that is none."""
        return [
            PlannedFigure(
                each,
                self._make_content(each),
                self.tables[each.item, each.breakdown].shows_something,
            )
            for each in requests
        ]

    def _make_content(self, request: FigureRequest) -> dict[str, Any]:
        item, table = self.items[request.item], self.tables[request.item, request.breakdown]
        breakdown = self.breakdowns[request.breakdown] if request.breakdown else None
        columns = breakdown.columns if breakdown else (Category("", {}),)
        return {
            "method": CELL_KEYS,
            "kind": item.kind.value,
            "label": dict(item.label),
            "ordered": item.ordered,
            "dividing": item.dividing,
            "people": self.people,
            "wave": self.wave,
            "modes": dict(self.modes),
            "sources": [dict(each) for each in self.sources],
            "breakdown": dict(breakdown.label) if breakdown else {},
            "columns": [asdict(each) for each in columns],
            "totals": list(table.bases),
            "rows": [
                {**asdict(row), "counts": list(counts)}
                for row, counts in zip(item.rows, table.rows, strict=True)
            ],
        }

    def to_json(self) -> dict[str, Any]:
        """Return what a JSON column holds."""
        return {
            "people": self.people,
            "wave": self.wave,
            "items": [asdict(item) for item in self.items.values()],
            "breakdowns": [asdict(each) for each in self.breakdowns.values()],
            "tables": [[*key, table.bases, table.rows] for key, table in self.tables.items()],
            "bands": {path: list(limits) for path, limits in self.bands.items()},
            "modes": dict(self.modes),
            "sources": [dict(each) for each in self.sources],
        }


def read_extract_counts(stored: Mapping[str, Any]) -> ExtractCounts:
    """Return what `ExtractCounts.to_json` wrote; of a method before, the number of people only."""
    items = [
        Item(**{**each, "kind": ItemKind(each["kind"]), "rows": _read_categories(each["rows"])})
        for each in stored.get("items", ())
    ]
    breakdowns = [
        Breakdown(each["key"], each["label"], _read_categories(each["columns"]))
        for each in stored.get("breakdowns", ())
    ]
    return ExtractCounts(
        people=stored["people"],
        wave=stored.get("wave", 1),
        items={item.key: item for item in items},
        breakdowns={each.key: each for each in breakdowns},
        tables={
            (item, breakdown): ItemTable(tuple(bases), tuple(map(tuple, rows)))
            for item, breakdown, bases, rows in stored.get("tables", ())
        },
        bands=stored.get("bands", {}),
        modes=stored.get("modes", {}),
        sources=stored.get("sources", ()),
    )


def _read_categories(stored: Sequence[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(Category(**each) for each in stored)


def update_counts(
    old: ExtractCounts, new: ExtractCounts, released: Collection[str]
) -> ExtractCounts:
    """Return counts of the same people with what is new; what stands in an extract is kept.

    Coding goes on while the answers stay, so items that were read in their words are counted again
    as long as nothing of them was ever `released`: afterwards they would be another draw. What is
    said of the origin of imported files is no count, and is always the newest.
    """
    from_questions = {key for key, item in old.items.items() if item.kind in ASKED_KINDS}
    kept = from_questions | (set(released) & old.items.keys())
    added = {
        key: table
        for key, table in new.tables.items()
        if key[0] not in kept
        or (key[0] in from_questions and old.items[key[0]] == new.items.get(key[0]))
    }
    return replace(
        old,
        items={**new.items, **{key: old.items[key] for key in kept}},
        breakdowns={**new.breakdowns, **old.breakdowns},
        tables=added | {key: table for key, table in old.tables.items() if key[0] in kept},
        bands={**new.bands, **old.bands},
        sources=new.sources,
    )

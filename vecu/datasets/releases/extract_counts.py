"""What an extract holds: variables that divide the people, and counts of tables of these. Pure.

The unit is the person. A variable with a category for no answer divides all people of the scope. A
question with several choices, or one that is answered story by story, is one variable for each
choice: whether a person ever chose it. So is a code, and a practice of a guide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vecu.stats import EVERYBODY, Counts, CountTable, Nesting, Routing

Labels = Mapping[str, str]
"""A text by language code."""
Variables = tuple[str, ...]

NO_ANSWER = ""
"""The category of those who gave no answer, always the last."""
_PRICE_OF_TOTAL, _PRICE_OF_MARGIN = 1000.0, 10.0
YES, NO = "yes", "no"
"""The categories of a variable that says whether a person ever said something."""


CODE_ALONE = "code-alone:"
"""How the name of a variable begins that counts a code without its child codes."""


class ItemKind(StrEnum):
    """What a figure can be about."""

    QUESTION = "question"
    CODES = "codes"
    PRACTICES = "practices"
    BEYOND = "beyond"
    """Codes that a guide lacks."""


@dataclass(frozen=True, slots=True)
class Category:
    """One answer of a variable, or of a row of a figure; `label` is empty where pages word it."""

    name: str
    label: Labels


@dataclass(frozen=True, slots=True)
class CountedVariable:
    """Something that divides all people, by its name in the tables of an extract."""

    name: str
    label: Labels
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What one figure shows: one variable with its categories, or several of yes or no.

    `single` says which. `ordered` categories have an order of their own, such as a scale.
    """

    key: str
    kind: ItemKind
    label: Labels
    variables: Variables
    single: bool = False
    ordered: bool = False


@dataclass(frozen=True, eq=False)
class ExtractCounts:
    """All counts of an extract: by no variable, by each, and by each with each breakdown.

    Tables stand under their variables in alphabetical order, as `CountTable` wants them.
    """

    people: int
    items: Mapping[str, Item]
    variables: Mapping[str, CountedVariable]
    breakdowns: tuple[str, ...]
    tables: Mapping[Variables, Counts]
    nestings: tuple[Nesting, ...] = ()
    routings: tuple[Routing, ...] = ()

    def get_table(
        self, variables: Iterable[str], sensitive: frozenset[str] = frozenset()
    ) -> CountTable:
        """Return the table of these variables; raise `KeyError` if it was not counted."""
        key = tuple(sorted(set(variables)))
        counts = self.tables[key]
        return CountTable(key, counts, sensitive & set(key), self._get_prices(key, counts))

    def _get_prices(self, key: Variables, counts: Counts) -> NDArray[np.floating[Any]]:
        """Return what hiding the cells of a table costs its readers.

        Nobody misses those who did not say something; everybody misses how many people there are.
        """
        prices = counts + 1.0
        if not key:
            return prices * _PRICE_OF_TOTAL
        if set(key) <= set(self.breakdowns):
            return prices * _PRICE_OF_MARGIN
        for axis, name in enumerate(key):
            names = [category.name for category in self.variables[name].categories]
            if names == [YES, NO]:
                said = np.array([True, False]).reshape(
                    [-1 if each == axis else 1 for each in range(len(key))]
                )
                prices = np.where(said, prices, 1.0)
        return prices

    def offers(self, item: str, breakdown: str = "") -> bool:
        """Return whether all tables of a figure were counted."""
        found = self.items.get(item)
        if found is None or not found.variables or breakdown in found.variables:
            return False
        return all(table in self.tables for table in list_tables(found, breakdown))

    def to_json(self) -> dict[str, Any]:
        """Return what a JSON column holds."""
        return {
            "people": self.people,
            "items": [asdict(item) for item in self.items.values()],
            "variables": [asdict(variable) for variable in self.variables.values()],
            "breakdowns": list(self.breakdowns),
            "tables": [[list(key), counts.tolist()] for key, counts in self.tables.items()],
            "nestings": [[each.whole, sorted(each.parts), each.covered] for each in self.nestings],
            "routings": [[each.asked, each.answers, each.exclusive] for each in self.routings],
        }


def list_tables(item: Item, breakdown: str) -> list[Variables]:
    """Return the tables that a figure shows: all people, those of each column, those of each row.

    A variable by itself is shown where there is no breakdown.
    """
    columns = (breakdown,) if breakdown else ()
    tables: list[Variables] = [()]
    tables += [columns] if breakdown else []
    tables += [tuple(sorted({name, *columns})) for name in item.variables]
    return list(dict.fromkeys(tables))


def read_extract_counts(stored: Mapping[str, Any]) -> ExtractCounts:
    """Return what `ExtractCounts.to_json` wrote."""
    items = [
        Item(**{**each, "kind": ItemKind(each["kind"]), "variables": tuple(each["variables"])})
        for each in stored["items"]
    ]
    variables = [
        CountedVariable(
            each["name"],
            each["label"],
            tuple(Category(**category) for category in each["categories"]),
        )
        for each in stored["variables"]
    ]
    return ExtractCounts(
        people=stored["people"],
        items={item.key: item for item in items},
        variables={variable.name: variable for variable in variables},
        breakdowns=tuple(stored["breakdowns"]),
        tables={tuple(key): np.array(counts, dtype=np.int64) for key, counts in stored["tables"]},
        nestings=tuple(
            Nesting(whole, frozenset(parts), covered)
            for whole, parts, covered in stored["nestings"]
        ),
        routings=tuple(
            Routing(_read_categories(asked), tuple(map(_read_categories, answers)), exclusive)
            for asked, answers, exclusive in stored["routings"]
        ),
    )


def _read_categories(stored: Sequence[Any]) -> tuple[str, tuple[int, ...]]:
    name, categories = stored
    return name, tuple(categories)


def count_tables(
    variables: Mapping[str, CountedVariable],
    breakdowns: Sequence[str],
    categories: Mapping[str, NDArray[np.integer[Any]]],
    people: int,
) -> dict[Variables, Counts]:
    """Count people by no variable, by each, and by each with each of `breakdowns`.

    `categories` holds, for each variable, the index of every person's category.
    """
    tables: dict[Variables, Counts] = {(): np.array(people, dtype=np.int64)}
    pairs = {
        tuple(sorted((name, breakdown)))
        for name in variables
        for breakdown in breakdowns
        if name != breakdown
    }
    for key in [*((name,) for name in variables), *sorted(pairs)]:
        shape = tuple(len(variables[name].categories) for name in key)
        place = np.ravel_multi_index([categories[name].astype(np.intp) for name in key], shape)
        counted = np.bincount(place, minlength=int(np.prod(shape)))
        tables[key] = counted.reshape(shape).astype(np.int64)
    return tables


def find_nestings(codes: Mapping[str, frozenset[UUID]]) -> tuple[Nesting, ...]:
    """Return which variables follow from others, given the codes that count for each.

    The parts of a whole are the variables whose codes are all among its own; it is covered if
    they have all of them, those that are within another part left aside.
    """
    found = []
    for whole, counted in codes.items():
        within = {name for name, part in codes.items() if name != whole and part <= counted}
        outer = {name for name in within if not any(codes[name] < codes[other] for other in within)}
        if outer:
            covered = frozenset[UUID]().union(*(codes[name] for name in outer)) == counted
            found.append(Nesting(whole, frozenset(outer), covered))
    return tuple(found)


def keep_true_nestings(
    nestings: Iterable[Nesting], tables: Mapping[Variables, Counts]
) -> tuple[Nesting, ...]:
    """Return what counts of these tables do not contradict, each once.

    Parts that contradict it are left out, and a whole without them is not covered.
    """
    found = []
    for nesting in nestings:
        columns = {
            name: _list_first_counts(name, tables) for name in (nesting.whole, *nesting.parts)
        }
        whole = columns[nesting.whole]
        parts = frozenset(name for name in nesting.parts if _is_within(columns[name], whole))
        covered = (
            nesting.covered
            and parts == nesting.parts
            and _is_covered(whole, [columns[name] for name in parts])
        )
        if parts:
            found.append(Nesting(nesting.whole, parts, covered))
    return tuple(dict.fromkeys(found))


def _list_first_counts(name: str, tables: Mapping[Variables, Counts]) -> dict[str, Counts]:
    """Return who is in the first category of a variable: by no other, '', and by each."""
    if name == EVERYBODY:
        return {"".join(key): counts for key, counts in tables.items() if len(key) < 2}
    return {
        "".join(each for each in key if each != name): np.asarray(
            counts.take(0, axis=key.index(name))
        )
        for key, counts in tables.items()
        if name in key
    }


def _is_within(part: Mapping[str, Counts], whole: Mapping[str, Counts]) -> bool:
    return all((part[other] <= whole[other]).all() for other in part.keys() & whole.keys())


def _is_covered(whole: Mapping[str, Counts], parts: Sequence[Mapping[str, Counts]]) -> bool:
    return all(
        (np.sum([part[other] for part in parts], axis=0) >= counts).all()
        for other, counts in whole.items()
        if all(other in part for part in parts)
    )

"""What is known of variables that say nearly the same: codes, and the practices they stand for.

Whoever told of a code told of the practice; where it stands for two codes, nobody told of it
who told of neither. A reader who knows this can subtract, without any shared margin. So can one who
knows that everybody had to choose something, or who was asked what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from vecu.stats.disclosure.linear_system import Variables

EVERYBODY = ""
"""The whole that counts all people: of its parts each person is in one at least."""


@dataclass(frozen=True, slots=True)
class Nesting:
    """A variable that counts everybody whom its `parts` count, in the first category of each.

    `covered`: and nobody else.
    """

    whole: str
    parts: frozenset[str]
    covered: bool = False


Categories = tuple[str, tuple[int, ...]]
"""A variable, and some of its categories together."""


@dataclass(frozen=True, slots=True)
class Routing:
    """A question that was put to those in some categories of another, who all answered it.

    Nobody else did. `answers` are its categories; `exclusive`: each person is in one of them.
    """

    asked: Categories
    answers: tuple[Categories, ...]
    exclusive: bool


def build_inequalities(
    known: Sequence[Nesting | Routing],
    sums: Mapping[Variables, csr_array],
    sizes: Mapping[str, int],
    unknowns: int,
) -> csr_array:
    """Return rows of which none is more than zero times the unknowns.

    `sums` are the cells of each table, the last variable fastest, `sizes` how many categories a
    variable has. A part or a whole of which no table holds anything is left out.
    """
    rows = [csr_array((0, unknowns))]
    contexts = {name for table in sums if len(table) == 2 for name in table}
    for routing in known:
        if isinstance(routing, Routing):
            asked = {routing.asked[0], *(name for name, _categories in routing.answers)}
            for context in (None, *sorted(contexts - asked)):
                rows += _route(routing, context, sums, sizes)
    for nesting in known:
        if isinstance(nesting, Routing):
            continue
        names = (nesting.whole, *nesting.parts)
        for context in (None, *sorted(contexts - set(names))):
            found = {name: _find_first(name, context, sums) for name in names}
            rows += _compare(nesting, {name: row for name, row in found.items() if row is not None})
    return vstack(rows, format="csr")


def _route(
    routing: Routing,
    context: str | None,
    sums: Mapping[Variables, csr_array],
    sizes: Mapping[str, int],
) -> Iterator[csr_array]:
    """Yield that all who were asked answered, and nobody else."""
    asked = _find_categories(routing.asked, context, sums, sizes)
    answers = [_find_categories(each, context, sums, sizes) for each in routing.answers]
    found = [each for each in answers if each is not None]
    if asked is None or not found:
        return
    if not routing.exclusive:
        yield from (each - asked for each in found)
    if len(found) == len(answers):
        total = _sum_rows(found)
        yield asked - total
        if routing.exclusive:
            yield total - asked


def _find_categories(
    wanted: Categories,
    context: str | None,
    sums: Mapping[Variables, csr_array],
    sizes: Mapping[str, int],
) -> csr_array | None:
    """Return who is in these categories: one row, or one for each category of the context."""
    name, categories = wanted
    keys = [(name,)] if context is None else [tuple(sorted((name, context)))]
    keys += [key for key in sums if name in key] if context is None else []
    key = next((key for key in keys if key in sums), None)
    if key is None:
        return None
    shape = tuple(sizes[each] for each in key)
    places = np.arange(int(np.prod(shape))).reshape(shape)
    rows = [
        sums[key][np.atleast_1d(places.take(category, axis=key.index(name))).ravel()]
        for category in categories
    ]
    within = _sum_rows(rows)
    return within if context is not None else csr_array(within.sum(axis=0).reshape(1, -1))


def _sum_rows(rows: Sequence[csr_array]) -> csr_array:
    """Return the sum of matrices of one shape."""
    total = rows[0]
    for each in rows[1:]:
        total = total + each
    return total


def _compare(nesting: Nesting, rows: Mapping[str, csr_array]) -> Iterator[csr_array]:
    whole = rows.get(nesting.whole)
    parts = [rows[name] for name in sorted(nesting.parts) if name in rows]
    if whole is None or not parts:
        return
    if nesting.whole != EVERYBODY:  # in which every part is anyway
        yield from (part - whole for part in parts)
    if nesting.covered and len(parts) == len(nesting.parts):
        yield whole - _sum_rows(parts)


def _find_first(
    name: str, context: str | None, sums: Mapping[Variables, csr_array]
) -> csr_array | None:
    """Return who is in the first category: one row, or one for each category of the context."""
    if name == EVERYBODY:
        return _find_everybody(context, sums)
    if context is not None:
        key = tuple(sorted((name, context)))
        return _take_first(sums[key], key.index(name)) if key in sums else None
    if (name,) in sums:
        return sums[name,][[0]]
    for key in sums:
        if name in key:
            within = _take_first(sums[key], key.index(name))
            return csr_array(within.sum(axis=0).reshape(1, -1))
    return None


def _find_everybody(context: str | None, sums: Mapping[Variables, csr_array]) -> csr_array | None:
    """Return all people: one row, or one for each category of the context."""
    if context is not None:
        return sums.get((context,))
    return next((csr_array(each.sum(axis=0).reshape(1, -1)) for each in sums.values()), None)


def _take_first(table: csr_array, axis: int) -> csr_array:
    """Return the first of the two categories along an axis of a table with two."""
    others = table.shape[0] // 2
    return table[:others] if axis == 0 else table[::2]

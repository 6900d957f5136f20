"""What is known of variables that say nearly the same: codes, and the practices they stand for.

Whoever told of a code told of the practice; where it stands for two codes, nobody told of it
who told of neither. A reader who knows this can subtract, without any shared margin. So can one who
knows that everybody had to choose something, or who was asked what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

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

    @property
    def names(self) -> frozenset[str]:
        """All its variables."""
        return self.parts | {self.whole}


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

    @property
    def names(self) -> frozenset[str]:
        """All its variables."""
        return frozenset(name for name, _categories in (self.asked, *self.answers))


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
    for each in known:
        for context in (None, *sorted(contexts - each.names)):
            if isinstance(each, Routing):
                rows += _route(each, context, sums, sizes)
            else:
                rows += _nest(each, context, sums, sizes)
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
        total = reduce(add, found)
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
    within = reduce(add, rows)
    return within if context is not None else csr_array(within.sum(axis=0).reshape(1, -1))


def _nest(
    nesting: Nesting,
    context: str | None,
    sums: Mapping[Variables, csr_array],
    sizes: Mapping[str, int],
) -> Iterator[csr_array]:
    """Yield that parts are within their whole, and the whole within its parts if it is covered."""
    whole = _find_first(nesting.whole, context, sums, sizes)
    found = [_find_first(name, context, sums, sizes) for name in sorted(nesting.parts)]
    parts = [each for each in found if each is not None]
    if whole is None or not parts:
        return
    if nesting.whole != EVERYBODY:  # in which every part is anyway
        yield from (part - whole for part in parts)
    if nesting.covered and len(parts) == len(nesting.parts):
        yield whole - reduce(add, parts)


def _find_first(
    name: str, context: str | None, sums: Mapping[Variables, csr_array], sizes: Mapping[str, int]
) -> csr_array | None:
    """Return who is in the first category: one row, or one for each category of the context."""
    if name == EVERYBODY:
        return _find_everybody(context, sums)
    return _find_categories((name, (0,)), context, sums, sizes)


def _find_everybody(context: str | None, sums: Mapping[Variables, csr_array]) -> csr_array | None:
    """Return all people: one row, or one for each category of the context."""
    if context is not None:
        return sums.get((context,))
    return next((csr_array(each.sum(axis=0).reshape(1, -1)) for each in sums.values()), None)

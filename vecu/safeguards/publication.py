"""When a table of counts that have no record keys is public: whole, or not at all. Pure.

Nothing is changed at random in it, so that one small number would be somebody. Every number, and
what it leaves of its base, is 11 at least; else nothing of the table is public, not even what is
large. One grouping is declared beforehand, and no second table counts the same people.
"""

from collections.abc import Iterable

from vecu.stats import THRESHOLD

FEWEST = THRESHOLD

CountedShare = tuple[int, int]
"""How many, of how many."""


def is_table_public(shares: Iterable[CountedShare], counts: Iterable[int] = ()) -> bool:
    """Return whether a quarter's table is public; `counts` stand alone in it, and leave no rest."""
    cells = [*counts]
    for count, of in shares:
        cells += [count, of - count]
    return bool(cells) and min(cells) >= FEWEST

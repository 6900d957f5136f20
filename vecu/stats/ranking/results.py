"""Results of ranking. A rank is never available without its confidence set."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vecu.stats.errors import EstimateRefused
from vecu.translation import gettext_noop


class RankMethod(StrEnum):
    """The method by which ranks were excluded."""

    STEP_DOWN = "step-down max-t"
    EXACT_HOLM = "exact binomial, Holm"


class RankConfidenceSet:
    """The estimated rank among `of`, and the first and last rank that are not excluded.

    They come together: by unpacking, `first, found, last = places`, or as text, "2 (1–4)". There is
    no attribute for the estimated rank, so that no page can print it alone.
    """

    __slots__ = ("_found", "first", "last", "of")

    def __init__(self, first: int, found: int, last: int, *, of: int) -> None:
        if not 1 <= first <= found <= last <= of:
            message = f"A place lies in its set: found {found} for {first} to {last} of {of}."
            raise ValueError(message)
        for name, value in (("first", first), ("_found", found), ("last", last), ("of", of)):
            object.__setattr__(self, name, value)

    first: int
    last: int
    of: int
    _found: int

    def __setattr__(self, name: str, value: object) -> None:
        message = f"Places do not change; “{name}” was to."
        raise AttributeError(message)

    def __iter__(self) -> Iterator[int]:
        return iter((self.first, self._found, self.last))

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self.first <= place <= self.last

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RankConfidenceSet) and (*self, self.of) == (*other, other.of)

    def __hash__(self) -> int:
        return hash((*self, self.of))

    def __str__(self) -> str:
        return f"{self._found} ({self.first}–{self.last})"

    def __repr__(self) -> str:
        return f"Places({self.first}, {self._found}, {self.last}, of={self.of})"


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One ranked item: its name, its estimate, its ranks."""

    name: str
    estimate: float
    places: RankConfidenceSet


@dataclass(frozen=True, slots=True)
class Ranking:
    """All ranked items, the highest estimate first unless `lowest_first`.

    `simultaneous`: with probability `coverage` *all* true ranks are in their sets. Otherwise each
    set alone contains its true rank with that probability, and some of several will not.
    """

    ranked: tuple[RankedItem, ...]
    coverage: float
    simultaneous: bool
    lowest_first: bool
    method: RankMethod

    def __iter__(self) -> Iterator[RankedItem]:
        return iter(self.ranked)

    def places(self, name: str) -> RankConfidenceSet:
        """Return the ranks of `name`."""
        for one in self.ranked:
            if one.name == name:
                return one.places
        raise EstimateRefused(
            gettext_noop("“%(name)s” was not ranked; found %(found)s."),
            name=name,
            found=", ".join(one.name for one in self.ranked),
        )

    def among_first(self, count: int) -> tuple[str, ...]:
        """Return who may be among the first `count`: with `coverage`, all who truly are.

        Usually more than `count`. Requires simultaneous sets.
        """
        if not self.simultaneous:
            raise EstimateRefused(
                gettext_noop(
                    "The first of a ranking: told by simultaneous sets only, these hold one by one."
                    " Rank with simultaneous=True."
                )
            )
        return tuple(one.name for one in self.ranked if one.places.first <= count)

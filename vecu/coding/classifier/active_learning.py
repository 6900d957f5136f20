"""Choose the next texts to code: some at random, some likely to have rare codes. Pure.

The random ones measure how common codes are; the others find rare codes sooner. The random order
depends only on the seed and the texts' ids: the coded beginning of it is a random sample whatever
else was coded, and adding or removing a text moves no other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import takewhile, zip_longest


@dataclass(frozen=True, slots=True)
class ChosenText:
    """A text to code next; `code` is the rare code it is likely to have, None if random."""

    id: str
    code: str | None = None

    @property
    def random(self) -> bool:
        """Whether it was chosen at random."""
        return self.code is None


def order_at_random(ids: Iterable[str], *, chance: int) -> list[str]:
    """Return ids in the order given by `chance`; each position is independent of other ids."""
    return sorted(ids, key=lambda id_: (sha256(f"{chance} {id_}".encode()).digest(), id_))


def find_random_sample(
    ids: Iterable[str], coded: Collection[str], *, chance: int
) -> frozenset[str]:
    """Return the coded texts that are a random sample of `ids`, however each was chosen.

    They are the beginning of the random order, up to the first text that is not coded.
    """
    return frozenset(takewhile(coded.__contains__, order_at_random(ids, chance=chance)))


def choose_next(
    waiting: Mapping[str, Mapping[str, float]],
    coded: Mapping[str, int],
    *,
    count: int,
    chance: int,
    random_share: float = 0.5,
) -> list[ChosenText]:
    """Return up to `count` waiting texts, alternating random ones and likely rare ones.

    `waiting` has the scores of each text by its id, empty before training; `coded` says how many
    coded texts have each code. Codes are taken from the rarest on, each with its highest-scoring
    text; a code with equal scores on all texts is skipped.
    """
    at_random = (ChosenText(id_) for id_ in order_at_random(waiting, chance=chance))
    likely = iter(_likely_rare(waiting, coded, count))
    chosen: dict[str, ChosenText] = {}
    drawn = 0
    while len(chosen) < min(count, len(waiting)):
        rare = None
        if drawn >= random_share * (len(chosen) + 1):
            rare = next((each for each in likely if each.id not in chosen), None)
        taken = rare or next(each for each in at_random if each.id not in chosen)
        drawn += taken.random
        chosen[taken.id] = taken
    return list(chosen.values())


def _likely_rare(
    waiting: Mapping[str, Mapping[str, float]], coded: Mapping[str, int], most: int
) -> list[ChosenText]:
    """Return texts likely to have a rare code: the best for each code, then the second, and so on.

    Ties between codes are broken by name, ties between texts by id.
    """
    ranked: list[list[ChosenText]] = []
    for code in sorted(coded, key=lambda code: (coded[code], code)):
        scored = [(-scores[code], id_) for id_, scores in waiting.items() if code in scores]
        if len({score for score, _id in scored}) > 1:
            ranked.append([ChosenText(id_, code) for _score, id_ in nsmallest(most, scored)])
    return [chosen for rank in zip_longest(*ranked) for chosen in rank if chosen]

"""Which texts to code next: some drawn at random, some where rare codes are likely. Pure.

The random ones tell how common codes are; the others find what is rare sooner. Random ones are
taken in an order that chance and the texts' ids fix once and for all: whatever else was coded
meanwhile, its beginning is a random sample, and a text that comes or goes moves no other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import takewhile, zip_longest


@dataclass(frozen=True, slots=True)
class ChosenText:
    """A text to code next; `code` is the rare code that it may have, None if drawn at random."""

    id: str
    code: str | None = None

    @property
    def random(self) -> bool:
        """Whether it was drawn at random."""
        return self.code is None


def order_at_random(ids: Iterable[str], *, chance: int) -> list[str]:
    """Return ids in the order that `chance` gives them, the same whatever stands beside them."""
    return sorted(ids, key=lambda id_: (sha256(f"{chance} {id_}".encode()).digest(), id_))


def find_random_sample(
    ids: Iterable[str], coded: Collection[str], *, chance: int
) -> frozenset[str]:
    """Return the coded texts that are a random sample of `ids`, whyever each was coded.

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
    """Return up to `count` of the waiting texts, random ones and likely rare ones in turn.

    `waiting` has the scores of each text by its id, or none before anything was learned; `coded`
    says how many coded texts have each code. The rarest code comes first, then the next, each with
    the text that scores highest on it; a code on which all texts score alike is passed over.
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
    """Return texts that may have a rare code: the best for each code, then the second, and so on.

    Of two codes as rare, the first by name comes first; of two texts as likely, the first by id.
    """
    ranked: list[list[ChosenText]] = []
    for code in sorted(coded, key=lambda code: (coded[code], code)):
        scored = [(-scores[code], id_) for id_, scores in waiting.items() if code in scores]
        if len({score for score, _id in scored}) > 1:
            ranked.append([ChosenText(id_, code) for _score, id_ in nsmallest(most, scored)])
    return [chosen for rank in zip_longest(*ranked) for chosen in rank if chosen]

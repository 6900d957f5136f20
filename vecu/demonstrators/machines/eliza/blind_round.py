"""Six short exchanges, three by the machine: which is which? Pure.

We wrote ten conversations, three sentences each, before seeing what the machine replies. The seed
draws three for it and three for people in roles, and their order; nothing is chosen by hand. The
test of this package draws them again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from pathlib import Path

MACHINE, PERSON = "machine", "person"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Sentences of one conversation, the replies, who gave them, and what gives them away."""

    run: int
    by: str
    sentences: Mapping[str, Sequence[str]]
    replies: Mapping[str, Sequence[str]]
    tell: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CoinBar:
    """In how many of all throws of coins this many marks are right."""

    right: int
    ways: int

    @property
    def height(self) -> int:
        """Return the height of its bar in the picture."""
        return 4 * self.ways

    @property
    def top(self) -> int:
        """Return where its bar begins, below the tallest."""
        return 100 - self.height

    @property
    def left(self) -> int:
        """Return where its bar stands among the others."""
        return 40 * self.right + 4

    @property
    def middle(self) -> int:
        """Return where its number is centred."""
        return self.left + 16


@lru_cache
def list_exchanges() -> Sequence[Exchange]:
    """Return the six, in the order in which they are shown."""
    stored = json.loads(Path(__file__).with_name("round.json").read_text("utf-8"))
    return tuple(
        Exchange(
            each["run"],
            each["by"],
            stored["runs"][each["run"]],
            each["replies"],
            each["tell"],
        )
        for each in stored["exchanges"]
    )


def count_coin(exchanges: int) -> list[CoinBar]:
    """Return how a coin does: C(n, k) of its 2^n throws mark k of n exchanges rightly."""
    return [CoinBar(right, comb(exchanges, right)) for right in range(exchanges + 1)]


def count_at_least(right: int, exchanges: int) -> int:
    """Return in how many of 2^n throws a coin marks as many rightly, or more."""
    return sum(each.ways for each in count_coin(exchanges) if each.right >= right)

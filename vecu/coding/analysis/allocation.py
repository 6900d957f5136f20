"""Allocate texts to coders, some of them to several. Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations, cycle, islice
from random import Random
from typing import TypeVar

Text = TypeVar("Text")
Coder = TypeVar("Coder")


def allocate_texts(
    texts: Sequence[Text], coders: Sequence[Coder], *, common: int, readers: int, chance: Random
) -> Iterator[tuple[Text, Coder]]:
    """Yield who codes what: the first `common` texts by `readers` coders each, the others by one.

    `texts` are in random order already. Every group of `readers` coders gets the same number of
    common texts, give or take one, so that all pairs can be compared; single texts are dealt in
    turn. The first group and coder are random.
    """
    groups = list(combinations(coders, min(readers, len(coders))))
    chance.shuffle(groups)
    for text, group in zip(texts[:common], cycle(groups), strict=False):
        for coder in group:
            yield text, coder
    begins = chance.randrange(len(coders)) if coders else 0
    yield from zip(texts[common:], islice(cycle(coders), begins, None), strict=False)

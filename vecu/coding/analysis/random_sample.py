"""Determine which coded texts are a random sample, from the order they were coded in. Pure.

Texts have a random order, fixed when they were ingested, and coders follow it, except for texts
chosen for their content. As far as the order was followed, the coded texts are a random sample,
including chosen ones: their place in the order does not depend on their content.
"""

from collections.abc import Sequence

FOLLOWED = 0.9
"""The order counts as followed up to a text if at least this share before it was coded."""


def random_prefix_length(taken: Sequence[bool]) -> int:
    """Return how many texts, in their random order, form the coded random sample.

    A prefix counts as a random sample only if at least 90 % of the texts before its last coded text
    are coded.
    """
    last, number = 0, 0
    for position, each in enumerate(taken, 1):
        number += each
        if each and number >= FOLLOWED * position:
            last = position
    return last

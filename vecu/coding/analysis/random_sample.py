"""Which texts are a random sample, seen from the order in which people coded them. Pure.

Texts stand in an order that was drawn when they were brought in. People take them in that order;
some are put forward for what they may say. As far as the order was followed, whatever was coded is
a random sample, those put forward included: what they say did not decide that they stand there.
"""

from collections.abc import Sequence

FOLLOWED = 0.9
"""The order counts as followed up to a text before which at least so many were taken."""


def random_prefix_length(taken: Sequence[bool]) -> int:
    """Return how many texts, in their random order, make the part that people followed.

    One text taken out of turn, far down, does not make the order followed as far as that: nine in
    ten before the last one must be taken too.
    """
    last, number = 0, 0
    for place, each in enumerate(taken, 1):
        number += each
        if each and number >= FOLLOWED * place:
            last = place
    return last

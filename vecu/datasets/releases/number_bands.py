"""Numbers in bands that were declared beforehand: under 5, 5 to 9, 10 or more. Pure.

There is no mean and no median of answers: a mean is a sum, which noise on counts does not protect.
"""

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from vecu.questionnaires import format_decimal

BAND = "band:"
"""How the name of a row begins that counts numbers from a limit on, below another: band:5:10."""
MOST_LIMITS = 9


@dataclass(frozen=True, slots=True)
class Bands:
    """Limits, ascending: one band lies below the first, one from the last on."""

    limits: tuple[str, ...]

    @classmethod
    def read(cls, texts: Sequence[str]) -> "Bands":
        """Return the bands of these limits; raise `ValueError` unless they are ascending numbers.

        There are one to nine of them.
        """
        try:
            numbers = [Decimal(text.strip().replace(",", ".")) for text in texts]
        except InvalidOperation as error:
            raise ValueError(texts) from error
        ascending = all(one < other for one, other in itertools.pairwise(numbers))
        finite = all(number.is_finite() for number in numbers)
        if not (finite and ascending and 1 <= len(numbers) <= MOST_LIMITS):
            raise ValueError(texts)
        return cls(tuple(map(format_decimal, numbers)))

    @property
    def names(self) -> list[str]:
        """The names of the bands, the lowest first."""
        ends = ["", *self.limits, ""]
        return [f"{BAND}{low}:{high}" for low, high in itertools.pairwise(ends)]

    def find(self, text: str) -> str:
        """Return the name of the band of a stored number, '' for what is none."""
        try:
            number = Decimal(text)
        except InvalidOperation:
            return ""
        if number.is_nan():
            return ""
        return self.names[bisect_right([Decimal(each) for each in self.limits], number)]


def split_band(name: str) -> tuple[str, str]:
    """Return the lower and the upper limit of a band, '' where it has none."""
    low, _colon, high = name.removeprefix(BAND).partition(":")
    return low, high

"""Naive agreement: every pair of judgements, in fractions; shares no code with the room.

Ratings are one list for each coder, None where the coder did not judge. Where a coefficient is 0/0
the result is None.
"""

from fractions import Fraction
from itertools import permutations

Ratings = list[list[int | None]]


def units_of(ratings: Ratings) -> list[list[int]]:
    """Return the values given to each unit that anybody judged."""
    units = [
        [value for value in column if value is not None] for column in zip(*ratings, strict=True)
    ]
    return [unit for unit in units if unit]


def paired(ratings: Ratings) -> list[list[int]]:
    return [unit for unit in units_of(ratings) if len(unit) > 1]


def mean(numbers) -> Fraction:
    numbers = list(numbers)
    return Fraction(sum(numbers)) / len(numbers)


def distance(one: int, other: int, level: str, given: list[int]) -> Fraction:
    """Return the squared difference of two values, as Krippendorff (2011) defines it by level."""
    low, high = sorted((one, other))
    if level == "nominal":
        return Fraction(one != other)
    if level == "ordinal":
        from_one_to_other = sum(low <= value <= high for value in given)
        ends = given.count(low) + given.count(high)
        return (from_one_to_other - Fraction(ends, 2)) ** 2 if one != other else Fraction(0)
    if level == "interval":
        return Fraction(one - other) ** 2
    return Fraction(one - other, one + other) ** 2 if one != other else Fraction(0)


def krippendorff_alpha(ratings: Ratings, level: str = "nominal") -> Fraction | None:
    """Return 1 minus the mean distance on a unit over the mean distance of any two values."""
    given = [value for unit in paired(ratings) for value in unit]
    observed = sum(
        sum((distance(*pair, level, given) for pair in permutations(unit, 2)), Fraction())
        / (len(unit) - 1)
        for unit in paired(ratings)
    ) / Fraction(len(given))
    expected = mean(distance(*pair, level, given) for pair in permutations(given, 2))
    return 1 - observed / expected if expected else None


def percent_agreement(ratings: Ratings) -> Fraction:
    return mean(
        mean(one == other for one, other in permutations(unit, 2)) for unit in paired(ratings)
    )


def beyond(ratings: Ratings, by_chance: Fraction) -> Fraction | None:
    return (percent_agreement(ratings) - by_chance) / (1 - by_chance) if by_chance != 1 else None


def values_of(ratings: Ratings) -> list[int]:
    return sorted({value for unit in units_of(ratings) for value in unit})


def shares(ratings: Ratings) -> list[Fraction]:
    """Return the mean share of each value over the units, each unit counting alike."""
    return [
        mean(Fraction(unit.count(value), len(unit)) for unit in units_of(ratings))
        for value in values_of(ratings)
    ]


def fleiss_kappa(ratings: Ratings) -> Fraction | None:
    return beyond(ratings, sum((share**2 for share in shares(ratings)), Fraction()))


def brennan_prediger(ratings: Ratings, categories: int | None = None) -> Fraction | None:
    return beyond(ratings, Fraction(1, categories or len(values_of(ratings))))


def gwet_ac1(ratings: Ratings, categories: int | None = None) -> Fraction | None:
    categories = categories or len(values_of(ratings))
    if categories == 1:
        return None
    spread = sum((share * (1 - share) for share in shares(ratings)), Fraction())
    return beyond(ratings, spread / (categories - 1))


def conger_kappa(ratings: Ratings) -> Fraction | None:
    """Compute expected agreement as the mean over pairs of coders who judged anything."""
    habits = []
    for row in ratings:
        given = [value for value in row if value is not None]
        if given:
            habits.append(
                [Fraction(given.count(value), len(given)) for value in values_of(ratings)]
            )
    meeting = (
        sum(p * q for p, q in zip(one, other, strict=True))
        for one, other in permutations(habits, 2)
    )
    return beyond(ratings, mean(meeting))


def cohen_kappa(ratings: Ratings) -> Fraction | None:
    both = [(one, other) for one, other in zip(*ratings, strict=True) if None not in {one, other}]
    agreeing = mean(one == other for one, other in both)
    meeting = sum(
        Fraction(sum(one == value for one, _ in both), len(both))
        * Fraction(sum(other == value for _, other in both), len(both))
        for value in values_of(ratings)
    )
    return (agreeing - meeting) / (1 - meeting) if meeting != 1 else None

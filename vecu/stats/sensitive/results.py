"""Results for sensitive questions: an estimate, its interval, and caveats."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from vecu.stats.engine.estimates import EstimateRow, Estimates
from vecu.translation import gettext_noop, translate
from vecu.typography import NO_BREAK_SPACE


class Caveat(StrEnum):
    """A caveat that a reader must know before trusting an estimate; the value explains it."""

    BELOW_NONE = gettext_noop(
        "The estimate is below 0: more people than possible gave the answer that denies it."
        " Chance explains it only where 0 lies in the interval."
    )
    ABOVE_ALL = gettext_noop(
        "The estimate is above 100 %: more people than possible gave the answer that admits it."
        " Chance explains it only where 100 % lies in the interval."
    )
    IMPOSSIBLE_ANSWERS = gettext_noop(
        "These answers cannot come from people who followed the instructions, whatever is true of"
        " them. Do not publish the estimate; ask how the question was understood."
    )
    RANDOM_ANSWERS = gettext_noop(
        "More than a quarter answered at random: the anchor question shows it. The corrected"
        " estimate leans on the rest."
    )
    UNBOUNDED = gettext_noop(
        "So few followed the instructions that the corrected estimate could be anything."
        " Do not publish it."
    )
    BETTER_THAN_POSSIBLE = gettext_noop(
        "The anchor question was answered as expected more often than chance allows, as if the"
        " harmless question were less common than was said. Check its share."
    )
    FEWER_THAN_A_LIST_NEEDS = gettext_noop(
        "Fewer than 1,000 people answered the lists: an interval this wide decides little."
    )
    LIST_CHANGES_ANSWERS = gettext_noop(
        "The longer list seems to change the answers to its other items, so the difference between"
        " the lists is not the share that is looked for."
    )
    LISTS_DIFFER = gettext_noop(
        "The two lists tell different shares; one of them may not work as meant."
    )

    def say(self, language: str) -> str:
        """Return the caveat as a sentence in `language`."""
        return translate(self.value, language)


_ROUNDING = 1e-9
"""How far outside of 0 to 1 a share may be by rounding alone."""


@dataclass(frozen=True, slots=True)
class Prevalence(EstimateRow):
    """A row of estimates: the prevalence of the sensitive trait, with caveats.

    Neither the estimate nor its interval is cut off at 0 or 1: a value outside is a sign that
    something is wrong, and `doubts` says so.
    """

    caveats: tuple[Caveat, ...] = ()


def with_caveats(row: EstimateRow, doubts: tuple[Caveat, ...] = ()) -> Prevalence:
    """Return an estimated row with its caveats, and those that follow from its value."""
    if row.estimate < -_ROUNDING:
        doubts = (Caveat.BELOW_NONE, *doubts)
    if row.estimate > 1 + _ROUNDING:
        doubts = (Caveat.ABOVE_ALL, *doubts)
    return Prevalence(**{name: getattr(row, name) for name in _FIELDS}, caveats=doubts)


_FIELDS = tuple(field.name for field in fields(EstimateRow))


@dataclass(frozen=True)
class Prevalences:
    """A prevalence by domain, each with its caveats; `estimates` are the same with covariance."""

    estimates: Estimates
    prevalences: tuple[Prevalence, ...]

    def __iter__(self) -> Iterator[Prevalence]:
        """Iterate over the domains' prevalences in order."""
        return iter(self.prevalences)


def format_count(people: int, language: str) -> str:
    """Return a number of people as it is written in `language`."""
    written = f"{people:,}"
    return written.replace(",", NO_BREAK_SPACE) if language == "fr" else written


def format_percent(share: float, language: str) -> str:
    """Return a percentage, with one decimal unless it is whole."""
    written = f"{share * 100:.1f}".removesuffix(".0")
    return written.replace(".", ",") if language == "fr" else written

"""What one check found."""

from dataclasses import dataclass
from enum import IntEnum


class Health(IntEnum):
    """How a thing is; the worst of all is the exit status of `vecu doctor`."""

    GOOD = 0
    DOUBTFUL = 1
    """It works, and something should be done."""
    WRONG = 2
    """It does not work, or a promise to people is not kept."""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How one thing is, what was found, and what to do; '' where nothing is to be done."""

    health: Health
    found: str
    advice: str = ""


def good(found: str) -> CheckOutcome:
    """Return that a thing is as it should be."""
    return CheckOutcome(Health.GOOD, found)


def doubtful(found: str, advice: str) -> CheckOutcome:
    """Return that something should be done about a thing."""
    return CheckOutcome(Health.DOUBTFUL, found, advice)


def wrong(found: str, advice: str) -> CheckOutcome:
    """Return that a thing does not work, or breaks a promise."""
    return CheckOutcome(Health.WRONG, found, advice)

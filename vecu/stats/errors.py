"""Why an estimate is refused: where, which rule, what was found, what to do.

EstimateRefused
├── TableRefused         a file cannot be read as a table
├── DesignRefused        a design does not fit its table
│   └── LonePsu          a stratum holds one PSU, so nothing shows how far PSUs differ
├── VariableRefused      a column is missing, or is not what the estimate needs
│   └── NotFinite        a column holds NaN or infinity where a number or nothing belongs
├── TooFewAnswers        nobody answered, or too few for a standard error
└── CalibrationRefused   margins cannot be met by weights of this kind
"""

from enum import StrEnum
from typing import TypeVar

from vecu.errors import VecuError
from vecu.messages import (
    Message,
    TranslatableError,
    printable,
)
from vecu.translation import gettext_noop


class EstimateRefused(TranslatableError, VecuError):
    """No number can be given that would be true; the message names column, rule and remedy.

    It is made of a msgid and the details for its places: names and values that were found are
    shortened and made safe to show.
    """

    def __init__(self, msgid: str, /, **details: object) -> None:
        super().__init__(
            Message(msgid, **{name: _printable_detail(each) for name, each in details.items()})
        )


_LONGEST = 400
"""Characters of a detail: enough for the names of a table's columns."""


def _printable_detail(detail: object) -> object:
    return (
        printable(detail, _LONGEST)
        if isinstance(detail, str) and not isinstance(detail, Message)
        else detail
    )


class TableRefused(EstimateRefused):
    """A file is not there, or no table that can be read."""


class DesignRefused(EstimateRefused):
    """The columns of a design do not describe how this table was drawn."""


class LonelyPsuError(DesignRefused):
    """A stratum holds a single PSU and the design does not say what then."""


class VariableRefused(EstimateRefused):
    """A column is not there, or does not hold what the estimate needs."""


class NotFinite(VariableRefused):
    """A sum is no number: a column holds NaN, which is no answer, or infinity, which is none."""


class TooFewAnswers(EstimateRefused):
    """Too few people answered for a number with its standard error."""


class CalibrationRefused(EstimateRefused):
    """No weights within the bounds meet the margins."""


Word = TypeVar("Word", bound=StrEnum)


def parse_option(words: type[Word], given: str, role: str, refusal: type[EstimateRefused]) -> Word:
    """Return which of some words was given; refuse another, and say which there are."""
    try:
        return words(given)
    except ValueError:
        raise refusal(
            gettext_noop("%(role)s: one of %(words)s; found “%(found)s”. Choose one of these."),
            role=role, words=", ".join(words), found=str(given),
        ) from None  # fmt: skip

"""Why an estimate is refused: where, which rule, what was found, what to do.

EstimateRefused
├── TableRefused         a file cannot be read as a table
├── DesignRefused        a design does not fit its table
│   └── LonelyPsuError   a stratum holds one PSU, so nothing shows how far PSUs differ
├── VariableRefused      a column is missing, or is not what the estimate needs
│   └── NotFinite        a column holds NaN or infinity where a number or nothing belongs
├── NotASample           people were not drawn, so that nothing follows for a population
├── TooFewAnswers        nobody answered, or too few for a standard error
└── CalibrationRefused   margins cannot be met by weights of this kind
"""

from enum import StrEnum
from typing import TypeVar

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError, printable
from vecu.translation import gettext_noop


class EstimateRefused(TranslatableError, VecuError):
    """No true number can be given; the message names column, rule and remedy.

    It is made of a msgid and its details: names and values are shortened and made safe to print.
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
    """A file does not exist, or is no readable table."""


class DesignRefused(EstimateRefused):
    """The columns of a design do not describe how this table was drawn."""


class LonelyPsuError(DesignRefused):
    """A stratum holds a single PSU and the design has no rule for that."""


class VariableRefused(EstimateRefused):
    """A column does not exist, or does not hold what the estimate needs."""


class NotFinite(VariableRefused):
    """A sum is no number: a column holds NaN, which is missing, or infinity, which is no answer."""


class NotASample(EstimateRefused):
    """The people of a table were not drawn: no figure of theirs is one of a population."""


class TooFewAnswers(EstimateRefused):
    """Too few people answered for an estimate with its standard error."""


class CalibrationRefused(EstimateRefused):
    """No weights within the bounds meet the margins."""


Word = TypeVar("Word", bound=StrEnum)


def parse_option(words: type[Word], given: str, role: str, refusal: type[EstimateRefused]) -> Word:
    """Return the chosen option; refuse another, and list the options."""
    try:
        return words(given)
    except ValueError:
        raise refusal(
            gettext_noop("%(role)s: one of %(words)s; found “%(found)s”. Choose one of these."),
            role=role, words=", ".join(words), found=str(given),
        ) from None  # fmt: skip

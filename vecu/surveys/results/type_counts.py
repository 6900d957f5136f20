"""How the answers to each type of question are counted. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from vecu.questionnaires import QuestionType


class CountLayout(Enum):
    """What the counted values of a type are, by which they are set out."""

    CHOICES = auto()
    TICKS = auto()
    NUMBERS = auto()
    DAYS = auto()
    HOURS = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How the answers to a type are counted: `values` gives those that one answer counts for."""

    layout: CountLayout
    values: Callable[[str], Collection[str]] = lambda text: (text,)


_UNCOUNTED = TypeCount(CountLayout.NOTHING, lambda _text: ())
COUNTS: Mapping[QuestionType, TypeCount] = {
    QuestionType.TEXT: _UNCOUNTED,
    QuestionType.INTEGER: TypeCount(CountLayout.NUMBERS),
    QuestionType.DECIMAL: TypeCount(CountLayout.NUMBERS),
    QuestionType.DATE: TypeCount(CountLayout.DAYS),
    QuestionType.TIME: TypeCount(CountLayout.HOURS, lambda text: (text[:2],)),
    QuestionType.DATETIME: TypeCount(CountLayout.DAYS, lambda text: (text.partition("T")[0],)),
    QuestionType.RANGE: TypeCount(CountLayout.NUMBERS),
    QuestionType.GEOPOINT: _UNCOUNTED,
    QuestionType.SELECT_ONE: TypeCount(CountLayout.CHOICES),
    QuestionType.SELECT_MULTIPLE: TypeCount(CountLayout.CHOICES, lambda text: set(text.split())),
    QuestionType.RANK: TypeCount(CountLayout.CHOICES, lambda text: (text.partition(" ")[0],)),
    QuestionType.ACKNOWLEDGE: TypeCount(CountLayout.TICKS),
    QuestionType.IMAGE: _UNCOUNTED,
    QuestionType.AUDIO: _UNCOUNTED,
    QuestionType.VIDEO: _UNCOUNTED,
    QuestionType.FILE: _UNCOUNTED,
    QuestionType.NOTE: _UNCOUNTED,
    QuestionType.CALCULATE: _UNCOUNTED,
    QuestionType.HIDDEN: _UNCOUNTED,
}
"""How each type is counted; of some only whether they are answered.

Places and files are never counted: each is one respondent's.
"""

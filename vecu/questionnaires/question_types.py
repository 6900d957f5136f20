"""The types of questions, and in one table what each is: read, held, checked, displayed.

Whoever needs to know what a type is like asks the type, and never compares it with several others.
Rooms that do something of their own with each have one dictionary by type, where every type stands:
`COUNTS`, `WIDGETS`, `VARIABLES` and `CELLS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from functools import cached_property

from vecu.questionnaires.answer_formats import (
    COORDINATES,
    format_date,
    format_datetime,
    format_point,
    format_time,
    is_datetime,
    is_decimal,
    is_exact_double,
    is_file,
    is_integer,
    is_iso_date,
    is_point,
    is_storable_integer,
    is_time,
    parse_date,
    parse_datetime,
    parse_number,
    parse_point,
    parse_ranking,
    parse_time,
)
from vecu.translation import gettext_noop, localise_decimal

ACKNOWLEDGED = "OK"
"""The only answer to a question of type acknowledge, as ODK stores it."""

_NOT_INTEGER = gettext_noop("“%(question)s”: enter a whole number, such as 12, not “%(found)s”.")
_TOO_LARGE = gettext_noop("“%(question)s”: “%(found)s” is too large. Enter a smaller number.")
_NOT_DECIMAL = gettext_noop("“%(question)s”: enter a number, such as 12 or 7.5, not “%(found)s”.")
_TOO_PRECISE = gettext_noop(
    "“%(question)s”: “%(found)s” has too many digits. Enter 15 digits at most."
)
NOT_ON_SCALE = gettext_noop("“%(question)s”: “%(found)s” is not on the scale. %(points)s")
_NOT_DATE = gettext_noop(
    "“%(question)s”: enter a day, a month and a year, such as 24/11/2026, not “%(found)s”."
)
_NOT_TIME = gettext_noop("“%(question)s”: enter hours and minutes, such as 14:30, not “%(found)s”.")
_NOT_MOMENT = gettext_noop(
    "“%(question)s”: enter a date and a time, such as 24/11/2026 14:30, not “%(found)s”."
)
_NOT_POINT = gettext_noop(
    "“%(question)s”: enter a latitude (−90 to 90) and a longitude (−180 to 180), such as 48.85, "
    "2.35, not “%(found)s”."
)
_NOT_ACKNOWLEDGED = gettext_noop(
    "“%(question)s”: tick the box or leave it blank; “%(found)s” is not possible."
)
_NOT_FILE = gettext_noop("“%(question)s”: choose the file again.")


class QuestionType(StrEnum):
    """The type of a question, in XLSForm's terms."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    RANGE = "range"
    GEOPOINT = "geopoint"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"

    @cached_property
    def traits(self) -> TypeTraits:
        """Its row of the table."""
        return QUESTION_TYPES[self]

    @cached_property
    def holds(self) -> AnswerValue:
        """What an answer is."""
        return self.traits.holds

    @cached_property
    def has_input(self) -> bool:
        """Whether a person sees an input for it."""
        return self.traits.control != ""

    @cached_property
    def is_number(self) -> bool:
        """Whether its answers are numbers."""
        return self.holds in {AnswerValue.WHOLE, AnswerValue.DECIMAL}

    @cached_property
    def is_closed(self) -> bool:
        """Whether its answers come from a list, so that they can be counted and filtered."""
        return self.holds in {AnswerValue.CHOICE, AnswerValue.CHOICES}

    @cached_property
    def is_listed(self) -> bool:
        """Whether it has a list of choices: the closed types, and rankings."""
        return self.is_closed or self.has_several

    @cached_property
    def has_several(self) -> bool:
        """Whether one answer holds several choices."""
        return self.holds in {AnswerValue.CHOICES, AnswerValue.RANKING}

    @cached_property
    def is_file(self) -> bool:
        """Whether its answer is a file, of which the answers contain the name only."""
        return self.holds is AnswerValue.FILE

    def split_answer(self, text: str) -> list[str]:
        """Return the choices in an answer; the whole answer where it cannot be several."""
        return text.split() if self.has_several else [text]


class AnswerValue(Enum):
    """What an answer is; a CHOICE is stored by its name, a FILE by the name under which it is kept.

    NOTHING: no person gives it.
    """

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    DATE = auto()
    TIME = auto()
    MOMENT = auto()
    POINT = auto()
    CHOICE = auto()
    CHOICES = auto()
    RANKING = auto()
    TICK = auto()
    FILE = auto()
    NOTHING = auto()


def _keep(text: str, _language: str) -> str:
    return text


def _alike(change: Callable[[str], str]) -> Callable[[str, str], str]:
    """Return what changes a text in the same way in every language."""
    return lambda text, _language: change(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class TypeTraits:
    """What a type is.

    `control` is that of the XForm's body, '' for none; `data` are the types of data that it may
    be bound to (of an upload: what its media type begins with), () for any. `parse` gives typed
    text as the XForm holds it, and the text itself if it cannot; `format` is what readers of a
    language see. `checks` are made in order, each with the message if it fails; that an answer is
    on the list or the scale is checked besides. `parts` may be columns of their own in a table.

    An answer that `is_offered` may be a choice of another question (`repeat_choices`). For
    analysis: `samples` are answers to try, `span` two numbers from which a search starts (days
    since 1970 for dates); where a type `is_comparable`, a constraint that only compares, and
    refuses all that were tried, refuses all. `example` is how a workbook writes a default that
    people may write otherwise, '' if there is nothing to say.
    """

    holds: AnswerValue
    control: str = "input"
    data: tuple[str, ...] = ()
    parse: Callable[[str, str], str] = _keep
    checks: tuple[tuple[Callable[[str], bool], str], ...] = ()
    format: Callable[[str, str], str] = _keep
    parts: tuple[str, ...] = ()
    appearances: frozenset[str] = frozenset()
    is_offered: bool = True
    is_comparable: bool = False
    samples: tuple[str, ...] = ()
    span: tuple[float, float] | None = None
    example: str = ""


_FILE = TypeTraits(
    holds=AnswerValue.FILE,
    control="upload",
    checks=((is_file, _NOT_FILE),),
    is_offered=False,
    samples=("5c3e2f0a-9d41-4b7e-8a6b-0f1d2c3b4a59.jpg",),
)
_NOTHING = TypeTraits(holds=AnswerValue.NOTHING, control="")

QUESTION_TYPES: Mapping[QuestionType, TypeTraits] = {
    QuestionType.TEXT: TypeTraits(
        holds=AnswerValue.TEXT, data=("string",), appearances=frozenset({"multiline"})
    ),
    QuestionType.INTEGER: TypeTraits(
        holds=AnswerValue.WHOLE,
        data=("int", "integer"),
        parse=parse_number,
        checks=((is_integer, _NOT_INTEGER), (is_storable_integer, _TOO_LARGE)),
        is_comparable=True,
        span=(1.0, 1_000.0),
    ),
    QuestionType.DECIMAL: TypeTraits(
        holds=AnswerValue.DECIMAL,
        data=("decimal",),
        parse=parse_number,
        checks=((is_decimal, _NOT_DECIMAL), (is_exact_double, _TOO_PRECISE)),
        format=localise_decimal,
        is_comparable=True,
        span=(1.0, 10.0),
        example="7.5",
    ),
    QuestionType.DATE: TypeTraits(
        holds=AnswerValue.DATE,
        data=("date",),
        parse=_alike(parse_date),
        checks=((is_iso_date, _NOT_DATE),),
        format=_alike(format_date),
        is_comparable=True,
        span=(0.0, 20_000.0),
        example="2026-11-24",
    ),
    QuestionType.TIME: TypeTraits(
        holds=AnswerValue.TIME,
        data=("time",),
        parse=_alike(parse_time),
        checks=((is_time, _NOT_TIME),),
        format=_alike(format_time),
        is_comparable=True,
        samples=tuple(f"{hour:02}:30:00.000" for hour in (8, 23, 0, 3, 6, 12, 15, 18)),
        example="14:30",
    ),
    QuestionType.DATETIME: TypeTraits(
        holds=AnswerValue.MOMENT,
        data=("dateTime",),
        parse=_alike(parse_datetime),
        checks=((is_datetime, _NOT_MOMENT),),
        format=_alike(format_datetime),
        samples=("2026-11-24T08:30:00.000+01:00", "1990-01-01T00:00:00.000Z"),
        example="2026-11-24T14:30",
    ),
    QuestionType.RANGE: TypeTraits(
        holds=AnswerValue.DECIMAL,
        control="range",
        parse=parse_number,
        checks=((is_decimal, NOT_ON_SCALE),),
        format=localise_decimal,
        is_comparable=True,
        span=(1.0, 10.0),
    ),
    QuestionType.GEOPOINT: TypeTraits(
        holds=AnswerValue.POINT,
        data=("geopoint",),
        parse=_alike(parse_point),
        checks=((is_point, _NOT_POINT),),
        format=_alike(format_point),
        parts=COORDINATES,
        is_offered=False,
        samples=("48.8566 2.3522 0 0", "-90 180 0 0"),
        example="48.85 2.35",
    ),
    QuestionType.SELECT_ONE: TypeTraits(
        holds=AnswerValue.CHOICE, control="select1", is_comparable=True
    ),
    QuestionType.SELECT_MULTIPLE: TypeTraits(holds=AnswerValue.CHOICES, control="select"),
    QuestionType.RANK: TypeTraits(
        holds=AnswerValue.RANKING, control="rank", parse=_alike(parse_ranking)
    ),
    QuestionType.ACKNOWLEDGE: TypeTraits(
        holds=AnswerValue.TICK,
        control="trigger",
        checks=((ACKNOWLEDGED.__eq__, _NOT_ACKNOWLEDGED),),
        is_offered=False,
        samples=(ACKNOWLEDGED,),
    ),
    QuestionType.IMAGE: replace(_FILE, data=("image",)),
    QuestionType.AUDIO: replace(_FILE, data=("audio",)),
    QuestionType.VIDEO: replace(_FILE, data=("video",)),
    QuestionType.FILE: _FILE,  # after the others: it takes what they do not
    QuestionType.NOTE: replace(_NOTHING, is_offered=False),
    QuestionType.CALCULATE: _NOTHING,
    QuestionType.HIDDEN: replace(_NOTHING, appearances=frozenset({"label"})),
}


def find_question_type(control: str, data: str) -> QuestionType | None:
    """Return the type that an XForm means by a control and its data, None for an unsupported one.

    `data` is the type of data that the control is bound to, without prefix; of an upload, what its
    media type begins with.
    """
    for kind, traits in QUESTION_TYPES.items():
        if traits.control == control and (not traits.data or data in traits.data):
            return kind
    return None

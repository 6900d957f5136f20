"""Convert stored answers to the types of their variables. Pure."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from vecu.datasets.dictionary.variables import Variable, VariableRole, VariableType
from vecu.questionnaires import ACKNOWLEDGED, COORDINATES
from vecu.tables import Cell

_OFFSET = re.compile(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$")
_FINEST = len("14:30:00.123456")
"""Anything finer than a microsecond is cut off."""


def make_cell_converter(variable: Variable) -> Callable[[str], Cell]:
    """Return the function that converts a stored, nonblank answer to the type of its variable.

    Stored answers are validated: one that is not of its type raises ValueError.
    """
    if variable.role in _PARTS:
        return partial(_PARTS[variable.role], part=variable.part)
    return _TYPES[variable.sort]


def _whole(text: str) -> int:
    """Return an integer, which a range may store as "4.0"."""
    return int(text) if text.isdigit() else int(Decimal(text))


def _hour(text: str) -> time:
    """Return the respondent's local time, without the offset that some programs add."""
    return time.fromisoformat(_OFFSET.sub("", text)[:_FINEST])


def _moment(text: str) -> datetime:
    day, _between, hour = text.partition("T")
    return datetime.combine(date.fromisoformat(day), _hour(hour))


def _tick(text: str, part: str) -> bool:
    return part in text.split()


def _place(text: str, part: str) -> int | None:
    order = text.split()
    return order.index(part) + 1 if part in order else None


def _coordinate(text: str, part: str) -> float | None:
    return dict(zip(COORDINATES, map(float, text.split()), strict=False)).get(part)


_TYPES: dict[VariableType, Callable[[str], Cell]] = {
    VariableType.TEXT: str,
    VariableType.FILE: str,
    VariableType.CHOICE: str,
    VariableType.INTEGER: _whole,
    VariableType.DECIMAL: float,
    VariableType.DATE: date.fromisoformat,
    VariableType.TIME: _hour,
    VariableType.MOMENT: _moment,
    VariableType.YESNO: ACKNOWLEDGED.__eq__,
}
_PARTS: dict[VariableRole, Callable[..., Cell]] = {
    VariableRole.TICK: _tick,
    VariableRole.PLACE: _place,
    VariableRole.COORDINATE: _coordinate,
}

"""A stored answer in the type of its variable. Pure."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from vecu.datasets.dictionary.variables import (
    Variable,
    VariableRole,
    VariableType,
)
from vecu.questionnaires import ACKNOWLEDGED, COORDINATES
from vecu.tables import Cell

_OFFSET = re.compile(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$")
_FINEST = len("14:30:00.123456")
"""What is finer than a microsecond is cut off."""


def make_cell_converter(variable: Variable) -> Callable[[str], Cell]:
    """Return what turns a stored answer, which is never blank, into the type of its variable.

    Stored answers were checked: one that is not of its type is a ValueError.
    """
    if variable.role in _PARTS:
        return partial(_PARTS[variable.role], part=variable.part)
    return _TYPES[variable.sort]


def _whole(text: str) -> int:
    """Return a whole number, which a range may hold as "4.0"."""
    return int(text) if text.isdigit() else int(Decimal(text))


def _hour(text: str) -> time:
    """Return an hour as the person's clock showed it; the offset that some programs add goes."""
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

"""Values, times and colours in the formats of REFI-QDA and of other programs."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from vecu.coding.refi.errors import cannot_write
from vecu.coding.refi.model import RefiVariableKind, Value
from vecu.translation import gettext_noop

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SHORT_COLOUR = re.compile(r"#[0-9A-Fa-f]{3}")
_MOST_DIGITS = 1_000


def write_value(kind: RefiVariableKind, value: Value) -> tuple[str, str]:
    """Return the element name for a value of a variable of this kind, and its text.

    Raise `ProjectNotWritten` when the value is of another kind.
    """
    match kind, value:
        case RefiVariableKind.TEXT, str():
            written = value
        case RefiVariableKind.BOOLEAN, bool():
            written = "true" if value else "false"
        case RefiVariableKind.INTEGER | RefiVariableKind.FLOAT, int() if not isinstance(
            value, bool
        ):
            written = str(value)
        case RefiVariableKind.FLOAT, Decimal() if value.is_finite():
            written = f"{value:f}"
        case RefiVariableKind.DATETIME, datetime():
            written = write_moment(value)
        case RefiVariableKind.DATE, date() if not isinstance(value, datetime):
            written = value.isoformat()
        case _:
            raise cannot_write(
                gettext_noop(
                    "The value “%(value)s” is not of the kind that its variable says (%(kind)s)."
                ),
                value=value,
                kind=kind.value,
            )
    return f"{kind.value}Value", written


def read_value(element: str, text: str) -> Value:
    """Return the value of an element such as IntegerValue.

    An invalid value stays text, so that nothing is lost.
    """
    bare = text.strip()
    match element:
        case "BooleanValue" if bare.casefold() in {"true", "1", "false", "0"}:
            return bare.casefold() in {"true", "1"}
        case "IntegerValue" | "FloatValue":
            return _number(bare, whole=element == "IntegerValue", otherwise=text)
        case "DateValue":
            return _date(bare) or text
        case "DateTimeValue":
            return read_moment(bare) or text
    return text


def _number(bare: str, *, whole: bool, otherwise: str) -> Value:
    if len(bare) > _MOST_DIGITS:
        return otherwise
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return otherwise
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return otherwise
    if not whole:
        return number
    return int(number) if number == number.to_integral_value() else otherwise


def _date(text: str) -> date | None:
    """Return the date; XML allows a time zone after it, which is ignored."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def write_moment(moment: datetime) -> str:
    """Return a time to the second, in UTC; one without a zone counts as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def read_moment(text: str | None) -> datetime | None:
    """Return the time in UTC, None if it cannot be parsed."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write_colour(colour: str) -> str:
    """Return a valid colour, '' for any other text."""
    return colour if _COLOUR.fullmatch(colour) else ""


def read_colour(text: str) -> str:
    """Return "#rrggbb" from #rrggbb, #rgb or "r,g,b"; '' from anything else."""
    text = text.strip()
    if _COLOUR.fullmatch(text):
        return text
    if _SHORT_COLOUR.fullmatch(text):
        return "#" + "".join(2 * digit for digit in text[1:])
    parts = [part.strip() for part in text.removeprefix("rgb(").removesuffix(")").split(",")]
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        numbers = [int(part) for part in parts if len(part) <= 3]
        if len(numbers) == 3 and max(numbers) < 256:
            return "#{:02x}{:02x}{:02x}".format(*numbers)
    return ""

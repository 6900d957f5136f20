"""What a cold field can hold: digits, a day, a word of a closed list. No other text gets in. Pure.

A value is canonical between pages and rules ("1180.00", "2026-11-03", a key of a list), and written
for people in their language.
"""

import re
from datetime import date
from decimal import Decimal

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError
from vecu.pilots.cold_writing.form_book import FormField
from vecu.translation import gettext_noop
from vecu.typography import NO_BREAK_SPACE
from vecu.writings import ClosedType

_AMOUNT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")
_NUMBER = re.compile(r"[0-9]{1,6}")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_USUAL_DAY = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_BLANKS = re.compile(r"\s+")
CENT = Decimal("0.01")


class ClosedValueRefused(TranslatableError, VecuError):
    """A cold field takes its closed type alone; what was typed stays on the page."""


def read_value(field: FormField, typed: str, opened: date) -> str:
    """Return what was typed as the field holds it; raise `ClosedValueRefused`.

    `opened` is the day of the interview: nothing on a paper is later.
    """
    match field.type:
        case ClosedType.AMOUNT:
            return _read_amount(field, typed)
        case ClosedType.NUMBER:
            return _read_number(field, typed)
        case ClosedType.DAY:
            return _read_day(field, typed, opened)
        case ClosedType.CHOICE if typed in field.options:
            return typed
    raise ClosedValueRefused(
        Message(
            gettext_noop("“%(typed)s” is not in the list. Choose one of its words."),
            typed=typed[:40],
        )
    )


def write_value(field: FormField, value: str, language: str) -> str:
    """Return a value as people write it in a language, without its unit; "" stays so."""
    if not value:
        return ""
    if value in field.options:
        return field.options[value][language]
    if field.type is ClosedType.DAY:
        day = date.fromisoformat(value)
        return day.strftime("%d/%m/%Y")
    if field.key != "year" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return write_figure(Decimal(value), language)
    return value


def write_figure(figure: Decimal, language: str) -> str:
    """Return a figure with its thousands set apart: 1 180,00 or 1,180.00."""
    written = f"{figure:,}"
    if language == "fr":
        return written.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return written


def _read_amount(field: FormField, typed: str) -> str:
    match = _AMOUNT.fullmatch(_BLANKS.sub("", typed).removesuffix("€"))
    if not match:
        raise ClosedValueRefused(
            Message(gettext_noop("Write the amount in digits, such as 412 or 412,50."))
        )
    amount = Decimal(f"{match[1]}.{match[2] or '0'}").quantize(CENT)
    _check_range(field, amount)
    return str(amount)


def _read_number(field: FormField, typed: str) -> str:
    plain = _BLANKS.sub("", typed).removesuffix("€")
    if not _NUMBER.fullmatch(plain):
        raise ClosedValueRefused(Message(gettext_noop("Write the number in digits, such as 2.")))
    _check_range(field, Decimal(plain))
    return str(int(plain))


def _check_range(field: FormField, figure: Decimal) -> None:
    most = Decimal(field.most) + (1 - CENT if field.most == 9_999 else 0)
    if not field.least <= figure <= most:
        raise ClosedValueRefused(
            Message(
                gettext_noop("Give a value from %(least)s to %(most)s."),
                least=float(field.least),
                most=float(field.most),
            )
        )


def _read_day(field: FormField, typed: str, opened: date) -> str:
    plain = typed.strip()
    iso, usual = _ISO_DAY.fullmatch(plain), _USUAL_DAY.fullmatch(plain)
    try:
        if iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif usual:
            day = date(int(usual[3]), int(usual[2]), int(usual[1]))
        else:
            raise ValueError(plain)
    except ValueError:
        raise ClosedValueRefused(
            Message(gettext_noop("Write the day like this: 03/11/2026."))
        ) from None
    if day > opened and field.rule != "copied":
        raise ClosedValueRefused(
            Message(gettext_noop("This day is after the interview. Type another one."))
        )
    return day.isoformat()

"""Answers as people type them, as the XForm holds them, and as people read them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time
from decimal import Decimal

_GAPS = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'’](?=[0-9])")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,20}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})")
_LARGEST = 2**31 - 1
_WRITTEN_TIME = re.compile(
    r"([0-9]{1,2})(?:\s*(?:[:.h]|heures?|hrs?)\s*([0-9]{2})?(?::([0-9]{2}))?)?\s*(a\.?m\.?|p\.?m\.?)?",
    re.IGNORECASE,
)
# A zone is at most 14 hours from UTC (XML Schema 1.1, part 2, timezoneFrag).
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):?[0-5][0-9]|14:?00))?"
)
_WRITTEN_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BETWEEN = re.compile(r"[\s,]*(?:[T\s,]|\bà\b|\bat\b)[\s,]*", re.IGNORECASE)
_COORDINATE = re.compile(r"[+-]?[0-9]{1,6}(?:\.[0-9]{1,20})?")
_COMMAS_INSIDE = re.compile(r"[+-]?[0-9]+,[0-9]+,?\s+[+-]?[0-9]+,[0-9]+")
COORDINATES = ("latitude", "longitude", "altitude", "accuracy")
"""The numbers of a geopoint in order; degrees, then metres."""
_NODE = re.compile(r"\s*(?<![\w.:/)\]])/[\w.\-]+(?:/[\w.\-]+)*/([\w.\-]+)(?![\w.\-/(:])\s*")
_PLACED = re.compile(r"([0-9]{1,4})=(\S+)")
FILE_NAME = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(jpg|png|webp|wav|mp3|m4a|mp4|txt|pdf|mov|gif|ogg|aac)"
)
"""The name of a stored file: a random UUID, then an ending for its type."""
_AWAITED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# ── numbers ──


def parse_number(text: str, language: str) -> str:
    """Return a number typed "7,5", "1 000", or "1,000" in English, as the XForm holds it."""
    held = strip_digit_separators(text.replace("−", "-"))
    if language.startswith("en") and _THOUSANDS.fullmatch(held):
        held = held.replace(",", "")
    elif held.count(",") == 1 and "." not in held:
        held = held.replace(",", ".")
    return held if _NUMBER.fullmatch(held) else text


def strip_digit_separators(number: str) -> str:
    """Return a number without the blanks and apostrophes between its digits."""
    return _GAPS.sub("", number)


def is_integer(text: str) -> bool:
    """Return whether a text is a whole number, however large."""
    return _INTEGER.fullmatch(text) is not None


def is_storable_integer(text: str) -> bool:
    """Return whether a whole number has 32 bits at most, as in XForms and databases."""
    return abs(int(text)) <= _LARGEST


def is_decimal(text: str) -> bool:
    """Return whether a text is a number with a decimal point, or a whole one."""
    return _DECIMAL.fullmatch(text) is not None


def is_exact_double(text: str) -> bool:
    """Return whether a number survives conversion to a double, which every export uses.

    All numbers of up to 15 digits do; of longer ones only those printed from a double.
    """
    return Decimal(repr(float(text))) == Decimal(text)


# ── dates and times ──


def parse_date(text: str) -> str:
    """Return a date typed day first, 24/11/2026, as the XForm holds it; else the text itself."""
    if not (match := _WRITTEN_DATE.fullmatch(text)):
        return text
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return text


def is_iso_date(text: str) -> bool:
    """Return whether a text is a valid date as the XForm holds it, such as 2026-11-24."""
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def format_date(text: str) -> str:
    """Return a date as people read it, day first; what is none is returned as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def parse_time(text: str) -> str:
    """Return a typed time (9:30, 9h30, 14 h, 2:30 pm) as the XForm holds it.

    A bare number is no time: "9" may be a typing error. What cannot be parsed is returned as it is.
    """
    match = _WRITTEN_TIME.fullmatch(text)
    if not match or text.isdigit():
        return text
    hour, half = int(match[1]), (match[4] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return text
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(match[2] or 0), int(match[3] or 0)).isoformat()
    except ValueError:
        return text


def is_time(text: str) -> bool:
    """Return whether a text is a time as the XForm holds it, 14:30:00, with or without a zone."""
    match = _TIME.fullmatch(text)
    return (
        match is not None and int(match[1]) < 24 and int(match[2]) < 60 and int(match[3] or 0) < 60
    )


def format_time(text: str) -> str:
    """Return a time without seconds and zone."""
    return text[:5] if is_time(text) else text


def parse_datetime(text: str) -> str:
    """Return a typed date and time, "24/11/2026 14:30", as the XForm holds it; else the text."""
    day, *rest = _BETWEEN.split(text, maxsplit=1)
    held = f"{parse_date(day)}T{parse_time(rest[0])}" if rest else ""
    return held if is_datetime(held) else text


def is_datetime(text: str) -> bool:
    """Return whether a text is a date and time as the XForm holds it, 2026-11-24T14:30:00."""
    day, _between, hour = text.partition("T")
    return is_iso_date(day) and is_time(hour)


def format_datetime(text: str) -> str:
    """Return a date and time as people read it, day first and without seconds."""
    day, _t, hour = text.partition("T")
    return f"{format_date(day)} {hour[:5]}" if is_datetime(text) else text


# ── places ──


def parse_point(text: str) -> str:
    """Return a place typed "48.85, 2.35" or "48,85 ; 2,35" as the XForm holds it: 48.85 2.35.

    What is no place on Earth is returned as it is.
    """
    held = _coordinates(text)
    return held if is_point(held) else text


def _coordinates(text: str) -> str:
    bare = text.replace("°", " ").replace("−", "-").strip()
    if ";" in bare or _COMMAS_INSIDE.fullmatch(bare):
        numbers = re.split(r"[;\s]+|,\s+", bare.replace(" ;", ";"))
        return " ".join(number.replace(",", ".") for number in numbers if number)
    if "." not in bare and " " not in bare and bare.count(",") > 1:
        return text  # 48,85,2,35 may be two numbers or four
    return " ".join(bare.replace(",", " ").split())


def is_point(text: str) -> bool:
    """Return whether a text is a valid latitude, longitude and optional altitude and accuracy."""
    parts = text.split(" ")
    if not 2 <= len(parts) <= 4 or not all(map(_COORDINATE.fullmatch, parts)):
        return False
    latitude, longitude, *rest = map(float, parts)
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (len(rest) < 2 or rest[1] >= 0)


def format_point(text: str) -> str:
    """Return the coordinates of a place, separated by commas."""
    return text.replace(" ", ", ") if is_point(text) else text


# ── files ──


def is_file(text: str) -> bool:
    """Return whether a text names a file: a stored one, or one that is still missing."""
    return FILE_NAME.fullmatch(text) is not None or is_pending_attachment(text)


def is_pending_attachment(text: str) -> bool:
    """Return whether a text stands for a file that a client has named and not sent yet.

    It is the future name of the file without the ending, which depends on the content.
    """
    return _AWAITED.fullmatch(text) is not None


# ── rankings ──


def parse_ranking(text: str) -> str:
    """Return ranks, "2=tea 1=coffee", as the XForm holds them: "coffee tea".

    With tied or missing ranks the text is returned as it is, for `validate_answers`.
    """
    placed = [_PLACED.fullmatch(part) for part in text.split()]
    by_place = {int(match[1]): match[2] for match in placed if match}
    if not by_place or set(by_place) != set(range(1, len(placed) + 1)):
        return text
    return " ".join(by_place[place] for place in sorted(by_place))


def parse_rank(text: str) -> dict[str, int] | None:
    """Return the rank of each item of "2=tea 1=coffee"; None for a finished ranking."""
    placed = [_PLACED.fullmatch(part) for part in text.split()]
    if not placed or not all(placed):
        return None
    return {match[2]: int(match[1]) for match in placed if match}


def find_tied_ranks(places: dict[str, int]) -> list[str]:
    """Return the items that share a rank with another, in the order of their ranks."""
    shared = Counter(places.values())
    return [
        item for item in sorted(places, key=lambda item: places[item]) if shared[places[item]] > 1
    ]


# ── expressions ──


def restore_references(source: str) -> str:
    """Return an expression with ${name} where the XForm has an absolute path from the root.

    Relative paths are unchanged, and so are URLs.
    """
    text = " ".join(_NODE.sub(r" ${\1} ", source).split())
    return re.sub(r"(?<=\() | (?=[,)])", "", text)

"""Dates as XForms writes them: ISO text, or a number of days since 1970-01-01.

A time zone counts in arithmetic (days are those of UTC) and never in formatting, which uses the
local time as written. A text without zone counts as UTC.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, see above
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
}
"""Short names of months by language, from CLDR, which browsers use too."""
DAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo Di Mi Do Fr Sa So",
    "es": "lun mar mié jue vie sáb dom",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "it": "lun mar mer gio ven sab dom",
    "nl": "ma di wo do vr za zo",
    "pt": "seg. ter. qua. qui. sex. sáb. dom.",
}
"""Short names of days likewise, Monday first."""

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d))?)?",
    re.ASCII,
)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_ESCAPE = re.compile("%(.?)", re.DOTALL)
ESCAPES = "YymnbdeHhMS3a%"
"""The letters that may follow % in a format of `format-date`."""


def parse_iso_datetime(text: str) -> datetime | None:
    """Return the time that `text` writes, aware if it has a zone; None if it is no date."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, sign, zone_hours, zone_minutes = (
        match.groups()
    )
    micro = int((fraction or "0").ljust(6, "0")[:6])
    zone = None
    try:
        if sign:
            offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
            zone = timezone(offset if sign == "+" else -offset)
        clock = (int(hour or 0), int(minute or 0), int(second or 0), micro)
        return datetime(int(year), int(month), int(day), *clock, tzinfo=zone)
    except ValueError:
        return None


def to_epoch_days(text: str) -> float:
    """Return the days from 1970-01-01 UTC to `text`, NaN if it is no date."""
    if len(text) == 10 and text[4] == text[7] == "-":  # a plain date, by far the most frequent
        try:
            return float(date.fromisoformat(text).toordinal() - EPOCH.toordinal())
        except ValueError:
            return math.nan
    moment = parse_iso_datetime(text)
    if moment is None:
        return math.nan
    elapsed = moment.replace(tzinfo=None) - EPOCH - (moment.utcoffset() or timedelta())
    return elapsed / timedelta(days=1)


def from_epoch_days(number: float) -> datetime | None:
    """Return the time `number` days after 1970-01-01, None outside of the years 1 to 9999."""
    try:
        return EPOCH + timedelta(days=number)
    except (OverflowError, ValueError):
        return None


def format_iso(moment: datetime | date) -> str:
    """Format a time as XForms does, to the millisecond; a plain date without time."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


def day_fraction(text: str) -> float:
    """Return the fraction of the day at a time like 18:00:00.000+02:00, else NaN."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return math.nan
    hours, minutes, seconds = int(match[1]), int(match[2]), float(match[3] or 0)
    if hours > 23 or minutes > 59 or seconds >= 60:
        return math.nan
    return (hours + minutes / 60 + seconds / 3600) / 24


def format_date(moment: datetime, pattern: str, language: str = "") -> str:
    """Format like `%d/%m/%Y`; an unknown escape is left as it is.

    Months and days are named in `language`, in English if we do not have its names.
    """
    code = language.partition("-")[0]
    months, days = (names.get(code, names["en"]).split() for names in (MONTHS, DAYS))
    written = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year:04}"[2:],
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": months[moment.month - 1],
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": days[moment.weekday()],
        "%": "%",
    }
    return _ESCAPE.sub(lambda match: written.get(match[1], match[0]), pattern)


def find_unknown_escape(pattern: str) -> str | None:
    """Return the first escape that `format_date` does not know, None if there is none."""
    unknown = (m[0] for m in _ESCAPE.finditer(pattern) if not m[1] or m[1] not in ESCAPES)
    return next(unknown, None)

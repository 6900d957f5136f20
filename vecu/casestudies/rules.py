"""How an evaluation of a writing tool goes: its draw, its weeks, what so few can show. Pure.

Lots are numbered from 0 and called A, B, C; weeks count from 1.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from vecu.labelled_enum import LabelledEnum
from vecu.stats import FEWEST_LOTS, MOST_LOTS, count_weeks, get_first_week
from vecu.translation import gettext_noop

LOT_NAMES = "ABCDEFG"[:MOST_LOTS]
DEFAULT_LOTS, DEFAULT_PEOPLE, DEFAULT_SPREAD = FEWEST_LOTS, 20, 90
FEWEST_IN_LOT = 3
"""People of a lot at work in a week, below which its totals would show what one of them did."""
FEWEST_PUBLIC = 11
"""People below which nothing of an evaluation is public."""
MOST_PEOPLE, MOST_SPREAD = 500, 1_000
MOST_MINUTES = 3_000
"""Minutes that one person can write in a week: fifty hours."""
MOST_CLOCKED = 1_200
"""Minutes that one person can write in two days."""
_FRIDAY = 4
_LEVEL = 0.05


class EvaluationVerb(StrEnum):
    """What is done to an evaluation besides planning it."""

    FIX = "fix"
    DRAW = "draw"
    STOP = "stop"


class EvaluationState(LabelledEnum):
    """How far an evaluation has come."""

    PLANNED = "planned", gettext_noop("Planned: nothing is fixed yet")
    FIXED = "fixed", gettext_noop("The groups are fixed; staff representatives draw their order")
    DRAWN = "drawn", gettext_noop("The order is drawn; the first week is still to come")
    RUNNING = "running", gettext_noop("Under way")
    ENDED = "ended", gettext_noop("Its weeks are over")
    STOPPED = "stopped", gettext_noop("Stopped before its end")


class WeekEvent(LabelledEnum):
    """Whether a week of a lot went as drawn. It is analysed as drawn, whatever happened."""

    NONE = "none", gettext_noop("The week went as drawn")
    EARLY = "early", gettext_noop("Some used the tool although their group had not begun")
    LATE = "late", gettext_noop("The group had begun, but some could not use the tool")
    SILENT = "silent", gettext_noop("The tool answered nothing")


class NetVerdict(LabelledEnum):
    """What an interval of net minutes tells."""

    CANNOT_BE_TOLD = "cannot be told", gettext_noop("Cannot be told")
    SAVES = "saves", gettext_noop("The tool saves time")
    COSTS = "costs", gettext_noop("The tool costs time")


class ReadingVerdict(LabelledEnum):
    """What a blind reading tells; how many chose which is for members."""

    CANNOT_BE_TOLD = (
        "cannot be told",
        gettext_noop("Too few readers agree to tell which note they would keep"),
    )
    OWN = "own", gettext_noop("Readers would keep the note that the worker wrote")
    MACHINE = "machine", gettext_noop("Readers would keep the note that began as the tool’s draft")


def draw_order(half: str, words: str, lots: int) -> tuple[int, ...]:
    """Return the lots in the order in which they begin.

    `half` is the laboratory's, drawn when the lots were fixed and secret until now; `words` are
    those of the representatives. Neither side alone can choose: the lot whose fingerprint
    `SHA-256("half words A")` is lowest begins.
    """
    return tuple(sorted(range(lots), key=lambda lot: get_lot_fingerprint(half, words, lot)))


def get_lot_fingerprint(half: str, words: str, lot: int) -> str:
    """Return the number by which a lot is placed, in hexadecimal digits."""
    return _get_fingerprint(half, words, LOT_NAMES[lot])


def _get_fingerprint(half: str, words: str, name: str) -> str:
    return sha256(f"{half} {' '.join(words.split())} {name}".encode()).hexdigest()


def list_clocked_days(half: str, words: str, monday: date, week: int) -> list[date]:
    """Return the two working days of a week on which minutes are clocked, as they were drawn.

    Those whose fingerprint `SHA-256("half words week day")` is lowest, days from 1 to 5.
    """
    day_numbers = sorted(
        range(1, _FRIDAY + 2), key=lambda day: _get_fingerprint(half, words, f"{week} {day}")
    )
    return [monday + timedelta(days=day - 1) for day in sorted(day_numbers[:2])]


def get_commitment(half: str) -> str:
    """Return what is published of the laboratory's half before the draw."""
    return sha256(half.encode()).hexdigest() if half else ""


def get_monday(starts: date, week: int) -> date:
    """Return the first day of a week."""
    return starts + timedelta(weeks=week - 1)


def get_closing_day(starts: date, week: int) -> date:
    """Return the Friday of a week, from which on its totals can be noted."""
    return get_monday(starts, week) + timedelta(days=_FRIDAY)


def get_last_day(starts: date, lots: int) -> date:
    """Return the Friday of the last week."""
    return get_closing_day(starts, count_weeks(lots))


def judge_state(
    *,
    fixed: date | None,
    drawn: date | None,
    stopped: date | None,
    starts: date,
    lots: int,
    today: date,
) -> EvaluationState:
    """Return how far an evaluation has come today."""
    if stopped is not None:
        return EvaluationState.STOPPED
    if drawn is None:
        return EvaluationState.PLANNED if fixed is None else EvaluationState.FIXED
    if today < starts:
        return EvaluationState.DRAWN
    return EvaluationState.RUNNING if today < get_last_day(starts, lots) else EvaluationState.ENDED


def has_begun(order: Sequence[int], lot: int, week: int) -> bool:
    """Return whether a lot was drawn to work with the tool in a week."""
    return week >= get_first_week(list(order).index(lot))


def count_needed_agreement(readers: int) -> int | None:
    """Return how many of the readers must choose the same note for chance to be a poor reason.

    Two-sided binomial test at 5 %; None where even all of them would not do.
    """
    enough = range(readers // 2 + 1, readers + 1)
    return next((each for each in enough if 2 * _get_tail(readers, each, 0.5) <= _LEVEL), None)


def get_agreement_power(readers: int, share: float) -> float:
    """Return how often enough readers agree if this share of all people would choose so."""
    needed = count_needed_agreement(readers)
    return 0.0 if needed is None else _get_tail(readers, needed, share)


def _get_tail(readers: int, least: int, share: float) -> float:
    return sum(
        math.comb(readers, each) * math.pow(share, each) * math.pow(1 - share, readers - each)
        for each in range(least, readers + 1)
    )


def judge_reading(readers: int, own: int, machine: int) -> ReadingVerdict:
    """Return what a blind reading tells; readers who chose neither count as readers."""
    needed = count_needed_agreement(readers)
    if needed is not None and own >= needed:
        return ReadingVerdict.OWN
    if needed is not None and machine >= needed:
        return ReadingVerdict.MACHINE
    return ReadingVerdict.CANNOT_BE_TOLD

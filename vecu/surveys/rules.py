"""When a study takes answers, and which statistics each mode allows. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

DRAFT_DAYS = 14
"""Days that a draft is kept after the day it was begun."""

REVIEW = "~review"
"""The `page` of a draft at the review; no page of a questionnaire has this key."""

DOCUMENTS_FORM_ID = "documents"
"""Identifies the questionnaire whose answers are documents: several may be of one person."""


MIN_REPORTED_COUNT = 11
"""Counts of respondents below this are not shown: one among so few could be identified."""
COUNT_ROUNDING_STEP = 10
"""Larger counts are rounded down to a multiple of this, so that one arrival rarely shows."""
FEWEST_CARDS = MIN_REPORTED_COUNT
MOST_CARDS = 1_000
"""Maximum cards per batch. A batch of one would show whether its holder has answered."""


class Mode(LabelledEnum):
    """A mode of taking part; each page states what it protects from, and what it cannot."""

    OPEN = "open", gettext_noop("by a public link")
    CARDS = "cards", gettext_noop("by one-time cards")
    IMPORTED = "imported", gettext_noop("imported from files")
    TELEPHONE = "telephone", gettext_noop("by telephone")
    INTERPRETER = "interpreter", gettext_noop("by telephone, through an interpreter")
    PAPER = "paper", gettext_noop("on paper")


INTERVIEW_MODES = (Mode.TELEPHONE, Mode.INTERPRETER, Mode.PAPER)
"""The modes in which an interviewer types what somebody answers; a study declares them together."""


class FieldingState(LabelledEnum):
    """The state of a fielding. A closed one may be opened again; a draft was never open."""

    DRAFT = "draft", gettext_noop("in preparation")
    OPEN = "open", gettext_noop("open")
    PAUSED = "paused", gettext_noop("paused")
    CLOSED = "closed", gettext_noop("closed")


class AvailabilityStatus(StrEnum):
    """The availability of a fielding for a respondent who comes today."""

    UNPUBLISHED = "unpublished"
    NOT_YET = "not yet"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


NEXT_STATES: dict[FieldingState, frozenset[FieldingState]] = {
    FieldingState.DRAFT: frozenset({FieldingState.OPEN}),
    FieldingState.OPEN: frozenset({FieldingState.PAUSED, FieldingState.CLOSED}),
    FieldingState.PAUSED: frozenset({FieldingState.OPEN, FieldingState.CLOSED}),
    FieldingState.CLOSED: frozenset({FieldingState.OPEN}),
}


def availability(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> AvailabilityStatus:
    """Return the availability of a fielding today; both dates are inclusive.

    A past `closes` closes even a paused fielding; a future `opens` holds back an open one only.
    """
    if state is FieldingState.DRAFT:
        return AvailabilityStatus.UNPUBLISHED
    if state is FieldingState.CLOSED or (closes is not None and closes < today):
        return AvailabilityStatus.CLOSED
    if state is FieldingState.PAUSED:
        return AvailabilityStatus.PAUSED
    return (
        AvailabilityStatus.NOT_YET
        if opens is not None and today < opens
        else AvailabilityStatus.OPEN
    )


_AS_SEEN = (
    AvailabilityStatus.OPEN,
    AvailabilityStatus.NOT_YET,
    AvailabilityStatus.PAUSED,
    AvailabilityStatus.CLOSED,
)


def summarise_availability(
    fieldings: Iterable[tuple[Mode, AvailabilityStatus]],
) -> AvailabilityStatus:
    """Return the state of a study as a whole: open as soon as one of its fieldings is.

    Cards that were drawn and not opened, or a wave in preparation, say nothing about those that
    have opened, nor do imported answers.
    """
    found = list(fieldings)
    states = {state for mode, state in found if mode is not Mode.IMPORTED}
    states = states or {state for _mode, state in found}
    return next((state for state in _AS_SEEN if state in states), AvailabilityStatus.UNPUBLISHED)


def takes_answers(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> bool:
    """Return whether respondents may begin to answer today; both dates are inclusive."""
    return availability(state, opens, closes, today) is AvailabilityStatus.OPEN


def takes_begun_answers(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> bool:
    """Return whether a respondent who has begun may still send.

    Closing excludes newcomers; a draft may be sent until the day that its owner was promised.
    Only pausing stops everything.
    """
    return availability(state, opens, closes, today) in {
        AvailabilityStatus.OPEN,
        AvailabilityStatus.CLOSED,
    }


def draft_expiry(begun: date) -> date:
    """Return the last day on which a draft begun on day `begun` is kept."""
    return begun + timedelta(days=DRAFT_DAYS)


def last_closing(retained_until: date) -> date:
    """Return the last day to begin, if answers are announced to be kept until `retained_until`.

    Drafts begun then can be sent for `DRAFT_DAYS` more, and must be kept as long as announced.
    If retention is shorter than that, the day lies before any possible start.
    """
    return max(retained_until, draft_expiry(date.min)) - timedelta(days=DRAFT_DAYS)


def last_day(opens: date | None, closes: date | None, today: date) -> date | None:
    """Return the last day on which people could begin, of a fielding closed on day `today`.

    One that was never open has only its planned day.
    """
    if opens is not None and today < opens:
        return closes
    return min(closes or today, today)


def late_submission_deadline(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> date | None:
    """Return the last day on which a closed fielding accepts forms filled in other programs.

    These cannot prove when a form was filled, so forms are accepted for as long as a draft
    begun on the last day is kept. None while it is not closed, or if its last day is unknown.
    """
    closed = availability(state, opens, closes, today) is AvailabilityStatus.CLOSED
    return draft_expiry(closes) if closed and closes is not None else None


def takes_filled_forms(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> bool:
    """Return whether a form filled in another program is accepted today."""
    until = late_submission_deadline(state, opens, closes, today)
    return takes_answers(state, opens, closes, today) or (until is not None and today <= until)


def allows_population_shares(mode: Mode) -> bool:
    """Return whether population shares may be printed for this mode.

    Open polls and imported files are not samples, and the same person may answer twice, so
    shares say nothing about any population. A card is used once, but whoever gets one was not
    drawn with a known probability either, nor is whoever calls or sends a sheet of paper.
    """
    return mode not in {*Mode}


def rounded_count(people: int) -> int | None:
    """Return the count to report, None if it is too small.

    11 to 19 are reported as 11, then only multiples of ten: repeated readings show one arrival
    in ten only, and a relay through which one person came identifies nobody.
    """
    if people < MIN_REPORTED_COUNT:
        return None
    return max(MIN_REPORTED_COUNT, people // COUNT_ROUNDING_STEP * COUNT_ROUNDING_STEP)

"""When an inquiry takes answers, and what each way of taking part promises. Pure."""

from datetime import date, timedelta
from enum import StrEnum

DRAFT_DAYS = 14
"""Days that answers on their way are kept after the day they were begun."""

REVIEW = "~review"
"""Where a draft stands when every page has been seen; no page of a questionnaire has this key."""


MIN_REPORTED_COUNT = 11
"""Counts of people below this are not shown: one person among so few could be guessed."""
COUNT_ROUNDING_STEP = 10
"""Greater counts are rounded down to a multiple of this, so that one arrival rarely shows."""
FEWEST_CARDS = MIN_REPORTED_COUNT
MOST_CARDS = 1_000
"""Cards of one batch. A batch of one would tell whether the person who got it has answered."""


class Mode(StrEnum):
    """A way of taking part; each is shown to people with what it protects and what it cannot."""

    OPEN = "open"
    CARDS = "cards"
    IMPORTED = "imported"


class FieldingState(StrEnum):
    """Where a fielding stands. A closed one may be opened again; a draft was never open."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class AvailabilityStatus(StrEnum):
    """How a fielding meets a person who comes today."""

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
    """Return how a fielding meets people today; both dates are included.

    A date that has passed closes even a paused fielding; one to come holds back an open one only.
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


def takes_answers(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> bool:
    """Return whether people may begin to answer today; both dates are included."""
    return availability(state, opens, closes, today) is AvailabilityStatus.OPEN


def takes_begun_answers(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> bool:
    """Return whether a person who has begun may still send.

    Closing keeps newcomers out; whoever was told how long their draft is kept may send it until
    then. Pausing is what stops everything.
    """
    return availability(state, opens, closes, today) in {
        AvailabilityStatus.OPEN,
        AvailabilityStatus.CLOSED,
    }


def draft_expiry(begun: date) -> date:
    """Return the last day on which a draft begun on day `begun` is kept."""
    return begun + timedelta(days=DRAFT_DAYS)


def last_closing(retained_until: date) -> date:
    """Return the last day on which people may begin, of answers kept until a day they are told.

    What is begun then can be sent for `DRAFT_DAYS` more, and is to be kept as long as was said.
    Answers kept for less than that can be begun on no day.
    """
    return max(retained_until, draft_expiry(date.min)) - timedelta(days=DRAFT_DAYS)


def last_day(opens: date | None, closes: date | None, today: date) -> date | None:
    """Return the last day on which people could begin what is closed on day `today`.

    One that was never open has none but the day that was planned.
    """
    if opens is not None and today < opens:
        return closes
    return min(closes or today, today)


def late_submission_deadline(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> date | None:
    """Return the last day on which a closed inquiry takes forms that other programs filled.

    Such a program cannot show when a form was filled, so whatever comes is taken for as long as a
    draft could last that was begun on the last day. None while it is not closed, and where nobody
    knows its last day.
    """
    closed = availability(state, opens, closes, today) is AvailabilityStatus.CLOSED
    return draft_expiry(closes) if closed and closes is not None else None


def takes_filled_forms(
    state: FieldingState, opens: date | None, closes: date | None, today: date
) -> bool:
    """Return whether a form that another program filled may come today."""
    until = late_submission_deadline(state, opens, closes, today)
    return takes_answers(state, opens, closes, today) or (until is not None and today <= until)


def allows_population_shares(mode: Mode) -> bool:
    """Return whether shares of a population may be printed from this way of taking part.

    Nobody chose who answers an open poll or an imported file, and the same person may answer
    twice, so a share among its answers says nothing of any population. A card is used once, but
    who was handed one was not drawn by a known chance either.
    """
    return mode not in {Mode.OPEN, Mode.CARDS, Mode.IMPORTED}


def rounded_count(people: int) -> int | None:
    """Return the number that `people` is said to reach, None when it is too small to be told.

    11 to 19 are shown as 11, then only full tens: whoever looks again and again sees a number move
    with one arrival in ten, and a relay by which one person came points at nobody.
    """
    if people < MIN_REPORTED_COUNT:
        return None
    return max(MIN_REPORTED_COUNT, people // COUNT_ROUNDING_STEP * COUNT_ROUNDING_STEP)

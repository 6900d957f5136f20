"""What a second look is: its states, what makes one count, what is late. Pure.

It is no appeal, and keeps no deadline of one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vecu.labelled_enum import LabelledEnum
from vecu.safeguards.publication import is_table_public
from vecu.safeguards.quarters import Quarter, get_quarter
from vecu.safeguards.rules import PersonCodeState
from vecu.stats import exact_interval
from vecu.translation import gettext_noop

KEEPS_NO_DEADLINE = gettext_noop(
    "Do not rely on this request to keep your deadline for a legal appeal."
)
"""Heads every page and paper of a second look."""
FEWEST_DAYS, MOST_DAYS = 1, 60
"""Within how many days an organisation may promise its answer."""
MOST_ASKING_DAYS = 3_650
"""The longest time after which one may still ask, where it has an end."""
LONGEST_DAYS = 731
"""Days after which a quarter of requests is deleted: its figures have been public for long."""

OPEN_STATES = frozenset({PersonCodeState.RECEIVED, PersonCodeState.LOOKED_AT})
LOOKS = frozenset({PersonCodeState.LOOKED_AT, PersonCodeState.UPHELD, PersonCodeState.CHANGED})
"""States that say that somebody looks or looked."""
ANSWERS = frozenset({PersonCodeState.UPHELD, PersonCodeState.CHANGED, PersonCodeState.PASSED_ON})
CLOSED_STATES = ANSWERS | {PersonCodeState.OUT_OF_TIME}
NEXT_STATES: Mapping[PersonCodeState, frozenset[PersonCodeState]] = {
    PersonCodeState.RECEIVED: ANSWERS | {PersonCodeState.LOOKED_AT},
    PersonCodeState.LOOKED_AT: ANSWERS,
}
"""What may follow. A closed state stays, and nothing that came in time becomes out of time."""


class LookCondition(LabelledEnum):
    """What makes it a look: without one of them nobody has looked."""

    NO_PART = "no part", gettext_noop("This person took no part in what was done before")
    POWER = "power", gettext_noop("This person could change it")
    READ = "read", gettext_noop("The reply says what was read")


def list_missing_conditions(
    state: PersonCodeState, fulfilled: Iterable[LookCondition]
) -> list[LookCondition]:
    """Return what is missing for `state` to be true; of states that are no look nothing is."""
    held = set(fulfilled)
    return [each for each in LookCondition if state in LOOKS and each not in held]


def may_follow(before: PersonCodeState, after: PersonCodeState) -> bool:
    """Return whether a request in one state may come to the other."""
    return after in NEXT_STATES.get(before, frozenset())


def has_asking_ended(end: date | None, asking_days: int, today: date) -> bool:
    """Return whether it is too late to ask about a system abandoned on `end`."""
    return bool(end and asking_days and today > end + timedelta(days=asking_days))


def get_week(day: date) -> date:
    """Return the Monday of a day's week, all that remains of it once a request is closed."""
    return day - timedelta(days=day.weekday())


def get_oldest_week(today: date) -> date:
    """Return the first Monday of the oldest quarter of which anything is stored."""
    first = get_quarter(get_week(today - timedelta(days=LONGEST_DAYS))).first_day
    return get_week(first + timedelta(days=6))


@dataclass(frozen=True, slots=True)
class LookDates:
    """The days of a request: the week of each once it is closed, no deadline if it was met."""

    day: date
    deadline: date | None


def close_dates(dates: LookDates, today: date) -> LookDates:
    """Return what remains of the days of a request that is closed today."""
    missed = dates.deadline is not None and today > dates.deadline
    return LookDates(
        get_week(dates.day), get_week(dates.deadline) if missed and dates.deadline else None
    )


@dataclass(frozen=True, slots=True)
class LookRow:
    """What is known of one request; no more than what is stored."""

    day: date
    deadline: date | None
    state: PersonCodeState

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.state in OPEN_STATES

    def is_late(self, today: date) -> bool:
        """Return whether its answer did not come by its deadline."""
        if self.deadline is None:
            return False
        return today > self.deadline if self.is_open else True


def list_waiting(rows: Iterable[LookRow]) -> list[LookRow]:
    """Return the requests that wait for their answer, the most urgent first."""
    waiting = [each for each in rows if each.is_open]
    return sorted(waiting, key=lambda each: each.deadline or each.day)


def count_late_by_month(rows: Iterable[LookRow], today: date) -> dict[str, int]:
    """Return by month (`2026-11`) how many answers that were due then were late.

    A week counts once it is over, so that no page shows on which day an answer was due; its month
    is that of its Monday, so that closing a request does not move it.
    """
    found: dict[str, int] = {}
    for row in rows:
        if row.deadline is None or not row.is_late(today):
            continue
        week = get_week(row.deadline)
        if today >= week + timedelta(weeks=1):
            month = week.strftime("%Y-%m")
            found[month] = found.get(month, 0) + 1
    return found


@dataclass(frozen=True, slots=True)
class LookFigures:
    """Requests of one quarter: how many, how many answered in time, how many changed anything.

    `waiting` are those without an answer; while there are any the others can still move.
    """

    requests: int
    in_time: int
    changed: int
    waiting: int

    @property
    def is_public(self) -> bool:
        """Whether everybody reads them: while an answer is owed they would still move."""
        shares = [(self.in_time, self.requests), (self.changed, self.requests)]
        return not self.waiting and is_table_public(shares)

    @property
    def changed_interval(self) -> tuple[float, float]:
        """Between what the share that changes something may lie: 0 of 60 is 0 to 6 %."""
        return exact_interval(self.changed, self.requests) if self.requests else (0.0, 1.0)


def count_looks(rows: Iterable[LookRow]) -> LookFigures:
    """Return the figures of some requests.

    What was answered without delay has no deadline left; what was asked too late has no answer.
    """
    noted = list(rows)
    return LookFigures(
        requests=len(noted),
        in_time=sum(each.state in ANSWERS and each.deadline is None for each in noted),
        changed=sum(each.state is PersonCodeState.CHANGED for each in noted),
        waiting=sum(each.is_open for each in noted),
    )


def count_looks_by_quarter(rows: Iterable[LookRow]) -> dict[Quarter, LookFigures]:
    """Return the figures of each quarter, the latest first.

    A request belongs to the quarter of the Monday of its week, so that closing it moves nothing.
    """
    found: dict[Quarter, list[LookRow]] = {}
    for row in rows:
        found.setdefault(get_quarter(get_week(row.day)), []).append(row)
    return {each: count_looks(found[each]) for each in sorted(found, reverse=True)}

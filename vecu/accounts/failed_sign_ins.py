"""Count failed sign-ins per day and account, without a write for each.

A flood of wrong passwords must not become a flood of writes: counts stay in memory and are stored
once a minute at most. What was typed as a name is stored only if an account is called so, because
people type passwords there.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.dispatch import Signal

from vecu.accounts.models import FailedSignIns, User

_EVERY, _MANY = 60.0, 1000
"""Seconds between two writes of a process; names in memory that are stored earlier."""


failures_stored = Signal()
"""Sent once counts are stored: `numbers` of failures by account, '' for names without one."""


@dataclass
class FailureTally:
    """The failed sign-ins of this process that are not stored yet, by day and name."""

    clock: Callable[[], float] = time.monotonic
    _counts: Counter[tuple[date, str]] = field(default_factory=Counter)
    _stored: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def count(self, account: str, *, today: date) -> None:
        """Count one, and store what has gathered if the last time was a minute ago."""
        with self._lock:
            self._counts[today, account] += 1
            due = self.clock() >= self._stored + _EVERY or len(self._counts) >= _MANY
        if due:
            self.store()

    def store(self) -> None:
        """Add what has gathered to the table.

        Where nothing can be written now, such as on a full disk, it waits for the next time, so
        that nobody gets an error in place of the sign-in page.
        """
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._stored = self.clock()
        try:
            numbers = _store(counts)
        except DatabaseError:
            with self._lock:
                self._counts.update(dict(counts.most_common(_MANY // 2)))
        else:
            failures_stored.send(sender=FailureTally, numbers=numbers)


tally = FailureTally()


def list_failed_sign_ins(since: date) -> list[FailedSignIns]:
    """Return the counts from `since` on, the latest day first, in a day the most first."""
    tally.store()
    return list(FailedSignIns.objects.filter(day__gte=since).order_by("-day", "-number"))


def purge_failed_sign_ins(today: date) -> int:
    """Delete the counts that are older than the audit is kept; return how many."""
    before = today - timedelta(days=settings.AUDIT_DAYS)
    return FailedSignIns.objects.filter(day__lt=before).delete()[0]


@transaction.atomic
def _store(counts: Counter[tuple[date, str]]) -> Counter[str]:
    """Add counts to the table; return their numbers by account."""
    numbers: Counter[str] = Counter()
    if not counts:
        return numbers
    names = {name for _day, name in counts}
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    rows: Counter[tuple[date, str]] = Counter()
    for (day, name), number in counts.items():
        rows[day, name if name in known else ""] += number
    for (day, account), number in sorted(rows.items()):
        numbers[account] += number
        FailedSignIns.objects.update_or_create(
            day=day,
            account=account,
            defaults={"number": F("number") + number},
            create_defaults={"number": number},
        )
    return numbers

"""Count tries in the database, so that all processes and machines share one limit.

A flood writes nothing: each process remembers until when a name has to wait, and refuses before it
asks the database. Where nothing can be written, such as on a full disk, it counts for itself.
"""

from dataclasses import dataclass, field
from math import ceil

from django.conf import settings
from django.db import DatabaseError, transaction

from vecu.credentials import LocalRateLimiter, RateLimit, Tries, fingerprint, get_wait, renew_tries
from vecu.rate_limits.models import CountedTries

_EVERY, _MANY_NAMES = 60.0, 10_000
"""Seconds between two removals of what has expired; names that a process remembers."""


@dataclass
class SharedRateLimiter:
    """Tries of one kind, `purpose`, by one rule. `now` is in seconds of the wall clock.

    What is stored is no finer than `step` seconds. With a step of a minute a bucket refills once a
    minute, and the row does not say in which second somebody mistyped.
    """

    limit: RateLimit
    purpose: str
    step: float = 1.0
    _until: dict[str, float] = field(default_factory=dict)
    _spare: LocalRateLimiter = field(init=False)
    _removed: float = 0.0

    def __post_init__(self) -> None:
        self._spare = LocalRateLimiter(self.limit)

    def get_wait(self, name: str, *, now: float) -> float:
        """Return the seconds to wait that this process knows of, without the database."""
        wait = self._until.get(name, 0.0) - now
        return wait if 0 < wait <= self.limit.longest + self.step else 0.0

    def reserve(self, name: str, *, now: float) -> float:
        """Count one try and return 0, or write nothing and return the seconds to wait."""
        if wait := self.get_wait(name, now=now):
            return wait
        try:
            counted, until = self._reserve(self._digest(name), now - now % self.step)
        except DatabaseError:
            return self._spare.reserve(name, now=now)
        self._remember(name, until)
        return 0.0 if counted else self.get_wait(name, now=now)

    def refund(self, name: str, *, now: float) -> None:
        """Uncount one try; a name without any leaves no row."""
        self._until.pop(name, None)
        try:
            self._refund(self._digest(name), now - now % self.step)
        except DatabaseError:
            self._spare.refund(name, now=now)

    def _remember(self, name: str, until: float) -> None:
        """Remember when the next try is allowed: the first moment that the step lets us tell."""
        if len(self._until) >= _MANY_NAMES:
            self._until.clear()
        self._until[name] = ceil(until / self.step) * self.step if self.step > 1 else until

    def _reserve(self, name: str, now: float) -> tuple[bool, float]:
        """Return whether the try was counted, and until when the next one has to wait."""
        found = CountedTries.objects.filter(name=name).first()
        if found and (wait := get_wait(self.limit, _read(found), now=now)):
            return False, now + wait
        with transaction.atomic():
            row = self._lock(name, now)
            tries = renew_tries(self.limit, _read(row), now=now)
            if wait := get_wait(self.limit, tries, now=now):
                return False, now + wait
            tries = self.limit.count(tries, now=now)
            self._write(row, tries)
        if abs(now - self._removed) >= _EVERY:
            self._removed = now
            remove_expired_tries(now)
        return True, tries.until

    def _refund(self, name: str, now: float) -> None:
        with transaction.atomic():
            row = CountedTries.objects.select_for_update().filter(name=name).first()
            if row is None:
                return
            tries = self.limit.uncount(renew_tries(self.limit, _read(row), now=now), now=now)
            if tries.number:
                self._write(row, tries)
            else:
                row.delete()

    def _lock(self, name: str, now: float) -> CountedTries:
        """Return the row of this name, which nobody else changes until the transaction ends."""
        begun = CountedTries(name=name, number=0, last=now, until=0, expires=now)
        rows = CountedTries.objects.select_for_update()
        while (row := rows.filter(name=name).first()) is None:
            CountedTries.objects.bulk_create([begun], ignore_conflicts=True)
        return row

    def _write(self, row: CountedTries, tries: Tries) -> None:
        row.number, row.last, row.until = tries.number, tries.last, tries.until
        row.expires = tries.last + self.limit.longest
        row.save(force_update=True)

    def _digest(self, name: str) -> str:
        return fingerprint(f"{self.purpose} {name}", key=settings.SECRET_KEY.encode())


def remove_expired_tries(now: float) -> int:
    """Delete rows whose tries count no more; return how many."""
    return CountedTries.objects.filter(expires__lte=now).delete()[0]


def _read(row: CountedTries) -> Tries:
    return Tries(row.number, row.last, row.until)

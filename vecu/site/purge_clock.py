"""Whether the clock may be believed before what has passed its date is deleted for good."""

from datetime import date, timedelta

from vecu.errors import VecuError

MOST_DAYS = 60
"""Days between two purges, of which there should be one a day."""


class ClockDoubted(VecuError):
    """The clock may be wrong, and a purge by it would delete what must be kept."""

    def __init__(self, today: date, last: date, event: str) -> None:
        days = (today - last).days
        when = f"{days} days after" if days > 0 else f"{-days} days before"
        super().__init__(
            f"Nothing was deleted: by this machine's clock it is {today}, {when} {event}, {last}. "
            "Set the clock. If it is right, run “vecu purge --the-clock-is-right”."
        )


def check_clock(last_purge: date | None, newest: date | None, today: date) -> None:
    """Raise `ClockDoubted` if it is long after the last purge, or before it.

    Where there was none, the day of the newest answer counts. The last purge goes first, as one
    answer that comes while the clock is wrong would make the wrong day look right.
    """
    last, event = (last_purge, "the last purge") if last_purge else (newest, "the newest answer")
    # A change of the time zone may lead a day back.
    if last and not last - timedelta(days=1) <= today <= last + timedelta(days=MOST_DAYS):
        raise ClockDoubted(today, last, event)

"""Checks of what runs beside the pages: workers, mail, daily tasks, sign-in."""

import smtplib
from datetime import date, datetime, timedelta
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import get_connection
from django.utils.timezone import localdate

from vecu.accounts.second_factor import count_members_without_factor
from vecu.last_runs.queries import get_last_run
from vecu.last_runs.rules import RegularTask
from vecu.site.doctor.check_outcome import CheckOutcome, doubtful, good, wrong
from vecu.site.health import ADDRESS
from vecu.site.worker_presence import get_last_presence

_PATIENCE = 10
_LATE = timedelta(minutes=2)


def check_workers(now: datetime) -> CheckOutcome:
    """Look when a background worker last showed itself."""
    seen = get_last_presence()
    advice = "Start “vecu work”, or “vecu serve” without --no-work: long tasks wait for it."
    if seen is None:
        return wrong("no worker has shown itself", advice)
    if now - seen > _LATE:
        return wrong(f"the last sign was at {seen:%Y-%m-%d %H:%M} UTC", advice)
    return good("at work")


def check_purge(now: datetime) -> CheckOutcome:
    """Look when the last purge was."""
    last = get_last_run(RegularTask.PURGE)
    return _describe_age(last, localdate(now), "purge", "vecu purge")


def check_backup(now: datetime) -> CheckOutcome:
    """Look when the last backup was."""
    last = get_last_run(RegularTask.BACKUP)
    return _describe_age(last, localdate(now), "backup", "vecu backup")


def check_mail(_now: datetime) -> CheckOutcome:
    """Connect to the mail server, and send nothing."""
    if not settings.HAS_MAIL:
        return good("none: links are handed over (VECU_EMAIL_URL)")
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection(fail_silently=False):
            return good(f"{server} lets us in")
    except (OSError, smtplib.SMTPException) as error:
        return wrong(
            f"{server}: {type(error).__name__}",
            "Check VECU_EMAIL_URL: host, port, account, tls or ssl. Links can be handed over.",
        )


def check_second_factor(_now: datetime) -> CheckOutcome:
    """Count the accounts that read answers or manage others by a password alone."""
    number = count_members_without_factor()
    if not number:
        return good("all who read answers or manage accounts have one")
    advice = "Require it with VECU_SECOND_FACTOR, or ask them (docs/reference/settings.md)."
    if settings.SECOND_FACTOR:
        return good(f"required; {number} will be asked at their next sign-in")
    return doubtful(f"{number} who read answers or manage accounts have none", advice)


def check_address(address: str) -> CheckOutcome:
    """Ask the health address of the laboratory from outside, through its proxy."""
    request = Request(f"{address.rstrip('/')}{ADDRESS}")  # noqa: S310 - the caller's own address
    try:
        with urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310
            word = response.read(100).decode(errors="replace").strip()
            secure = response.headers.get("Strict-Transport-Security")
    except (URLError, OSError, ValueError) as error:
        return wrong(
            f"{address}: {getattr(error, 'reason', error)}", "See whether proxy and server run."
        )
    if word != "ok":
        return wrong(f"{address} says “{word[:40]}”", "See the lines above, or the proxy's target.")
    if settings.HTTPS and not secure:
        return doubtful(
            f"{address} is well, but its proxy does not say that the request came by HTTPS",
            "Have it send X-Forwarded-Proto (deploy/), or read why it removes the header.",
        )
    return good(f"{address} is well")


def _describe_age(last: date | None, today: date, word: str, command: str) -> CheckOutcome:
    """Return how long ago a task of every day was done, and what to do."""
    if last is None:
        return doubtful(f"no {word} yet", f"Run “{command}”, once a day (docs/how-to/install.md).")
    days = (today - last).days
    found = f"the last {word} was on {last}"
    if days > 2:
        return wrong(f"{found}, {days} days ago", f"See why “{command}” no longer runs each day.")
    return good(found)

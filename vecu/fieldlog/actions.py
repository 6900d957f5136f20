"""Keep a log: begin it, issue tokens, suspend and resume it, close its months."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.credentials import fingerprint, generate_token
from vecu.errors import VecuError
from vecu.fieldlog.models import FieldLog, LogSuspension, LogToken, OpenMonth
from vecu.fieldlog.month_closing import close_month
from vecu.fieldlog.months import HalfDay, get_half_day, read_month
from vecu.fieldlog.queries import list_missing


class LogNotReady(VecuError):
    """Something must be noted before the log may begin."""


@transaction.atomic
def issue_token(
    log: FieldLog, *, by: str, now: datetime, random_bytes: Callable[[int], bytes]
) -> str:
    """Return a new token for a system; it can be read only now.

    Raise `LogNotReady`, naming what is missing, before consultation, impact assessment and charter
    are noted.
    """
    if missing := list_missing(log):
        raise LogNotReady(" ".join(_(each) for each in missing))
    token = generate_token(random_bytes)
    stored = LogToken.objects.create(
        log=log, fingerprint=get_token_fingerprint(token), day=timezone.localtime(now).date()
    )
    record_audit_event(by, "issued log token", log.scope, str(stored.pk), now=now)
    return token


@transaction.atomic
def revoke_token(token: LogToken, *, by: str, now: datetime) -> None:
    """Refuse all that is sent with this token from now on."""
    token.revoked_day = timezone.localtime(now).date()
    token.save(update_fields=["revoked_day"])
    record_audit_event(by, "revoked log token", token.log.scope, str(token.pk), now=now)


def get_token_fingerprint(token: str) -> str:
    """Return what is stored in place of a token."""
    return fingerprint(f"field log {token}", key=settings.SECRET_KEY.encode())


@transaction.atomic
def suspend_log(log: FieldLog, *, by: str, now: datetime) -> None:
    """Refuse all events, from the half-day at hand on. Of a log that is suspended, do nothing."""
    FieldLog.objects.select_for_update().get(pk=log.pk)
    if log.suspensions.filter(last_day=None).exists():
        return
    first = _get_half_day(now)
    LogSuspension.objects.create(log=log, first_day=first.day, first_afternoon=first.afternoon)
    record_audit_event(by, "suspended field log", log.scope, now=now)


@transaction.atomic
def resume_log(log: FieldLog, *, by: str, now: datetime) -> None:
    """Take events again: of decisions from the next half-day on, never of those until then."""
    FieldLog.objects.select_for_update().get(pk=log.pk)
    last = _get_half_day(now)
    ended = log.suspensions.filter(last_day=None).update(
        last_day=last.day, last_afternoon=last.afternoon
    )
    if ended:
        record_audit_event(by, "resumed field log", log.scope, now=now)


def _get_half_day(now: datetime) -> HalfDay:
    return get_half_day(now, timezone.get_current_timezone())


def close_months(now: datetime) -> int:
    """Make the figures of all months that are over, and delete the rest; return how many closed.

    A month that fails does not keep the others open; what failed is raised after them. Do not call
    this inside a transaction.
    """
    today = timezone.localtime(now).date()
    due = [each.pk for each in OpenMonth.objects.all() if read_month(each.month).is_closed(today)]
    closed, failures = 0, list[Exception]()
    for key in due:
        try:
            closed += close_month(key, today)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some months could not be closed.", failures)
    return closed

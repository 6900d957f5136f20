"""Keep a log: begin it, issue tokens, suspend and resume it, close its months."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.credentials import fingerprint, generate_token
from vecu.datasets.release_actions import add_log_month
from vecu.errors import VecuError
from vecu.fieldlog.decision_lines import LoggedDecision
from vecu.fieldlog.figures import make_figures
from vecu.fieldlog.models import (
    CaseTruth,
    ClosedMonth,
    FieldLog,
    LogDecision,
    LogSuspension,
    LogToken,
    OpenMonth,
)
from vecu.fieldlog.months import HalfDay, get_half_day, read_month
from vecu.fieldlog.queries import list_missing
from vecu.fieldlog.vocabulary import (
    CorrectionKind,
    ExplanationUse,
    Outcome,
    OverrideReason,
)
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


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
    """Make the figures of all months that are over, and delete the rest; return how many closed."""
    today = timezone.localtime(now).date()
    due = [each.pk for each in OpenMonth.objects.all() if read_month(each.month).is_closed(today)]
    for key in due:
        _close_month(key, now)
    return len(due)


@transaction.atomic
def _close_month(key: UUID, now: datetime) -> None:
    """Close one month, unless another process has."""
    month = OpenMonth.objects.filter(pk=key).select_related("log").first()
    if month is None:
        return
    FieldLog.objects.select_for_update().get(pk=month.log_id)
    if not OpenMonth.objects.filter(pk=key).exists():
        return
    truths = dict(CaseTruth.objects.filter(month=month).values_list("case", "value"))
    decisions = [
        _read_decision(each, truths.get(each.case, ""))
        for each in LogDecision.objects.filter(month=month).iterator()
    ]
    content = make_figures(decisions, _get_baseline(month.log))
    ClosedMonth.objects.create(log=month.log, month=month.month)
    add_log_month(month.log.scope, month.month, content, today=timezone.localtime(now).date())
    LogDecision.objects.filter(month=month).delete()
    CaseTruth.objects.filter(month=month).delete()
    month.delete()
    rewrite_tables_on_commit()


def _read_decision(stored: LogDecision, truth: str) -> LoggedDecision:
    return LoggedDecision(
        person=stored.worker,
        outcome=Outcome(stored.outcome),
        system_version=stored.system_version,
        reason=OverrideReason(stored.reason) if stored.reason else None,
        explanation=ExplanationUse(stored.explanation) if stored.explanation else None,
        correction_kinds=frozenset(map(CorrectionKind, stored.correction_kinds.split())),
        proposal_right=_compare(stored.proposal, truth),
        own_right=_compare(stored.own_judgement, truth),
        told_minutes=stored.told_minutes,
        active_minutes=stored.active_minutes,
        told_saved_minutes=stored.told_saved_minutes,
    )


def _get_baseline(log: FieldLog) -> dict[str, Any] | None:
    """Return what was measured of cases without the tool, if somebody noted how."""
    if log.baseline_minutes is None or not log.baseline_source:
        return None
    return {"minutes": log.baseline_minutes, "source": log.baseline_source}


def _compare(value: str, truth: str) -> bool | None:
    return value == truth if value and truth else None

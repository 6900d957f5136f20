"""Keep a log: begin it, issue tokens, suspend and resume it, close its months."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.key_ring import get_fingerprint
from vecu.accounts.rules import Role
from vecu.credentials import generate_token
from vecu.datasets.release_actions import release, take_release_back
from vecu.datasets.release_basis import FigureRefused
from vecu.datasets.release_queries import get_log_months, list_released
from vecu.datasets.releases.log_months import split_log_item
from vecu.errors import VecuError
from vecu.fieldlog.models import (
    ClosedMonth,
    FieldLog,
    LogSuspension,
    LogToken,
    MonthAgreement,
    OpenMonth,
)
from vecu.fieldlog.month_closure import close_month
from vecu.fieldlog.months import HalfDay, get_half_day, read_month
from vecu.fieldlog.queries import list_missing
from vecu.fieldlog.rules import AgreementSide

MOST_GROUP_CHARACTERS = 90
"""Of the name of a group: both stand beside each other where the figures are public."""


class LogNotReady(VecuError):
    """Something must be noted before the log may begin."""


class AgreementRefused(VecuError):
    """A side cannot agree to the figures of a month now, or not take that back."""


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
        log=log,
        fingerprint=get_fingerprint(name_token(token), log.key_number),
        day=timezone.localtime(now).date(),
    )
    record_audit_event(by, "issued log token", log.scope, str(stored.pk), now=now)
    return token


@transaction.atomic
def revoke_token(token: LogToken, *, by: str, now: datetime) -> None:
    """Refuse all that is sent with this token from now on."""
    token.revoked_day = timezone.localtime(now).date()
    token.save(update_fields=["revoked_day"])
    record_audit_event(by, "revoked log token", token.log.scope, str(token.pk), now=now)


def name_token(token: str) -> str:
    """Return of what a fingerprint is stored in place of a token."""
    return f"field log {token}"


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


@transaction.atomic
def agree_to_month(
    month: ClosedMonth, side: AgreementSide, *, group: str, by: str, now: datetime
) -> MonthAgreement:
    """Note that a side lets everybody read the figures of a month: the staff's first.

    With the owner's, all of them are released at once; both groups answer for them. No account
    agrees for both sides. Raise `AgreementRefused`.
    """
    log = FieldLog.objects.select_for_update().get(pk=month.log_id)
    requests = get_log_months(log.scope).list_requests(month.month)
    agreed = {AgreementSide(each.side): each for each in month.agreements.all()}
    _check_agreement(side, group.strip(), agreed, figures=len(requests))
    if any(each.by == by for each in agreed.values()):
        raise AgreementRefused(
            _(
                "This account has agreed for the staff’s representatives: somebody else must agree"
                " for the owner."
            )
        )
    agreement = MonthAgreement.objects.create(
        month=month, side=side, group=group.strip(), by=by, day=timezone.localtime(now).date()
    )
    detail = {"role": _ROLES[side].value}
    record_audit_event(by, "agreed to month", log.scope, month.month, detail=detail, now=now)
    if side is AgreementSide.OWNER:
        both = f"{agreed[AgreementSide.STAFF].group} · {agreement.group}"
        try:
            release(log.scope, requests, group=both, by=by, now=now)
        except FigureRefused as refused:
            raise AgreementRefused(str(refused)) from refused
    return agreement


_ROLES = {AgreementSide.STAFF: Role.REPRESENTATIVE, AgreementSide.OWNER: Role.OWNER}


def _check_agreement(
    side: AgreementSide,
    group: str,
    agreed: Mapping[AgreementSide, MonthAgreement],
    *,
    figures: int,
) -> None:
    if not figures:
        raise AgreementRefused(_("This month has no figures: too little was decided in it."))
    if side in agreed:
        raise AgreementRefused(_("This side has agreed to the figures of this month already."))
    if side is AgreementSide.OWNER and AgreementSide.STAFF not in agreed:
        raise AgreementRefused(
            _("The staff’s representatives agree first. Wait until they have agreed.")
        )
    if not group:
        raise AgreementRefused(_("Name the group that agrees."))
    if len(group) > MOST_GROUP_CHARACTERS:
        raise AgreementRefused(
            _("The name of the group: at most %(most)s characters. Found: %(found)s. Shorten it.")
            % {"most": MOST_GROUP_CHARACTERS, "found": len(group)}
        )


@transaction.atomic
def take_agreement_back(month: ClosedMonth, side: AgreementSide, *, by: str, now: datetime) -> None:
    """Take back that a side agreed. What was released of the month is taken off all pages.

    The owner agreed after the staff's representatives: without these, with nothing. The ledger
    keeps what was public, since somebody may have read it. Raise `AgreementRefused`.
    """
    log = FieldLog.objects.select_for_update().get(pk=month.log_id)
    agreed = month.agreements.all()
    if not agreed.filter(side=side).exists():
        raise AgreementRefused(_("This side has not agreed to the figures of this month."))
    for released in list_released(log.scope):
        if split_log_item(released.item)[0] == month.month:
            take_release_back(log.scope, released.figure, by=by, now=now)
    (agreed if side is AgreementSide.STAFF else agreed.filter(side=side)).delete()
    detail = {"role": _ROLES[side].value}
    record_audit_event(by, "took agreement back", log.scope, month.month, detail=detail, now=now)

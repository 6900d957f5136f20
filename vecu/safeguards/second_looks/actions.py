"""Note that a request came in, and what became of it. Nothing of the request itself is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.credentials import parse_access_code
from vecu.errors import VecuError
from vecu.safeguards.models import LookOffice, PersonCode
from vecu.safeguards.person_codes import list_code_fingerprints
from vecu.safeguards.rules import AnsweringRole, ContactChannel, PersonCodeKind, PersonCodeState
from vecu.safeguards.second_looks.rules import (
    CLOSED_STATES,
    LookCondition,
    LookDates,
    close_dates,
    get_oldest_week,
    get_week,
    list_missing_conditions,
    may_follow,
)
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit
from vecu.ui.wording import lower_first


class LookRefused(VecuError):
    """A request or its answer cannot be noted so; `field` is what to correct."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class LookRequest:
    """A request that came in: the code as it was typed, how it came, whether in time."""

    code: str
    channel: ContactChannel
    in_time: bool


@transaction.atomic
def receive_look(office: LookOffice, request: LookRequest, *, today: date) -> PersonCode:
    """Note that a request came in today, and return what is stored of it.

    Sent twice on one day, as by a double tap, it is one request. Raise `LookRefused` for what is
    no code, and for one that was noted before.
    """
    code = parse_access_code(request.code)
    if code is None:
        raise LookRefused("code", describe_wrong_code())
    wanted = list_code_fingerprints(office.system, PersonCodeKind.SECOND_LOOK, code)
    known = PersonCode.objects.filter(fingerprint__in=wanted).first()
    row, is_new = (
        (known, False)
        if known
        else PersonCode.objects.get_or_create(
            fingerprint=wanted[0],
            defaults={
                "system": office.system,
                "kind": PersonCodeKind.SECOND_LOOK,
                "channel": request.channel,
                **_begin(office, request, today),
            },
        )
    )
    if not is_new and (row.state != PersonCodeState.RECEIVED or row.day != today):
        message = _("This code is noted already: %(state)s. Each request has its own code.")
        raise LookRefused("code", message % {"state": _(PersonCodeState(row.state).label)})
    return row


def _begin(office: LookOffice, request: LookRequest, today: date) -> dict[str, object]:
    """Return the first state of a request: what was asked too late is closed at once."""
    if request.in_time:
        deadline = today + timedelta(days=office.days)
        return {"state": PersonCodeState.RECEIVED, "day": today, "deadline": deadline}
    return {
        "state": PersonCodeState.OUT_OF_TIME,
        "day": get_week(today),
        "deadline": None,
        "role": AnsweringRole.OFFICE,
    }


@transaction.atomic
def answer_look(
    look: PersonCode,
    state: PersonCodeState,
    conditions: Iterable[LookCondition],
    *,
    today: date,
) -> PersonCode:
    """Note what became of a request. Once it is closed its days become weeks, and it stays.

    The files hold the days no longer either.

    Raise `LookRefused` if it is closed already, or if nobody can be said to have looked.
    """
    row = PersonCode.objects.select_for_update().get(pk=look.pk)
    if not may_follow(PersonCodeState(row.state), state):
        message = _("This request cannot become that any more: %(state)s.")
        raise LookRefused("code", message % {"state": _(PersonCodeState(row.state).label)})
    if missing := list_missing_conditions(state, conditions):
        message = _("Nobody has looked yet. Missing: %(missing)s.")
        listed = ", ".join(lower_first(_(each.label)) for each in missing)
        raise LookRefused("conditions", message % {"missing": listed})
    row.state, row.role = state, AnsweringRole.OFFICE
    if state in CLOSED_STATES:
        left = close_dates(LookDates(row.day, row.deadline), today)
        row.day, row.deadline = left.day, left.deadline
        rewrite_tables_on_commit()
    row.save()
    return row


def delete_old_looks(today: date) -> int:
    """Delete requests of quarters that are two years old, and return how many.

    A quarter goes whole: if its figures went down week by week, each step would tell of a week.
    """
    before = get_oldest_week(today)
    old = PersonCode.objects.filter(kind=PersonCodeKind.SECOND_LOOK, day__lt=before)
    count, _models = old.delete()
    return count


def describe_wrong_code() -> str:
    """Return what is said of what cannot be a code: a typing error, no guess."""
    return _(
        "This is not a code of ours: a character is wrong, missing or extra. Compare it with the"
        " paper. A code has no vowel and neither 0 nor 1."
    )

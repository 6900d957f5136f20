"""Let everybody read a case, once the pairs that could name somebody were read; take it back.

Who may do it is checked elsewhere; both raise `RecordRefused`, or `RecordChanged` unless `revision`
is the one that was read.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.casestudies.cases.checks import list_publication_problems
from vecu.casestudies.cases.models import Case
from vecu.casestudies.cases.queries import list_small_roles
from vecu.casestudies.cases.rules import CaseVerb
from vecu.records.actions import append_act, begin_writing, lock_record, save_next
from vecu.records.errors import RecordRefused


@transaction.atomic
def publish_case(case: Case, *, checked: bool, revision: int, by: str, now: datetime) -> Case:
    """Let everybody read a case; `checked`: somebody has read the pairs that name people."""
    row: Case = lock_record(case, revision)
    if row.published is not None:
        raise RecordRefused({"": _("Everybody reads this case already.")})
    if problems := list_publication_problems(row):
        raise RecordRefused({"": " ".join(problems)})
    if not checked and list_small_roles([row.pk]):
        message = _("Read the pairs of role and place first, and say that nobody is recognised.")
        raise RecordRefused({"checked": message})
    row.published = localdate(now)
    record_audit_event(by, "published case", row.study.scope, str(row.pk), now=now)
    return _store(row, CaseVerb.PUBLISH, by, now)


@transaction.atomic
def take_case_back(case: Case, *, revision: int, by: str, now: datetime) -> Case:
    """Let nobody but members read a case any more; matrices show it to nobody else either."""
    row: Case = lock_record(case, revision)
    if row.published is None:
        raise RecordRefused({"": _("Only members read this case already.")})
    row.published = None
    record_audit_event(by, "took case back", row.study.scope, str(row.pk), now=now)
    return _store(row, CaseVerb.TAKE_BACK, by, now)


def _store(row: Case, verb: CaseVerb, by: str, now: datetime) -> Case:
    save_next(row)
    append_act(begin_writing(row, by, now), verb, row)
    return row

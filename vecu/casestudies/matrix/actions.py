"""Let everybody read a matrix, once the pairs that could name somebody were read; take it back.

Who may do it is checked elsewhere; both raise `RecordRefused`, or `RecordChanged` unless `revision`
is the one that was read.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.casestudies.matrix.case_rows import get_case_directory
from vecu.casestudies.matrix.checks import list_publication_problems
from vecu.casestudies.matrix.models import CaseMatrix
from vecu.casestudies.matrix.queries import get_sheet
from vecu.casestudies.matrix.rules import MatrixVerb
from vecu.records.actions import append_act, begin_writing, check_problems, lock_record, save_next
from vecu.records.errors import RecordRefused


@transaction.atomic
def publish_matrix(
    matrix: CaseMatrix, *, checked: bool, revision: int, by: str, now: datetime
) -> CaseMatrix:
    """Let everybody read a matrix; `checked`: somebody has read the pairs that name people."""
    row: CaseMatrix = lock_record(matrix, revision)
    if row.published is not None:
        raise RecordRefused({"": _("Everybody reads this matrix already.")})
    sheet = get_sheet(row)
    check_problems(list_publication_problems(sheet))
    if not checked and get_case_directory().list_pairs([case.id for case, _cells in sheet.lines]):
        message = _("Read the pairs of role and place first, and say that nobody is recognised.")
        raise RecordRefused({"checked": message})
    row.published = localdate(now)
    record_audit_event(by, "published matrix", row.study.scope, str(row.pk), now=now)
    return _store(row, MatrixVerb.PUBLISH, by, now)


@transaction.atomic
def take_matrix_back(matrix: CaseMatrix, *, revision: int, by: str, now: datetime) -> CaseMatrix:
    """Let nobody but members read a matrix any more."""
    row: CaseMatrix = lock_record(matrix, revision)
    if row.published is None:
        raise RecordRefused({"": _("Only members read this matrix already.")})
    row.published = None
    record_audit_event(by, "took matrix back", row.study.scope, str(row.pk), now=now)
    return _store(row, MatrixVerb.TAKE_BACK, by, now)


def _store(row: CaseMatrix, verb: MatrixVerb, by: str, now: datetime) -> CaseMatrix:
    save_next(row)
    append_act(begin_writing(row, by, now), verb, row)
    return row

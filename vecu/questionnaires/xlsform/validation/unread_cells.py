"""Report cells that were not read, at their place."""

from __future__ import annotations

from vecu.messages import Message
from vecu.questionnaires.xlsform.preprocessing import canonical_column
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import Diagnostic, RuleCode, Severity
from vecu.questionnaires.xlsform.validation.known_columns import SURVEY
from vecu.questionnaires.xlsform.validation.unread_scan import (
    BLANK_COLUMNS,
    BLANK_ROWS,
    UnreadCell,
    UnreadReason,
)
from vecu.translation import gettext_noop

_BLANK_COLUMNS = gettext_noop(
    "From this column on nothing is read: more than %(columns)d columns without a heading stand"
    " before it. Delete them."
)
_UNREAD = {
    UnreadReason.BELOW: gettext_noop(
        "The headings stand in row %(row)d. They must stand in row 1: delete the rows above them."
    ),
    UnreadReason.BLANK: gettext_noop(
        "From this row on nothing is read: more than %(rows)d blank rows stand before it. Delete"
        " them."
    ),
    UnreadReason.DECLARED: gettext_noop(
        "From here on nothing is read: the workbook says that its sheet ends before. Save it anew"
        " in a spreadsheet program."
    ),
    UnreadReason.UNHEADED: gettext_noop(
        "This is not read: its column has no heading in row 1. Write one, or delete the column."
    ),
    UnreadReason.UNSAVED: gettext_noop(
        "The cell holds a formula without its result, so it is read as blank. Open the workbook in"
        " a spreadsheet program, save it there and give it again, or write what it should say."
    ),
}
"""The message about a cell that was not read, by reason."""


def find_late_headings(proofs: DiagnosticCollector) -> set[str]:
    """Return the sheets whose headings are below row 1, and report each."""
    below = [one for one in proofs.layout.unread if one.reason is UnreadReason.BELOW]
    for unread in below:
        _note(proofs, unread)
    return {unread.sheet for unread in below}


def check_unread_cells(proofs: DiagnosticCollector) -> None:
    """Report where a sheet continues after the point where reading ended, and skipped cells.

    Formulas in the author's own columns of the survey are ignored.
    """
    for unread in proofs.layout.unread:
        heading = proofs.layout.heading(unread.sheet, unread.column)
        own = unread.sheet == "survey" and canonical_column(heading) not in SURVEY
        if not (own and unread.reason is UnreadReason.UNSAVED):
            _note(proofs, unread)


def _note(proofs: DiagnosticCollector, unread: UnreadCell) -> None:
    msgid = _UNREAD[unread.reason]
    if unread.reason is UnreadReason.BLANK and unread.row == 1:
        msgid = _BLANK_COLUMNS
    message = Message(msgid, columns=BLANK_COLUMNS, rows=BLANK_ROWS, row=unread.row)
    level = Severity.WARNING if unread.reason is UnreadReason.UNHEADED else Severity.ERROR
    heading = proofs.layout.heading(unread.sheet, unread.column)
    where = (unread.sheet, unread.row, heading, unread.cell)
    proofs.add(Diagnostic(level, RuleCode.UNREAD, message, *where))

"""Cells that were not read, told at their place: where reading ended, and what it passed by."""

from __future__ import annotations

from vecu.messages import Message
from vecu.questionnaires.expansion import column
from vecu.questionnaires.proofreading.finding import Finding, Flaw, Level
from vecu.questionnaires.proofreading.known import SURVEY
from vecu.questionnaires.proofreading.proofs import Proofs
from vecu.questionnaires.proofreading.unread import BLANK_COLUMNS, BLANK_ROWS, Unread, Why
from vecu.text import _

_BLANK_COLUMNS = _(
    "From this column on nothing is read: more than %(columns)d columns without a heading stand"
    " before it. Delete them."
)
_UNREAD = {
    Why.BELOW: _(
        "The headings stand in row %(row)d. They must stand in row 1: delete the rows above them."
    ),
    Why.BLANK: _(
        "From this row on nothing is read: more than %(rows)d blank rows stand before it. Delete"
        " them."
    ),
    Why.DECLARED: _(
        "From here on nothing is read: the workbook says that its sheet ends before. Save it anew"
        " in a spreadsheet program."
    ),
    Why.UNHEADED: _(
        "This is not read: its column has no heading in row 1. Write one, or delete the column."
    ),
    Why.UNSAVED: _(
        "The cell holds a formula without its result, so it is read as blank. Open the workbook in"
        " a spreadsheet program, save it there and give it again, or write what it should say."
    ),
}
"""What is told of a cell that was not read."""


def sheets_headed_below(proofs: Proofs) -> set[str]:
    """Return the sheets whose headings stand below row 1, each noted."""
    below = [one for one in proofs.layout.unread if one.why is Why.BELOW]
    for unread in below:
        _note(proofs, unread)
    return {unread.sheet for unread in below}


def check_read(proofs: Proofs) -> None:
    """Note where a sheet goes on after reading took it to have ended, and cells passed by.

    Formulas in the author's own columns of the survey matter to nobody.
    """
    for unread in proofs.layout.unread:
        heading = proofs.layout.heading(unread.sheet, unread.column)
        own = unread.sheet == "survey" and column(heading) not in SURVEY
        if not (own and unread.why is Why.UNSAVED):
            _note(proofs, unread)


def _note(proofs: Proofs, unread: Unread) -> None:
    msgid = _UNREAD[unread.why]
    if unread.why is Why.BLANK and unread.row == 1:
        msgid = _BLANK_COLUMNS
    message = Message(msgid, columns=BLANK_COLUMNS, rows=BLANK_ROWS, row=unread.row)
    level = Level.WARNING if unread.why is Why.UNHEADED else Level.ERROR
    heading = proofs.layout.heading(unread.sheet, unread.column)
    where = (unread.sheet, unread.row, heading, unread.cell)
    proofs.add(Finding(level, Flaw.UNREAD, message, *where))

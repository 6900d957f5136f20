"""Leaving nothing, in what the database keeps beside its rows, that tells how an answer came.

In PostgreSQL a row that was deleted or changed stays in its table's file, with its words and the
numbers of the transactions that wrote and ended it, until something is written over it; and each
row that stands bears the number of the transaction that wrote it. An answer is written in the
transaction that deletes its draft, or that writes the mark of its form. So what came lately is
written anew from time to time: when an inquiry closes, and by `vecu purge`.
"""

from time import sleep
from typing import Any, cast

from django.db import connection, transaction

from vecu.surveys.actions.wal_checkpoint import truncate_wal
from vecu.surveys.models import SubmissionReceipt

MARKS = "surveys_submissionreceipt"
COMING = ("surveys_draft", "surveys_accesscode", "surveys_outreachpartner")
"""What tells how people came, and in its deleted rows how those came who have sent."""
CROWD = 10_000
"""As many marks written by one transaction stay as they are; fewer are joined by the next."""
QUICK = 100_000
"""As many marks are written anew in a second, while forms wait; more are left in their file."""
TRIES = 20
NOT_ALLOWED = "42501"
"""What PostgreSQL calls it when a role may not do something."""
PAUSE = 0.05
"""Seconds between two tries to have a table alone; nobody waits for us meanwhile."""

GATHER = f"""
WITH lots AS MATERIALIZED (
    SELECT xmin AS written, count(*) AS marks FROM surveys_submissionreceipt
    GROUP BY xmin HAVING count(*) < {CROWD}
), gone AS (
    DELETE FROM surveys_submissionreceipt AS mark USING lots
    WHERE mark.xmin = lots.written AND EXISTS (SELECT FROM lots WHERE marks = 1)
    RETURNING mark.instance, mark.xml, mark.fielding_id
)
INSERT INTO surveys_submissionreceipt (instance, xml, fielding_id)
SELECT instance, xml, fielding_id FROM gone ORDER BY instance
"""  # noqa: S608
"""Writes marks that came alone, and small lots of earlier ones, as one lot by one transaction.

In the order of their fingerprints. Whoever sends the same form meanwhile waits, and is then told
that it was kept. Lots stay, once they are a crowd, so that a million is not written every day.
"""


def rewrite_tables() -> list[str]:
    """Write anew what would join sent answers to cards, relays, or the marks of filled forms.

    Return the tables whose deleted rows are still in PostgreSQL's files, because somebody used the
    table all the time or an older transaction may still read them: they go the next time. Not to be
    called inside a transaction.

    On SQLite deleted rows are overwritten at once and marks never lie as they came; what is left is
    the journal, whose parts hold what was written together.
    """
    if connection.vendor == "sqlite":
        truncate_wal()
        return []
    with connection.cursor() as cursor:
        cursor.execute(GATHER)
    marks = _clear_marks()
    rewritten = {table: _rewrite(table) for table in COMING}
    return [table for table, whole in {**rewritten, **marks}.items() if not whole]


def rewrite_tables_on_commit() -> None:
    """Do so once this transaction is over; whatever becomes of it, what was done is done."""
    transaction.on_commit(rewrite_tables, robust=True)


def _clear_marks() -> dict[str, bool]:
    """Take marks as they came out of their table; of a very large one the bytes may stay a while.

    There PostgreSQL writes the next marks over them.
    """
    if SubmissionReceipt.objects.count() <= QUICK:
        return {MARKS: _rewrite(MARKS)}
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {MARKS}")
    return {}


def _rewrite(table: str) -> bool:
    """Write a table, with its indexes and what is stored apart, into new files; tell if it worked.

    It did if PostgreSQL says that no deleted row came along. It has no details where the table was
    not free; a limit on waiting would hold others up, and through a pooler reach another session.
    Where the role may not, it is of no use to try again.
    """
    told: list[str] = []

    def listen(notice: Any) -> None:
        told.append(notice.message_detail or (notice.sqlstate == NOT_ALLOWED and NOT_ALLOWED) or "")

    with connection.cursor() as cursor:
        server = cast("Any", connection).connection
        server.add_notice_handler(listen)
        try:
            for _try in range(TRIES):
                cursor.execute(f"VACUUM (FULL, VERBOSE, SKIP_LOCKED) {table}")
                if any(told):
                    break
                sleep(PAUSE)
        finally:
            server.remove_notice_handler(listen)
    return any(detail.startswith("0 ") for detail in told)

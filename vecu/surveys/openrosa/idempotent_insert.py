"""Storing an answer together with the mark that it was sent, both or neither, once.

On PostgreSQL the mark, the answer and its passages are one statement, a transaction by itself: by
saves of Django each would be a trip of its own, and keeping a form takes nearly twice the time.
"""

import json
from typing import Any

from django.db import connection, transaction

from vecu.surveys.actions.search_index import (
    FROM_JSON,
    PASSAGES,
    build_entries,
    serialise_entries,
    store_entries,
)
from vecu.surveys.models import Answer, Fielding, SubmissionReceipt
from vecu.surveys.queries import get_fielding_questionnaire

_MARK = """
INSERT INTO surveys_submissionreceipt (instance, xml, fielding_id)
SELECT %s, %s, id FROM surveys_fielding
WHERE id = %s AND version_id = %s AND state = %s AND opens {same} %s AND closes {same} %s
ON CONFLICT DO NOTHING
"""
"""Looks at the fielding and stores the mark at once: nobody closes it between the two."""
_MARK_ON_SQLITE = _MARK.format(same="IS")
_ALL_ON_POSTGRESQL = f"""
WITH mark AS ({_MARK.format(same="IS NOT DISTINCT FROM")} RETURNING fielding_id), answer AS (
    INSERT INTO surveys_answer (id, fielding_id, day, language, "values", receipt, promise)
    SELECT %s::uuid, fielding_id, %s::date, %s, %s::jsonb, %s, %s::smallint FROM mark
), passages AS ({PASSAGES} {FROM_JSON} WHERE EXISTS (SELECT FROM mark))
SELECT count(*) FROM mark
"""  # noqa: S608
"""All three parts are run, read or not; foreign keys are looked at once all of it is done."""


def insert_if_new(mark: SubmissionReceipt, answer: Answer) -> bool:
    """Store both unless the mark is there already; return whether they were stored.

    Nor are they where the fielding is no longer what `answer.fielding` says, as when it was closed
    meanwhile. Whoever sends the same at the same moment waits here until it is known who was first.
    """
    marked = [mark.instance, mark.xml, *_known(answer.fielding)]
    passages = build_entries(get_fielding_questionnaire(answer.fielding), [answer])
    if connection.vendor == "postgresql":
        values = json.dumps(answer.values)
        row = answer.pk, answer.day, answer.language, values, answer.receipt, answer.promise
        with connection.cursor() as cursor:
            cursor.execute(_ALL_ON_POSTGRESQL, [*marked, *row, serialise_entries(passages)])
            return bool(cursor.fetchone()[0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MARK_ON_SQLITE, marked)
        if new := bool(cursor.rowcount):
            answer.save(force_insert=True)
            store_entries(passages)
        return new


def _known(fielding: Fielding) -> list[Any]:
    """Return what a fielding asks and whether it takes answers, as both databases compare it."""
    days = (day and day.isoformat() for day in (fielding.opens, fielding.closes))
    return [fielding.pk.hex, fielding.version_id.hex, fielding.state, *days]

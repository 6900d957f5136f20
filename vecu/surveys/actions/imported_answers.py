"""Store answers that were collected elsewhere and imported."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from vecu.questionnaires import Values
from vecu.surveys.actions.search_index import index_answers
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import get_fielding_questionnaire, get_latest_version
from vecu.surveys.rules import FieldingState, Mode

BATCH = 500
"""Answers per INSERT statement."""


def ensure_import_fielding(study: Study) -> Fielding:
    """Return the fielding for a study's imported answers; create it at the first import.

    It is closed: respondents never reach it.
    """
    fielding, _created = Fielding.objects.get_or_create(
        study=study,
        mode=Mode.IMPORTED,
        wave=1,
        defaults={"version": get_latest_version(study), "state": FieldingState.CLOSED},
    )
    return fielding


@transaction.atomic
def store_imported_answers(
    fielding: Fielding,
    rows: Iterable[tuple[Values, str]],
    day: date,
    *,
    promise: int | None = None,
) -> list[UUID]:
    """Store validated rows, each (values, language), and return their ids in that order.

    `day` is the day of the import. There are no receipts. `promise` is the number of the promise
    that all of these people read: None where they answered elsewhere and read none of ours. The
    caller must have validated the rows against the fielding's questionnaire. Rows are stored in
    the order of their ids, not of the file.
    """
    answers = [
        Answer(fielding=fielding, day=day, language=language, values=values, promise=promise)
        for values, language in rows
    ]
    Answer.objects.bulk_create(sorted(answers, key=attrgetter("pk")), batch_size=BATCH)
    index_answers(get_fielding_questionnaire(fielding), answers)
    return [answer.id for answer in answers]

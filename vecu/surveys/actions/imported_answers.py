"""Keeping answers that were given elsewhere and are brought in."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from vecu.questionnaires import Values
from vecu.surveys.actions.search_index import index_answers
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import (
    get_fielding_questionnaire,
    get_latest_version,
)
from vecu.surveys.rules import (
    FieldingState,
    Mode,
)

BATCH = 500
"""Answers written by one statement."""


def ensure_import_fielding(study: Study) -> Fielding:
    """Return the fielding that holds a study's imported answers, made at the first import.

    It is closed: people never come to it.
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
    fielding: Fielding, rows: Iterable[tuple[Values, str]], day: date
) -> list[UUID]:
    """Keep checked rows, each its values and its language, and return their ids in that order.

    `day` is the day of the import. Nobody holds a receipt for them. The rows are trusted: whoever
    calls has checked them against the fielding's questionnaire.
    """
    answers = [
        Answer(fielding=fielding, day=day, language=language, values=values)
        for values, language in rows
    ]
    Answer.objects.bulk_create(answers, batch_size=BATCH)
    index_answers(get_fielding_questionnaire(fielding), answers)
    return [answer.id for answer in answers]

"""Storing an answer together with the mark that it was sent, both or neither, once.

By two saves of Django this takes another trip to PostgreSQL and composes two statements anew; here
both rows are one statement. Names in it are those of our own models.
"""

from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from vecu.surveys.actions.indexing import index_answers
from vecu.surveys.models import Answer, Submission
from vecu.surveys.queries import questionnaire_for


def keep_once(mark: Submission, answer: Answer) -> bool:
    """Store both unless the mark is there already; return whether they were stored.

    Whoever sends the same at the same moment waits here until it is known who was first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_both(), [*_row(mark), *_row(answer)])
            new = bool(cursor.rowcount)
        else:
            cursor.execute(_insert(Submission), _row(mark))
            if new := bool(cursor.rowcount):
                answer.save(force_insert=True)
        if new:
            index_answers(questionnaire_for(answer.fielding), [answer])
        return new


@lru_cache(maxsize=1)
def _both() -> str:
    places = ", ".join(["%s"] * len(_columns(Answer)))
    mark = f"WITH mark AS ({_insert(Submission)} RETURNING 1)"
    return f"{mark} INSERT INTO {_into(Answer)} SELECT {places} FROM mark"  # noqa: S608


@lru_cache(maxsize=1)
def _insert(model: type[Model]) -> str:
    places = ", ".join(["%s"] * len(_columns(model)))
    return f"INSERT INTO {_into(model)} VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608


def _into(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(map(quote, _columns(model)))})"


def _columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _row(instance: Model) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(instance, field.attname), connection)
        for field in instance._meta.concrete_fields
    ]

"""Rewrite respondents' rows in the order of their random keys, so that none shows when it arrived.

For PostgreSQL, where a row is stored wherever there was room when it was written, and bears the
number of the transaction that wrote it (`xmin`). Rows written by one transaction are a lot. Small
lots are merged: a few transactions rewrite their rows, each in the order of keys.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from operator import itemgetter

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import AutoField, BinaryField, ForeignObjectRel, Model

from vecu.surveys.models import (
    AccessCode,
    Answer,
    Attachment,
    BreakoffCount,
    Draft,
    OutreachPartner,
    SubmissionReceipt,
    Version,
)

CROWD = 2_000
"""Rows that make a lot large enough to be left alone."""
HEAVY = 32_000_000
"""Bytes that do so too: a lot of uploaded files has fewer rows."""
PATIENCE = "200ms"
"""How long to wait for a referenced row that another transaction has locked.

That one may be waiting for our table; PostgreSQL resolves a deadlock only after a second.
"""

Row = tuple[object, float]
"""The key of a row, and its weight as a fraction of a full lot."""


def list_respondent_models() -> list[type[Model]]:
    """Return the models that respondents' actions write, and those with rows for each answer.

    The latter are found by their foreign key to an answer, in any room. A model of another room
    can ask for the same: it declares `hides_order = True`.
    """
    own = [Answer, Draft, AccessCode, OutreachPartner, BreakoffCount, SubmissionReceipt]
    others = [model for model in apps.get_models() if getattr(model, "hides_order", False)]
    return [*own, *_sort_by_table({*_find_following(Answer), *others})]


def list_models_with_words() -> list[type[Model]]:
    """Return these models, and all others that can hold words of respondents.

    Those that lead to an answer over any number of foreign keys, and uploaded files.
    """
    first = list_respondent_models()
    found, waiting = set(first), list(first)
    while waiting:
        new = _find_following(waiting.pop()) - found
        found |= new
        waiting += new
    uploads = {model for model in apps.get_models() if _holds_files(model)}
    return [*first, *_sort_by_table((found | uploads) - set(first))]


def _find_following(model: type[Model]) -> set[type[Model]]:
    """Return the models with a foreign key to this one."""
    return {
        field.related_model
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
    }


def _holds_files(model: type[Model]) -> bool:
    """Return whether a model holds uploaded files, other than what a questionnaire consists of."""
    files = any(isinstance(field, BinaryField) for field in model._meta.get_fields())
    return files and model not in {Version, Attachment}


def _sort_by_table(models: Iterable[type[Model]]) -> list[type[Model]]:
    return sorted(models, key=lambda model: model._meta.db_table)


def rewrite_rows(model: type[Model]) -> bool:
    """Rewrite the rows of small lots; return False if the table was in use.

    What was rewritten before that stays rewritten. Other writers to the table wait, for one lot at
    a time.
    """
    try:
        for keys in _split_rows(_find_rows(model)):
            _rewrite_lot(model, keys)
    except OperationalError:  # the table, or a referenced row, is locked by another transaction
        return False
    return True


def _find_rows(model: type[Model]) -> list[Row]:
    """Return the rows of small lots, sorted by key; none if nothing arrived since the last time.

    If the small lots are no full lot together, a larger one is added, so that no row is alone.
    """
    sizes = " + ".join(f"coalesce(pg_column_size({name}), 0)" for name in _get_columns(model))
    weight = f"1 / {CROWD}::float8 + ({sizes}) / {HEAVY}::float8"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH weighed AS (SELECT {_get_key(model)} AS key, xmin AS lot, {weight} AS weight "  # noqa: S608
            f"FROM {_get_table(model)}), "
            "lots AS (SELECT lot, count(*) AS members, sum(weight) AS total "
            "FROM weighed GROUP BY lot), "
            "ranked AS (SELECT *, count(*) OVER () AS among, "
            "sum(total) OVER (ORDER BY total, lot::text) - total AS before FROM lots) "
            "SELECT key, weight FROM weighed JOIN ranked USING (lot) "
            "WHERE (members = 1 OR total < 0.5 OR before < 1) "
            "AND EXISTS (SELECT FROM ranked WHERE members = 1 OR (total < 0.5 AND among > 1)) "
            "ORDER BY key"
        )
        rows: list[Row] = cursor.fetchall()
    return rows


def _split_rows(rows: list[Row]) -> Iterator[list[object]]:
    """Yield the keys of rows in lots that are full, if there are enough rows for one.

    A lot holds a range of keys, so the order of the lots reveals nothing either.
    """
    total = sum(weight for _key, weight in rows)
    lots = max(1, int(total))
    before = accumulate((weight for _key, weight in rows), initial=0.0)
    numbered = [
        (min(int(lots * weight / total), lots - 1), key)
        for (key, _weight), weight in zip(rows, before, strict=False)
    ]
    for _number, lot in groupby(numbered, key=itemgetter(0)):
        yield [key for _number, key in lot]


@transaction.atomic
def _rewrite_lot(model: type[Model], keys: list[object]) -> None:
    """Delete and insert the rows with these keys that still exist, TOAST values included.

    All other writers are locked out: a concurrent DELETE would otherwise find its row already
    deleted, delete nothing, and a withdrawn answer would stay.
    """
    table, key, columns = _get_table(model), _get_key(model), ", ".join(_get_columns(model))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE NOWAIT")
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} WHERE {key} = ANY(%s) RETURNING {columns}) "  # noqa: S608
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY {key}",
            [keys],
        )


def _get_table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _get_key(model: type[Model]) -> str:
    key = model._meta.pk
    if key is None or isinstance(key, AutoField):
        raise TypeError(f"{model._meta.label}: generated keys show the order of arrival.")
    return connection.ops.quote_name(str(key.column))


def _get_columns(model: type[Model]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]

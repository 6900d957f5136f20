"""Writing people's rows anew in the order of their random keys, so that none shows when it came.

For PostgreSQL, where a row lies where there was room when it was written, and bears the number of
the transaction that wrote it. Rows that one transaction wrote are a lot. Small lots are joined:
their rows are written anew, by few transactions, each in the order of keys.
"""

from collections.abc import Iterator
from itertools import accumulate, groupby
from operator import itemgetter

from django.db import OperationalError, connection, transaction
from django.db.models import AutoField, ForeignObjectRel, Model

from vecu.surveys.models import (
    AccessCode,
    Answer,
    BreakoffCount,
    Draft,
    OutreachPartner,
    SubmissionReceipt,
)

CROWD = 2_000
"""Rows that one transaction writes anew, at least, unless there are fewer, and that then stay."""
HEAVY = 32_000_000
"""Bytes that count as much: of people's files fewer rows are a crowd."""
PATIENCE = "200ms"
"""How long a row that we refer to is waited for, by then held by somebody who may wait for us."""

Row = tuple[object, float]
"""The key of a row and its weight: how much of a crowd it is."""


def list_respondent_models() -> list[type[Model]]:
    """Return the tables that people's acts write, and those whose rows follow answers one by one.

    The latter are found by their reference to an answer, in whatever room.
    """
    own = [Answer, Draft, AccessCode, OutreachPartner, BreakoffCount, SubmissionReceipt]
    following = {
        field.related_model
        for field in Answer._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
    }
    return [*own, *sorted(following, key=lambda model: model._meta.db_table)]


def rewrite_rows(model: type[Model]) -> bool:
    """Write the rows of small lots anew; return whether others left the table free for it.

    Whoever would write to the table meanwhile waits, for a crowd at a time. Not to be called where
    somebody waits for what this transaction holds.
    """
    try:
        for keys in _split_rows(_find_rows(model)):
            _rewrite_lot(model, keys)
    except OperationalError:  # somebody holds the table, or a row to which these refer
        return False
    return True


def _find_rows(model: type[Model]) -> list[Row]:
    """Return the rows of small lots, by key; none where nothing came since the last time.

    A larger lot is joined where the small ones are no crowd together, so that a row is never alone.
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
    """Yield the keys of rows, parted into lots of a crowd each, or more; they stay in their order.

    Lots follow each other by key, too, so that neither their order tells anything.
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
    """Write rows anew, those that are still there, as they are now.

    The table is held against all other writers. Somebody who would delete a row meanwhile would
    else find it gone, and it would come back. What is stored apart (TOAST) is written anew as well.
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
        raise TypeError(f"{model._meta.label} has a key that is counted: its order tells.")
    return connection.ops.quote_name(str(key.column))


def _get_columns(model: type[Model]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]

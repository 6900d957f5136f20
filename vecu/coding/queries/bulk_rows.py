"""Fetch columns of very many rows; each id is parsed once, as a UUID costs more than a row."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

AT_ONCE = 500
"""Rows fetched, and texts queried for, at once."""


class IdLookup(dict[str, UUID | None]):
    """Maps ids, as the database writes them, to objects; None for unknown ones."""

    def __init__(self, known: Mapping[UUID, UUID]) -> None:
        self._known = known

    def __missing__(self, text: str) -> UUID | None:
        self[text] = self._known.get(UUID(text))
        return self[text]


def iter_rows(
    rows: QuerySet[Any], *identities: str, plain: tuple[str, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """Yield columns of rows; those of `identities` stay text, as the database returns them."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in identities}
    columns = rows.annotate(**texts).values_list(*texts, *plain)
    yield from columns.iterator(chunk_size=AT_ONCE)

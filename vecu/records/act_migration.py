"""Copy histories that rooms wrote for themselves, once, in a migration."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from vecu.accounts.rules import ScopeKind


def copy_acts(
    apps: Any,
    ledger: str,
    rows: Iterable[tuple[Any, dict[str, Any]]],
) -> None:
    """Copy rows, each with its old key and the columns of an act, in their order.

    Columns are `scope_kind`, `scope_uuid`, `by`, `verb`, `kind`, `entry`, `before`, `after`, either
    `at` or `day`, and perhaps `side`, `move` and `undoes`, the old key of what was undone. Keys are
    new and random, and rows lie in their order: that of all scopes together is gone. Numbers begin
    with 1 in each scope; in those of groups no act has an hour. Raise `RuntimeError` where anything
    is lost.
    """
    model = apps.get_model("records", "Act")
    numbers: dict[UUID, int] = {}
    keys: dict[Any, UUID] = {}
    acts, undone = [], 0
    for old, columns in rows:
        scope = columns["scope_uuid"]
        numbers[scope] = numbers.get(scope, 0) + 1
        at: datetime | None = columns.pop("at", None)
        undoes = columns.pop("undoes", None)
        keys[old], undone = uuid4(), undone + (undoes is not None)
        acts.append(
            model(
                id=keys[old],
                ledger=ledger,
                number=numbers[scope],
                at=at if columns["scope_kind"] != ScopeKind.GROUP else None,
                undoes_id=keys[undoes] if undoes is not None else None,
                **{"move": uuid4(), "day": at and localdate(at)} | columns,
            )
        )
    model.objects.bulk_create(sorted(acts, key=attrgetter("id")), batch_size=500)
    copied = model.objects.filter(ledger=ledger)
    if copied.count() < len(acts) or copied.exclude(undoes=None).count() < undone:
        raise RuntimeError(f"Acts of {ledger} were lost: {copied.count()} of {len(acts)}.")

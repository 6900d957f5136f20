"""Read histories."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from vecu.accounts.rules import Scope
from vecu.records.kinds import Ledger, list_record_kinds
from vecu.records.models import Act

__all__ = ["Act", "list_acts", "list_undoable_acts"]


def list_acts(
    scope: Scope, ledger: Ledger, entries: Collection[UUID] | None = None
) -> QuerySet[Act]:
    """Return what was done, or done to these entries, the latest act first; lazy, to be paged."""
    acts = Act.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id, ledger=ledger.name)
    of_entries = acts if entries is None else acts.filter(entry__in=entries)
    return of_entries.select_related("undoes")


def list_undoable_acts(scope: Scope, ledger: Ledger) -> list[Act]:
    """Return what was done in the latest move that can be undone, [] if there is none.

    Undoing again and again goes back move by move, so that nothing later stands on what is undone.
    """
    can_be = Q(pk=None)
    for kind in list_record_kinds(ledger):
        can_be |= Q(kind=kind.name, verb__in=kind.undoable_verbs)
    acts = list_acts(scope, ledger).filter(can_be, undoes=None, undone_by=None)
    latest = acts.first()
    return list(acts.filter(move=latest.move)) if latest else []

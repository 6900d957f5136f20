"""Suppliers' cards: added, changed, removed; each appends to the history."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.rules import Scope, ScopeKind
from vecu.recommendations.checks import list_card_problems
from vecu.recommendations.content import CardContent
from vecu.recommendations.history import RecommendationAct, append_event, take_snapshot
from vecu.recommendations.models import SupplierCard
from vecu.recommendations.rows import check, lock_read, save_changed
from vecu.recommendations.rules import RecommendationVerb
from vecu.recommendations.stored import read_claims
from vecu.records.row_states import fill_columns
from vecu.records.text_normalization import strip_texts


@transaction.atomic
def add_supplier_card(
    scope: Scope, content: CardContent, *, by: str, now: datetime
) -> SupplierCard:
    """Note what a supplier promised and what was observed; raise `RecommendationRefused`."""
    if scope.kind is not ScopeKind.GROUP:
        raise TypeError(f"A {scope.kind} hears no supplier.")
    content = strip_texts(content)
    check(list_card_problems(scope, content, [], localdate(now)))
    row = SupplierCard(group_id=scope.id)
    fill_columns(row, content)
    row.save(force_insert=True)
    act = RecommendationAct(scope.id, RecommendationVerb.ADD_CARD, by, now)
    append_event(act, row, after=take_snapshot(row))
    return row


@transaction.atomic
def change_supplier_card(
    card: SupplierCard, content: CardContent, *, revision: int, by: str, now: datetime
) -> SupplierCard:
    """Change a card, and return it.

    Raise `RecommendationRefused`, or `RecommendationChanged` unless `revision` is the one that
    was read.
    """
    row, content = lock_read(card, revision), strip_texts(content)
    cited = [each for claim in read_claims(row.observed) for each in claim.references]
    check(list_card_problems(row.scope, content, cited, localdate(now)))
    before = take_snapshot(row)
    fill_columns(row, content)
    save_changed(row)
    act = RecommendationAct(row.group_id, RecommendationVerb.CHANGE_CARD, by, now)
    append_event(act, row, before, take_snapshot(row))
    return row


@transaction.atomic
def remove_supplier_card(card: SupplierCard, *, revision: int, by: str, now: datetime) -> None:
    """Remove a card; raise `RecommendationChanged` unless `revision` is the one that was read."""
    row = lock_read(card, revision)
    act = RecommendationAct(row.group_id, RecommendationVerb.REMOVE_CARD, by, now)
    append_event(act, row, before=take_snapshot(row))
    row.delete()

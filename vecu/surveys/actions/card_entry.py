"""Entering with a card: begins a draft the first time, and returns to it until it is sent."""

import secrets

from django.db import transaction

from vecu.credentials import RandomBytes
from vecu.surveys.actions.cards import CardRevoked, CardUsed, lock_batches, rewrite_batch
from vecu.surveys.actions.drafts import (
    UnknownCode,
    begin_draft,
    lock_draft,
    purge_drafts,
    rotate_token,
)
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import Draft
from vecu.surveys.queries import RespondentContext, list_live_drafts
from vecu.surveys.queries.relays import find_card


def enter_with_card(
    visit: RespondentContext,
    code: str,
    *,
    promise: int = PROMISE_NUMBER,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> tuple[str, Draft]:
    """Give this browser the card's draft under a new token, and begin the draft if needed.

    `promise` is the number of the promise that the respondent read; a draft begun before keeps its
    own. A browser that held the draft before loses it. A card whose draft expired or was abandoned
    begins a new one. Raise `UnknownCode`, `CardUsed`, `CardRevoked`, or `NotOpen` when beginning.
    """
    if find_card(code, visit.slug) is None:
        raise UnknownCode
    purge_drafts(visit.today)
    return _enter(visit, code, promise, random_bytes)


@transaction.atomic
def _enter(
    visit: RespondentContext, code: str, promise: int, random_bytes: RandomBytes
) -> tuple[str, Draft]:
    found = find_card(code, visit.slug)
    if found is not None:
        lock_batches([found.batch_id])
    card = find_card(code, visit.slug)
    if card is None:
        raise UnknownCode
    draft = list_live_drafts(visit).select_for_update(of=("self",)).filter(card=card).first()
    if draft is not None:
        return rotate_token(draft, random_bytes), draft
    if card.taken:
        raise CardUsed
    if card.batch.revoked:
        raise CardRevoked
    begun = begin_draft(
        card.batch.fielding, visit, card=card, promise=promise, random_bytes=random_bytes
    )
    rewrite_batch([card.pk], taken=True)
    return begun


@transaction.atomic
def save_for_later_with_code(visit: RespondentContext) -> Draft:
    """Make the card's code the resume code of this draft, which the quick exit then spares.

    Raise `DraftNotFound`.
    """
    draft = lock_draft(visit)
    draft.resume = draft.card_id
    draft.save(update_fields=["resume"])
    return draft

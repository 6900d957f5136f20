"""Coming in with a card: the first time it begins a draft, until that is sent it leads back."""

import secrets

from django.db import transaction

from vecu.surveys.actions.cards import (
    CardRevoked,
    CardUsed,
    Drawn,
    lock_batches,
    rewrite_batch,
)
from vecu.surveys.actions.drafts import (
    UnknownCode,
    begin_draft,
    lock_draft,
    purge_drafts,
    rotate_token,
)
from vecu.surveys.models import Draft
from vecu.surveys.queries import (
    RespondentContext,
    list_live_drafts,
)
from vecu.surveys.queries.relays import find_card


def enter_with_card(
    visit: RespondentContext, code: str, *, random_bytes: Drawn = secrets.token_bytes
) -> tuple[str, Draft]:
    """Give this browser the draft of the card, begun now if need be, under a new token.

    Another browser that held the draft no longer does. A card whose draft has expired or was left
    begins anew. Raise `UnknownCode`, `CardUsed`, `CardRevoked` or, to begin, `NotOpen`.
    """
    if find_card(code, visit.slug) is None:
        raise UnknownCode
    purge_drafts(visit.today)
    return _enter(visit, code, random_bytes)


@transaction.atomic
def _enter(visit: RespondentContext, code: str, random_bytes: Drawn) -> tuple[str, Draft]:
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
    begun = begin_draft(card.batch.fielding, visit, card=card, random_bytes=random_bytes)
    rewrite_batch([card.pk], taken=True)
    return begun


@transaction.atomic
def save_for_later_with_code(visit: RespondentContext) -> Draft:
    """Let the card's own code be what leads back to this draft, which the quick exit then spares.

    Raise `DraftGone`.
    """
    draft = lock_draft(visit)
    draft.resume = draft.card_id
    draft.save(update_fields=["resume"])
    return draft

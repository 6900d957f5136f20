"""What stands on cards and pages of findings: what was replied, and the way to reply."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from vecu.accounts.rules import ScopeKind
from vecu.evidence.public_findings import map_finding_scopes
from vecu.replies.released_replies import map_reply_figures
from vecu.replies.views.taking import can_reply
from vecu.surveys.queries import list_all_studies


def map_reply_contexts(findings: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return what templates show of findings that were replied to, or can be, study by study."""
    scopes = map_finding_scopes(findings, ScopeKind.STUDY)
    contexts: dict[UUID, dict[str, Any]] = {}
    for study in list_all_studies():
        cards = [card for card, scope in scopes.items() if scope == study.id]
        if not cards:
            continue
        figures, is_open = map_reply_figures(study, timezone.localdate()), can_reply(study)
        start = reverse("replies:start", args=[study.slug])
        contexts |= {
            card: {
                "figures": figures.get(card),
                "address": f"{start}?card={card}" if is_open else "",
            }
            for card in cards
            if card in figures or is_open
        }
    return contexts

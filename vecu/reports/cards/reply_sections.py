"""Replies on cards of findings, as the room of replies shows them."""

from collections.abc import Collection
from uuid import UUID

from vecu.replies.views.card_sections import describe_replies, map_reply_contexts
from vecu.reports.cards.sections import CardSection


def map_reply_sections(findings: Collection[UUID]) -> dict[UUID, CardSection]:
    """Return what was replied to some findings, and the way to reply."""
    contexts = map_reply_contexts(findings)
    return {
        card: CardSection("replies/card_section.html", each, describe_replies(each["figures"]))
        for card, each in contexts.items()
    }

"""What stands on cards and pages of findings: what was replied, and the way to reply."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.rules import ScopeKind
from vecu.evidence.public_findings import list_published_among, map_finding_scopes
from vecu.replies.queries import map_bursts
from vecu.replies.released_replies import (
    ReplyFigures,
    map_earlier_replies,
    map_reply_figures,
)
from vecu.surveys.queries import get_open_studies
from vecu.ui.figures import FEW
from vecu.ui.templatetags.ui import grouped


def describe_replies(figures: ReplyFigures | None) -> str:
    """Return the released counts of what was replied to a card in one line, '' without any."""
    if figures is None:
        return ""
    counts = [
        f"{_(choice.label)} {grouped(count) if count > FEW else _('10 or fewer')}"
        for choice, count in figures.counts.items()
    ]
    return _("replies: %(counts)s") % {"counts": ", ".join(counts)}


def map_reply_contexts(findings: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return what templates show of findings that were replied to, or can be, of all studies."""
    studies, today = map_finding_scopes(findings, ScopeKind.STUDY), timezone.localdate()
    figures = map_reply_figures(set(studies.values()), today)
    earlier = map_earlier_replies(findings, figures)
    bursts = map_bursts(set(studies.values())) if figures else {}
    published, slugs = set(list_published_among(findings)), get_open_studies(today)
    addresses = {
        card: f"{reverse('replies:start', args=[slugs[study]])}?card={card}"
        for card, study in studies.items()
        if card in published and study in slugs
    }
    return {
        card: {
            "figures": figures.get(card),
            "earlier": earlier.get(card),
            "bursts": bursts.get(study, ()),
            "address": addresses.get(card, ""),
        }
        for card, study in studies.items()
        if card in figures or card in earlier or card in addresses
    }

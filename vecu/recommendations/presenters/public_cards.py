"""Lay out suppliers’ cards for everybody: promised apart from observed, claims with their links."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.evidence.chips import list_evidence_chips
from vecu.groups.queries import LearningGroup
from vecu.recommendations.presenters.cards import CardDescription, describe_card
from vecu.recommendations.presenters.claims import ClaimDescription
from vecu.recommendations.queries import list_supplier_cards
from vecu.register.menus import PUBLISHED_SYSTEM_MENU
from vecu.register.queries import System, list_published_systems
from vecu.ui.chips import EvidenceChip
from vecu.ui.menus import find_first_address
from vecu.ui.templatetags.ui import translate_wording


@dataclass(frozen=True, slots=True)
class ObservationLine:
    """Something that was observed, and what is left of what it stands on, as chips."""

    words: ClaimDescription
    chips: Sequence[EvidenceChip]


@dataclass(frozen=True, slots=True)
class PublicCard:
    """A card; `system` and `address` are of what everybody reads in the register, else ''."""

    words: CardDescription
    observed: Sequence[ObservationLine]
    system: str = ""
    address: str = ""


def list_public_cards(group: LearningGroup) -> list[PublicCard]:
    """Return the cards of a published group, in a fixed number of queries."""
    systems = {each.pk: each for each in list_published_systems()}
    return [
        _lay_out(describe_card(each), systems.get(each.card.system) if each.card.system else None)
        for each in list_supplier_cards(group.pk)
    ]


def _lay_out(words: CardDescription, system: System | None) -> PublicCard:
    observed = [
        ObservationLine(each, list_evidence_chips(each.evidence)) for each in words.observed
    ]
    if system is None:
        return PublicCard(words, observed)
    address = find_first_address(PUBLISHED_SYSTEM_MENU, None, slug=system.slug)
    return PublicCard(words, observed, translate_wording(system.name), address)

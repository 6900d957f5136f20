"""Lay out suppliers’ cards for everybody: promised apart from observed, claims with their links."""

from dataclasses import dataclass

from vecu.groups.queries import LearningGroup
from vecu.recommendations.presenters.cards import CardDescription, describe_card
from vecu.recommendations.queries import list_supplier_cards
from vecu.register.menus import PUBLISHED_SYSTEM_MENU
from vecu.register.queries import System, list_published_systems
from vecu.ui.menus import find_first_address
from vecu.ui.templatetags.ui import translate_wording


@dataclass(frozen=True, slots=True)
class PublicCard:
    """A card; `system` and `address` are of what everybody reads in the register, else ''."""

    words: CardDescription
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
    if system is None:
        return PublicCard(words)
    address = find_first_address(PUBLISHED_SYSTEM_MENU, None, slug=system.slug)
    return PublicCard(words, translate_wording(system.name), address)

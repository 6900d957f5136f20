"""The system of the register that a card is about: only what its reader may see."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.queries import list_roles
from vecu.accounts.rules import ScopeKind
from vecu.recommendations.forms.cards import SystemChoice
from vecu.register.menus import PUBLISHED_SYSTEM_MENU
from vecu.register.queries import System, list_published_systems, list_systems
from vecu.search_folding import fold_for_search
from vecu.ui.menus import find_first_address
from vecu.ui.templatetags.ui import translate_wording


@dataclass(frozen=True, slots=True)
class CardSystem:
    """A system as a card names it: a link, or that the reader may not see it; then `name` is ''."""

    name: str = ""
    address: str = ""


def list_card_systems(request: StaffRequest, chosen: UUID | None = None) -> list[SystemChoice]:
    """Return the systems that a member may see, by name; the one `chosen` without its name if not.

    So somebody who may not see it does not lose it by saving.
    """
    found = {each.pk: each for each in _list_visible(request)}
    choices = [(str(each.pk), translate_wording(each.name)) for each in found.values()]
    if chosen and chosen not in found:
        choices.append((str(chosen), _("A system that you cannot see")))
    return sorted(choices, key=lambda choice: fold_for_search(choice[1]))


def find_card_system(request: StaffRequest, chosen: UUID | None) -> CardSystem | None:
    """Return how a page names the system of a card, None if it is about none."""
    if chosen is None:
        return None
    system = next((each for each in _list_visible(request) if each.pk == chosen), None)
    if system is None:
        return CardSystem()
    if chosen in list_roles(request.user, ScopeKind.SYSTEM):
        address = reverse("register:system", args=(system.slug,))
    else:
        address = find_first_address(PUBLISHED_SYSTEM_MENU, None, slug=system.slug)
    return CardSystem(translate_wording(system.name), address)


def _list_visible(request: StaffRequest) -> list[System]:
    return [*list_systems(list_roles(request.user, ScopeKind.SYSTEM)), *list_published_systems()]

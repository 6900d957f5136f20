"""Menus to which every room adds its own entries, so that no room names another's addresses.

A room registers what it has to offer in its module `menus`, which is imported when the laboratory
starts. A page lists a menu by name (`{% menu "study" role slug=study.slug as links %}`) and shows
the links that it gets, knowing nothing of the rooms that they lead to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from django.utils.functional import Promise

DOORS_MENU = "doors"
"""The doors of the laboratory, at the top of every public page; shown to everybody."""
FOOTER_MENU = "footer"
"""Links at the foot of every public page; shown to everybody."""
STAFF_MENU = "staff"
"""Links at the top of every page of the staff; shown to the member's account."""
ACCOUNT_MENU = "account"
"""Buttons beside the member's name on every page of the staff; their addresses take a POST."""


def is_always_visible(_viewer: object) -> bool:
    """Show an entry to everybody who sees the menu."""
    return True


def applies_always(**_arguments: str) -> bool:
    """Show an entry on the pages of everything that the menu is about."""
    return True


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the menu called `menu`; the lowest `order` comes first.

    `is_visible` decides from what the page knows of its reader: an account, a role, None; which of
    them is said beside the menu's name. `takes` names the arguments of the address, which the page
    supplies; `applies` decides from these whether there is anything behind it. An entry that
    `covers_subpages` is marked on pages below its own, too.
    """

    menu: str
    label: str | Promise
    url_name: str
    order: int
    is_visible: Callable[[Any], bool] = is_always_visible
    takes: tuple[str, ...] = ()
    covers_subpages: bool = False
    applies: Callable[..., bool] = applies_always


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry as a page shows it; `current` is its aria-current, '' where the reader is not."""

    label: str
    address: str
    current: Literal["page", "true", ""]


_registered: dict[tuple[str, int], MenuEntry] = {}


def register_menu_entries(*entries: MenuEntry) -> None:
    """Add entries to their menus; refuse one whose place in its menu is taken."""
    for entry in entries:
        other = _registered.setdefault((entry.menu, entry.order), entry)
        if other != entry:
            message = f"{entry.url_name}: place {entry.order} of the menu “{entry.menu}” is taken"
            raise ValueError(f"{message} by {other.url_name}. Choose another order.")


def list_menu_entries() -> list[MenuEntry]:
    """Return every entry, menu by menu, in the order of each."""
    return [entry for _place, entry in sorted(_registered.items())]


def list_menu_links(menu: str, viewer: object, path: str, **arguments: str) -> list[MenuLink]:
    """Return what `viewer` sees of a menu on the page at `path`.

    A menu to which no installed room has added anything is empty.
    """
    return list(_iter_menu_links(menu, viewer, path, arguments))


def find_first_address(menu: str, viewer: object, **arguments: str) -> str:
    """Return where the first entry leads that `viewer` sees of a menu, '' if there is none.

    Entries behind it are not asked whether they apply.
    """
    links = _iter_menu_links(menu, viewer, "", arguments)
    return next((each.address for each in links), "")


def _iter_menu_links(
    menu: str, viewer: object, path: str, arguments: dict[str, str]
) -> Iterator[MenuLink]:
    for entry in list_menu_entries():
        if entry.menu == menu and entry.is_visible(viewer) and entry.applies(**arguments):
            yield _link(entry, path, arguments)


def _link(entry: MenuEntry, path: str, arguments: dict[str, str]) -> MenuLink:
    address = reverse(entry.url_name, kwargs={name: arguments[name] for name in entry.takes})
    current: Literal["page", "true", ""] = ""
    if path == address:
        current = "page"
    elif entry.covers_subpages and path.startswith(address):
        current = "true"
    return MenuLink(str(entry.label), address, current)

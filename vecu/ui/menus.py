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
FIRST_PAGE_MENU = "first-page"
"""Ways from the first page that everybody sees; shown to a request."""
SORTED_WRITINGS_MENU = "sorted-writings"
"""Ways on from how writings were sorted; shown to everybody."""
STAFF_MENU = "staff"
"""The doors of the laboratory for its members, at the top of their pages; shown to the account."""
STAFF_HOME_MENU = "staff-home"
"""Where the laboratory's name leads its members: the first entry counts; shown to the account."""
OWN_MENU = "own"
"""Links beside the member's name on every page of the staff; shown to the member's account."""
ACCOUNT_MENU = "account"
"""Buttons beside the member's name on every page of the staff; their addresses take a POST."""


def is_always_visible(_viewer: object) -> bool:
    """Show an entry to everybody who sees the menu."""
    return True


def applies_always(**_arguments: str) -> bool:
    """Show an entry on the pages of everything that the menu is about."""
    return True


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Entries of a menu that a page shows under one word; the lowest `order` comes first."""

    label: str | Promise
    order: int


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the menu called `menu`; the lowest `order` comes first.

    `is_visible` decides from what the page knows of its reader: an account, a role, None; which of
    them is said beside the menu's name. `takes` names the arguments of the address, which the page
    supplies; `applies` decides from these whether there is anything behind it. An entry that
    `covers_subpages` is marked on pages below its own, too, unless another entry is closer to the
    page. Without a `group` it stands among the groups.
    """

    menu: str
    label: str | Promise
    url_name: str
    order: int
    is_visible: Callable[[Any], bool] = is_always_visible
    takes: tuple[str, ...] = ()
    covers_subpages: bool = False
    applies: Callable[..., bool] = applies_always
    group: MenuGroup | None = None


Current = Literal["page", "true", ""]
"""The aria-current of a link, '' where the reader is not."""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry as a page shows it."""

    label: str
    address: str
    current: Current


@dataclass(frozen=True, slots=True)
class MenuLinkGroup:
    """A group as a page shows it; its `address` is that of its first link.

    An entry without a group is one without `links`.
    """

    label: str
    address: str
    current: Current
    links: tuple[MenuLink, ...] = ()


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
    return [link for _entry, link in _list_visible(menu, viewer, path, arguments)]


def list_menu_groups(menu: str, viewer: object, path: str, **arguments: str) -> list[MenuLinkGroup]:
    """Return the groups of a menu of which `viewer` sees an entry, on the page at `path`."""
    visible = _list_visible(menu, viewer, path, arguments)
    grouped: dict[MenuGroup | MenuEntry, list[MenuLink]] = {}
    for entry, link in visible:
        grouped.setdefault(entry.group or entry, []).append(link)
    return [
        _group_links(group, grouped[group])
        for group in sorted(grouped, key=lambda each: each.order)
    ]


def find_first_address(menu: str, viewer: object, **arguments: str) -> str:
    """Return where the first entry leads that `viewer` sees of a menu, '' if there is none.

    Entries behind it are not asked whether they apply.
    """
    visible = _iter_visible(menu, viewer, arguments)
    return next((address for _entry, address in visible), "")


def _iter_visible(
    menu: str, viewer: object, arguments: dict[str, str]
) -> Iterator[tuple[MenuEntry, str]]:
    """Yield the entries that `viewer` sees, each with its address."""
    for entry in list_menu_entries():
        if entry.menu == menu and entry.is_visible(viewer) and entry.applies(**arguments):
            names = {name: arguments[name] for name in entry.takes}
            yield entry, reverse(entry.url_name, kwargs=names)


def _list_visible(
    menu: str, viewer: object, path: str, arguments: dict[str, str]
) -> list[tuple[MenuEntry, MenuLink]]:
    visible = list(_iter_visible(menu, viewer, arguments))
    covering = [
        address
        for entry, address in visible
        if path == address or (entry.covers_subpages and path.startswith(address))
    ]
    closest = max(covering, key=len, default="")
    return [
        (entry, MenuLink(str(entry.label), address, _mark(path, address, closest)))
        for entry, address in visible
    ]


def _mark(path: str, address: str, closest: str) -> Current:
    if path == address:
        return "page"
    return "true" if address == closest else ""


def _group_links(group: MenuGroup | MenuEntry, links: list[MenuLink]) -> MenuLinkGroup:
    first = links[0]
    if isinstance(group, MenuEntry):
        return MenuLinkGroup(first.label, first.address, first.current)
    current: Current = "true" if any(link.current for link in links) else ""
    return MenuLinkGroup(str(group.label), first.address, current, tuple(links))

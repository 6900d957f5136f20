"""The ways from what was shared or agreed to the versions of the system that stand on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.evidence.sources import Audience
from vecu.pilots.version_queries import map_released_names
from vecu.register.menus import PUBLISHED_SYSTEM_MENU
from vecu.register.queries import System, SystemVersion, get_system_detail
from vecu.ui.menus import find_first_address


@dataclass(frozen=True, slots=True)
class EntryLink:
    """The way to an entry of the page, or to what came of one."""

    text: str
    address: str


def map_version_links(system: System) -> Mapping[UUID, Sequence[EntryLink]]:
    """Return the versions of a published system that cite something, by the key of what they cite.

    A version of a pilot has a page of its own; others stand on the page of the system.
    """
    names = map_released_names(system)
    found: dict[UUID, list[EntryLink]] = {}
    for each in get_system_detail(system, Audience.EVERYBODY).versions:
        link = EntryLink(
            _("Version %(name)s") % {"name": each.version.name},
            _get_address(system, each.version, names),
        )
        for reference in each.version.cited:
            found.setdefault(reference.id, []).append(link)
    return found


def _get_address(system: System, version: SystemVersion, names: Mapping[UUID, str]) -> str:
    if name := names.get(version.pk):
        return reverse("pilots:public-version", args=[system.slug, name])
    page = find_first_address(PUBLISHED_SYSTEM_MENU, None, slug=system.slug)
    return f"{page}#version-{version.pk}" if page else ""

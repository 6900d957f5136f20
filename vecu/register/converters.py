"""The parts of addresses that stand for kinds of entries."""

from collections.abc import Mapping

from django.urls import register_converter
from django.urls.converters import StringConverter

from vecu.register.rules import EntryKind

ENTRY_SLUGS: Mapping[EntryKind, str] = {
    EntryKind.STAGE: "stages",
    EntryKind.VERSION: "versions",
    EntryKind.SETTING: "settings",
    EntryKind.INVOLVEMENT: "involvement",
    EntryKind.CONSULTATION: "consultation",
    EntryKind.GAP: "situations",
}
"""The part of an address that stands for a kind of entry, which also names its page."""


class EntryKindConverter(StringConverter):
    """A kind of entry, such as `stages`; nothing else, so that rooms above have other addresses."""

    regex = "|".join(ENTRY_SLUGS.values())

    def to_python(self, value: str) -> EntryKind:
        """Return the kind of entry."""
        return next(kind for kind, slug in ENTRY_SLUGS.items() if slug == value)

    def to_url(self, value: EntryKind) -> str:  # type: ignore[override] # Django types this as str
        """Return the part of the address."""
        return ENTRY_SLUGS[EntryKind(value)]


register_converter(EntryKindConverter, "entries")

"""The part of an address that stands for a kind of entry."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from vecu.records.kinds import RecordKind, list_record_kinds
from vecu.register.record_kinds import REGISTER


def list_entry_kinds() -> list[RecordKind]:
    """Return the kinds of entries that have a page."""
    return [each for each in list_record_kinds(REGISTER) if each.page.slug]


class EntryKindConverter(StringConverter):
    """A kind of entry, such as `stages`; nothing else, so that rooms above have other addresses."""

    def to_python(self, value: str) -> RecordKind:  # type: ignore[override] # Django types this as str
        """Return the kind of entry."""
        for kind in list_entry_kinds():
            if kind.page.slug == value:
                return kind
        raise ValueError(value)


register_converter(EntryKindConverter, "entries")

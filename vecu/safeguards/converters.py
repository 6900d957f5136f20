"""The part of an address that stands for a kind of entry."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from vecu.records.kinds import RecordKind, list_record_kinds
from vecu.safeguards.record_kinds import SAFEGUARDS


def list_page_kinds() -> list[RecordKind]:
    """Return the kinds of entries that have a page, in order."""
    found = [each for each in list_record_kinds(SAFEGUARDS) if each.page.slug]
    return sorted(found, key=lambda each: each.page.order)


class SafeguardKindConverter(StringConverter):
    """A kind of entry, such as `routes`."""

    def to_python(self, value: str) -> RecordKind:  # type: ignore[override] # Django types this as str
        """Return the kind of entry."""
        for kind in list_page_kinds():
            if kind.page.slug == value:
                return kind
        raise ValueError(value)


register_converter(SafeguardKindConverter, "safeguards")

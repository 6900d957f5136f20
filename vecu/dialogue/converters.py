"""The parts of addresses that stand for kinds of entries of a dialogue."""

from collections.abc import Mapping

from django.urls import register_converter
from django.urls.converters import StringConverter

from vecu.dialogue.rules import DialogueKind

DIALOGUE_SLUGS: Mapping[DialogueKind, str] = {
    DialogueKind.WORKSHOP: "workshops",
    DialogueKind.POINT: "points",
    DialogueKind.CONSULTATION: "consultations",
    DialogueKind.AGREEMENT: "agreements",
    DialogueKind.COMMITMENT: "commitments",
    DialogueKind.CLAUSE: "clauses",
    DialogueKind.AGENDA_ITEM: "agenda",
    DialogueKind.POSITION: "positions",
}
"""The part of an address that stands for a kind of entry."""


class DialogueKindConverter(StringConverter):
    """A kind of entry, such as `workshops`."""

    regex = "|".join(DIALOGUE_SLUGS.values())

    def to_python(self, value: str) -> DialogueKind:
        """Return the kind of entry."""
        return next(kind for kind, slug in DIALOGUE_SLUGS.items() if slug == value)

    def to_url(self, value: DialogueKind) -> str:  # type: ignore[override] # Django types this as str
        """Return the part of the address."""
        return DIALOGUE_SLUGS[DialogueKind(value)]


register_converter(DialogueKindConverter, "dialogues")

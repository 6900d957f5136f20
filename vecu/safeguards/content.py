"""What members write of the safeguards of a system. Pure.

A field has the same name in its table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from vecu.safeguards.rules import ConsentKind
from vecu.surveys.consent.legal_bases import LegalBasis
from vecu.translation import gettext_noop

ByLanguage = Mapping[str, str]


class SafeguardContent:
    """What all entries say that is needed."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def needed(self) -> Mapping[str, str]:
        """By field, what asks for what must be said; translated when it is shown."""
        return {}


@dataclass(frozen=True, slots=True)
class OfficeContent(SafeguardContent):
    """Where somebody goes, and within how many `days` something happens."""

    office: ByLanguage
    place: ByLanguage
    telephone: str
    hours: ByLanguage
    days: int


@dataclass(frozen=True, slots=True)
class RefusalRouteContent(OfficeContent):
    """Where somebody goes who says no, and within how many days they get what others get."""

    needed: ClassVar = {
        "office_fr": gettext_noop("Say who answers: an office, or a function."),
        "place_fr": gettext_noop("Say where to go: a place that can be entered without a screen."),
        "telephone": gettext_noop("Give a telephone number that a person answers."),
        "hours_fr": gettext_noop("Say on which days and at which hours."),
    }


@dataclass(frozen=True, slots=True)
class ConsentSheetContent(SafeguardContent):
    """What a person is asked, what happens with and without, and who answers for it."""

    kind: ConsentKind
    legal_basis: LegalBasis
    title: ByLanguage
    says: ByLanguage
    with_tool: ByLanguage
    without_tool: ByLanguage
    purpose: ByLanguage
    retention: ByLanguage
    controller: ByLanguage
    readers: ByLanguage = field(default_factory=dict)
    read_on: date | None = None
    needed: ClassVar = {
        "title_fr": gettext_noop("Say in a few simple words what the tool does."),
        "says_fr": gettext_noop("Say what the tool does, one short sentence a line."),
        "with_tool_fr": gettext_noop("Say what happens with the tool."),
        "without_tool_fr": gettext_noop("Say what happens without the tool."),
        "purpose_fr": gettext_noop("Say what the data are used for."),
        "retention_fr": gettext_noop("Say how long each thing stays, and who erases it."),
        "controller_fr": gettext_noop("Say which organisation answers for the data."),
    }

"""What an organisation writes so that quarters can be compared. Pure.

A field has the same name in its table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from vecu.safeguards.content import SafeguardContent
from vecu.safeguards.quarter_counts.month_counts import QuarterOutcome
from vecu.safeguards.quarter_counts.tables import AnswerGrouping
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class CountedSiteContent(SafeguardContent):
    """A site that counts: from which month on, and since when the tool is open there, if it is."""

    name: str
    counted_from: date
    opened: date | None = None
    needed: ClassVar = {"name": gettext_noop("Name the site, as people call it.")}


@dataclass(frozen=True, slots=True)
class QuarterDeclarationContent(SafeguardContent):
    """What will be compared, declared before the first day of the first quarter."""

    first: date
    outcome: QuarterOutcome
    grouping: AnswerGrouping
    most_quarters: int
    margin: int


@dataclass(frozen=True, slots=True)
class MonthCountContent(SafeguardContent):
    """Counts of a site in a month, or corrections to earlier ones, with their signs."""

    site: UUID
    month: date
    is_correction: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UpheldComplaintContent(SafeguardContent):
    """That a complaint was upheld: a no cost somebody something. Nothing else is stored of it."""

    day: date

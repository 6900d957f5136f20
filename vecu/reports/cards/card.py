"""The record of a card, whatever it is a card of; `reports/card.html` is its one template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from vecu.reports.cards.chart import CardChart
from vecu.reports.cards.sections import CardSection
from vecu.translation import TranslatedWords


@dataclass(frozen=True, slots=True)
class CardQuotation:
    """Words of somebody, in their language, and who says them as far as that is public."""

    text: str
    language: str
    speaker: str = ""
    translations: tuple[TranslatedWords, ...] = ()


class DecisionState(StrEnum):
    """What was decided about a claim. Never left out: that nothing is, is said as well."""

    DECIDED = "decided"
    IN_PART = "in part"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CardDecision:
    """What was decided, in a few words, and where that is read; '' where there is no such page."""

    state: DecisionState
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim: its sentence by language, one chart, one quotation, how sure, what was decided.

    `kind` says what it is a card of, `about` where it comes from. `page` is the card by itself, ''
    for one that is read only among others; `evidence` leads to all that it stands on. `lacks` says
    of a chart or words that are not there why. `corroboration` is in three words at most, '' where
    nobody said.
    """

    id: UUID
    kind: str
    about: Mapping[str, str]
    sentence: Mapping[str, str]
    evidence: str
    decision: CardDecision | None
    page: str = ""
    chart: CardChart | None = None
    quotation: CardQuotation | None = None
    corroboration: str = ""
    lacks: Sequence[str] = ()
    sections: Sequence[CardSection] = ()
    fictional: bool = False

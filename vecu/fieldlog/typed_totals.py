"""Totals that somebody types: of corrections in drafts, and of a system’s upkeep. Pure.

They hold numbers and words of closed lists, no text. Each is of whole texts or of hours, for one
month, and goes the way of a decision: an event with an id that only its page knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from vecu.fieldlog.months import HalfDay, LogMonth
from vecu.fieldlog.vocabulary import CorrectionKind, GainUse, TotalsSheet, UpkeepTrade, UpkeepWork

TEXTS, KEYWORD_TEXTS = "texts", "keyword_texts"
"""How many texts were compared, and before how many of their drafts five keywords were written."""
SAVED, CHECKING, CORRECTING = "saved", "checking", "correcting"
MINUTES = (SAVED, CHECKING, CORRECTING)
"""All three or none: of the texts together, as people feel them."""
MARKED_KINDS = (
    CorrectionKind.INVENTED, CorrectionKind.OMITTED, CorrectionKind.ASSUMED, CorrectionKind.TONE,
)  # fmt: skip
"""What is ticked at a difference. Omissions are seen only where keywords were written first."""

AMOUNTS: Mapping[TotalsSheet, Sequence[str]] = MappingProxyType(
    {
        TotalsSheet.CORRECTIONS: (TEXTS, KEYWORD_TEXTS, *MARKED_KINDS, *MINUTES),
        TotalsSheet.UPKEEP: tuple(UpkeepWork),
    }
)
"""The numbers of each sheet: counts, minutes, and hours of upkeep."""
MOST: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys((TEXTS, KEYWORD_TEXTS), 200),
        **dict.fromkeys(MARKED_KINDS, 999),
        **dict.fromkeys(MINUTES, 6_000),
        **dict.fromkeys(UpkeepWork, 200),
    }
)
"""The largest number that is taken: what is above is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class SheetTotals:
    """What one person typed once; `person` only tells people apart, `pile` their codes.

    `word` is a `GainUse`, '' for none, or an `UpkeepTrade`. Of corrections, `amounts` without
    minutes say nothing of time; an amount that is not there is none.
    """

    sheet: TotalsSheet
    word: str
    amounts: Mapping[str, float]
    person: str = ""
    pile: str = ""

    def get(self, name: str) -> float:
        """Return an amount, 0 for none."""
        return self.amounts.get(name, 0)


@dataclass(frozen=True, slots=True)
class TotalsEvent:
    """Totals that are to be stored; no system can send any."""

    id: str
    worker: str
    half_day: HalfDay
    month: LogMonth
    totals: SheetTotals

    @property
    def sent_id(self) -> str:
        """Nothing sent it."""
        return ""


WORDS: Mapping[TotalsSheet, type[GainUse | UpkeepTrade]] = MappingProxyType(
    {TotalsSheet.CORRECTIONS: GainUse, TotalsSheet.UPKEEP: UpkeepTrade}
)
"""The closed list of each sheet's word."""

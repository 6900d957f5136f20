"""Results for agreement: an estimate with its interval, or the reason for none."""

from dataclasses import dataclass
from enum import StrEnum

from vecu.translation import gettext_noop, translate


class Coefficient(StrEnum):
    """The coefficient."""

    ALPHA = "alpha"
    COHEN = "cohen"
    FLEISS = "fleiss"
    CONGER = "conger"
    BRENNAN_PREDIGER = "brennan-prediger"
    AC1 = "ac1"
    PERCENT = "percent"


class NoAgreementReason(StrEnum):
    """Why there is no estimate or, with an estimate, no interval; the value explains it."""

    NOTHING_JUDGED = gettext_noop("Nobody has judged anything yet.")
    ONE_CODER = gettext_noop("Only one coder has judged; agreement takes two.")
    NEVER_TWO = gettext_noop("No text was judged by two coders.")
    ONE_UNIT = gettext_noop(
        "Only one text was judged by two coders: it tells nothing beyond chance."
    )
    ALL_ALIKE = gettext_noop(
        "Every judgement is the same, so agreement cannot be told from chance."
    )
    NO_DISAGREEMENT = gettext_noop(
        "Nobody disagreed, so nothing shows how far agreement might vary."
    )
    FEW_DIFFER = gettext_noop(
        "Fewer than five texts differ from all the others: too few for an interval."
    )

    def say(self, language: str) -> str:
        """Return the reason as a sentence in `language`."""
        return translate(self.value, language)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of coders: 1 is perfect, 0 as expected by chance, below 0 worse than that.

    A missing number is None, never NaN, and `why` gives the reason. The interval is at 95 %.
    `std_error` is None for alpha, whose interval is more informative. `units` were judged by
    somebody, `pairable` of them by at least two coders; `coders` judged at least one.
    """

    coefficient: Coefficient
    estimate: float | None
    std_error: float | None
    conf_low: float | None
    conf_high: float | None
    units: int
    pairable: int
    coders: int
    why: NoAgreementReason | None

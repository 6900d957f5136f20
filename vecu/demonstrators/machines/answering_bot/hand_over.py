"""What a threshold costs: answered rightly, answered wrongly, handed to a person. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vecu.demonstrators.machines.answering_bot.requests import LabelledPhrase


class PhraseOutcome(StrEnum):
    """What becomes of a phrase."""

    RIGHT = "right"
    WRONG = "wrong"
    HANDED = "handed"
    BY_RULE = "by_rule"
    """Handed to a person before the machine was consulted."""


@dataclass(frozen=True, slots=True)
class JudgedPhrase:
    """A phrase, what the machine takes it for, how sure it is (0 to 1), and the rule’s words."""

    phrase: LabelledPhrase
    taken_for: str
    sure: float
    rule: str = ""

    def decide(self, threshold: int) -> PhraseOutcome:
        """Return what becomes of it at a threshold in per cent; at the threshold it is answered."""
        if self.rule:
            return PhraseOutcome.BY_RULE
        if self.sure * 100 < threshold:
            return PhraseOutcome.HANDED
        return PhraseOutcome.RIGHT if self.taken_for == self.phrase.request else PhraseOutcome.WRONG


@dataclass(frozen=True, slots=True)
class HandOverCounts:
    """How many phrases came to what; `handed` holds those of the rule too."""

    right: int
    wrong: int
    handed: int
    by_rule: int

    @property
    def whole(self) -> int:
        """All phrases."""
        return self.right + self.wrong + self.handed


def count_outcomes(judged: Sequence[JudgedPhrase], threshold: int) -> HandOverCounts:
    """Count what becomes of phrases at a threshold in per cent."""
    counts = Counter(each.decide(threshold) for each in judged)
    by_rule = counts[PhraseOutcome.BY_RULE]
    return HandOverCounts(
        counts[PhraseOutcome.RIGHT],
        counts[PhraseOutcome.WRONG],
        counts[PhraseOutcome.HANDED] + by_rule,
        by_rule,
    )


def list_mistakes(judged: Sequence[JudgedPhrase], threshold: int) -> Sequence[JudgedPhrase]:
    """Return what is answered wrongly at a threshold, the surest first."""
    wrong = [each for each in judged if each.decide(threshold) is PhraseOutcome.WRONG]
    return sorted(wrong, key=lambda each: -each.sure)

"""What somebody suspected in a draft, held against what is invented in it. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from vecu.demonstrators.machines.assistant.drafts import AssistantDraft, DraftSentence


class SentenceOutcome(StrEnum):
    """What a reader made of one sentence."""

    FOUND = "found"
    """Invented, and suspected."""
    MISSED = "missed"
    """Invented, and believed."""
    SUSPECTED = "suspected"
    """Suspected, though the brief says it."""
    BELIEVED = "believed"
    """Believed, and the brief says it."""


@dataclass(frozen=True, slots=True)
class DraftReading:
    """The outcome of each sentence of one draft, in its order."""

    draft: AssistantDraft
    outcomes: Sequence[SentenceOutcome]

    def count(self, outcome: SentenceOutcome) -> int:
        """Return how many sentences have this outcome."""
        return self.outcomes.count(outcome)

    def list_missed(self) -> list[DraftSentence]:
        """Return the invented sentences that were believed."""
        pairs = zip(self.draft.sentences, self.outcomes, strict=True)
        return [sentence for sentence, outcome in pairs if outcome is SentenceOutcome.MISSED]


def read_draft(draft: AssistantDraft, ticked: Set[str]) -> DraftReading:
    """Return what became of each sentence, by the names of those that were suspected."""
    return DraftReading(draft, [_judge(each, ticked) for each in draft.sentences])


def _judge(sentence: DraftSentence, ticked: Set[str]) -> SentenceOutcome:
    suspected = sentence.name in ticked
    if sentence.invention:
        return SentenceOutcome.FOUND if suspected else SentenceOutcome.MISSED
    return SentenceOutcome.SUSPECTED if suspected else SentenceOutcome.BELIEVED

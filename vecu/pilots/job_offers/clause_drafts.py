"""Other words for the clause of a passage, read by the checker before they are offered. Pure."""

from dataclasses import dataclass

from vecu.pilots.job_offers.clause_rewording import (
    WORDS,
    ClauseRewording,
    close_bracket,
    find_original_clause,
)
from vecu.pilots.job_offers.folded_text import FoldedText, fold_offer
from vecu.pilots.job_offers.phrases import find_sentence
from vecu.pilots.job_offers.rule_book import OfferRule
from vecu.pilots.job_offers.rule_matching import RuleFinder

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ClauseDrafts:
    """Rewords passages of one offer; `clauses` is None for versions that reword passages alone."""

    case: str
    folded: FoldedText
    finder: RuleFinder
    step: int
    clauses: ClauseRewording | None

    def find_original(self, place: Place) -> Place:
        """Return where a passage stands in the offer."""
        found = self.folded.find_original(*place)
        return found if self.clauses is None else close_bracket(self.case, *found)

    def reword(self, rule: OfferRule, place: Place) -> tuple[str, Place | None]:
        """Return other words, "" for none, and what they replace, None for the passage itself."""
        if self.clauses is None:
            start, end = self.folded.find_original(*place)
            return rule.rewording.replace(WORDS, self.case[start:end]), None
        clause = find_original_clause(self.case, self.folded, *place)
        draft = " ".join(self.clauses.draft(rule.key, rule.rewording, self.case, clause).split())
        replaced = clause.start, clause.end
        return (draft, replaced) if draft and self._is_fine(draft, replaced, place) else ("", None)

    def _is_fine(self, draft: str, replaced: Place, place: Place) -> bool:
        """Whether the checker finds nothing in a draft, read in its sentence."""
        first, last = self.folded.find_original(*find_sentence(self.folded, *place))
        before = self.case[min(first, replaced[0]) : replaced[0]]
        text = before + draft + self.case[replaced[1] : max(last, replaced[1])]
        folded = fold_offer(text)
        start, end = len(before), len(before) + len(draft)
        found = [folded.find_original(*each) for _rule, each in self.finder.find(folded, self.step)]
        return not any(one < end and start < other for one, other in found)

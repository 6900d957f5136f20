"""What a page about one text shows: the text with its passages, and the proposal to judge. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.pilots.case_state import CaseState, Passage, name_passage
from vecu.pilots.interface import PilotProposal, ProposalForm
from vecu.pilots.marked_text import (
    MarkedPiece,
    NumberedPassage,
    PassageQuote,
    mark_text,
    number_passages,
    quote_passage,
)


@dataclass(frozen=True, slots=True)
class PassageToJudge:
    """One proposal, as a page shows it to somebody who is to judge it."""

    number: int
    passage: Passage
    proposal: PilotProposal
    quote: PassageQuote
    replaces: str
    """The clause that other words replace, where it is more than the passage; else ""."""

    @property
    def asks_first(self) -> bool:
        """Whether it is a question, to be answered before any alert."""
        return self.proposal.form is ProposalForm.QUESTION

    @property
    def suggestion(self) -> str:
        """The words that could stand there instead; where none is proposed, those that do."""
        return self.proposal.rewording or self.quote.words


@dataclass(frozen=True, slots=True)
class ExplainedNote:
    """Why there is no alert about some words."""

    words: str
    proposal: PilotProposal


@dataclass(frozen=True, slots=True)
class CasePage:
    """A text with all that is proposed; `current` is None once everything is settled."""

    state: CaseState
    pieces: Sequence[MarkedPiece]
    passages: Sequence[NumberedPassage]
    notes: Sequence[ExplainedNote]
    current: PassageToJudge | None


def build_case_page(
    state: CaseState,
    proposals: Sequence[PilotProposal],
    *,
    chosen: Passage | None = None,
    alert: PilotProposal | None = None,
) -> CasePage:
    """Return the page of the `chosen` passage, else of the first that is open.

    `alert` takes the place of the question that it followed.
    """
    by_passage = {name_passage(one): one for one in state.list_open(proposals)}
    passages = number_passages(state.settled, list(by_passage))
    if chosen not in by_passage:
        chosen = min(by_passage, default=None)
    current = None
    if chosen:
        number = next(one.number for one in passages if one.passage == chosen)
        quote = quote_passage(state.text, chosen)
        proposal = alert or by_passage[chosen]
        clause = state.text[slice(*proposal.replaced)]
        replaces = "" if clause == quote.words else clause
        current = PassageToJudge(number, chosen, proposal, quote, replaces)
    explained = [one for one in proposals if one.form is ProposalForm.NOTE]
    notes = [ExplainedNote(state.text[one.start : one.end], one) for one in explained]
    unasked = [NumberedPassage(0, name_passage(one), settled=True) for one in explained]
    pieces = mark_text(state.text, [*passages, *unasked])
    return CasePage(state, pieces, passages, notes, current)

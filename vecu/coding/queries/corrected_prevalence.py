"""Estimate how many stories carry a code, from predictions corrected by human coding."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.models import Code, Codebook
from vecu.coding.queries.autocoding import list_evaluation_texts, list_predictions
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.runs import get_current_runs
from vecu.stats import CorrectedShare, NoShareReason, ReviewedUnit, corrected_share


@dataclass(frozen=True, slots=True)
class CodePrevalence:
    """One code: its corrected share, or why there is none."""

    code: Code
    found: CorrectedShare | NoShareReason

    @property
    def share(self) -> CorrectedShare | None:
        """The share, if it can be estimated."""
        return self.found if isinstance(self.found, CorrectedShare) else None

    @property
    def why(self) -> NoShareReason | None:
        """The reason if it cannot."""
        return self.found if isinstance(self.found, NoShareReason) else None


def list_corrected_shares(
    codebook: Codebook, codes: Codes, question: str, *, drawn: bool
) -> list[CodePrevalence]:
    """Return the corrected share of each code in the answers to a question, the largest first.

    The reviewed texts are those of the random sample that people coded without the machine, as
    settled by consensus. A code that the machine never predicts has no share here: use the counts
    of human coding.
    """
    run = get_current_runs(codebook).get(question)
    if run is None:
        return []
    said = list_predictions(codebook, codes, question)
    sample = [
        text for text in list_evaluation_texts(codebook, codes, question) if text.text in said
    ]
    lines = []
    for code, _depth in codes.offered:
        if str(code.id) not in run.settings["codes"] or str(code.id) in run.silent:
            continue
        settled = [(text.text, text.settled(code.id).present) for text in sample]
        read = [
            ReviewedUnit(code.id in said[text], present)
            for text, present in settled
            if present is not None
        ]
        found = corrected_share(_labelled(said, code.id), read, drawn=drawn)
        lines.append(CodePrevalence(code, found))
    return sorted(lines, key=lambda line: -(line.share.estimate if line.share else 0))


def _labelled(said: dict[UUID, frozenset[UUID]], code: UUID) -> dict[bool, int]:
    return dict(Counter(code in put for put in said.values()))

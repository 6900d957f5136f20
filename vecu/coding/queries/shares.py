"""What share of the stories told here carries a code, from what the machine and people read."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.models import Code, Codebook
from vecu.coding.queries.codebooks import Codes
from vecu.coding.queries.machine import list_measuring, said_of_all
from vecu.coding.queries.runs import current_runs
from vecu.stats import CorrectedShare, Read, WhyNoShare, corrected_share


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One code: its corrected share, or why there is none."""

    code: Code
    found: CorrectedShare | WhyNoShare

    @property
    def share(self) -> CorrectedShare | None:
        """The share, where it can be told."""
        return self.found if isinstance(self.found, CorrectedShare) else None

    @property
    def why(self) -> WhyNoShare | None:
        """The reason, where it cannot."""
        return self.found if isinstance(self.found, WhyNoShare) else None


def list_shares(codebook: Codebook, codes: Codes, question: str, *, drawn: bool) -> list[ShareLine]:
    """Return the corrected share of each code among the answers to a question, the largest first.

    Read are the texts of the random sample that people coded without the machine, and settled. A
    code of which the machine says nothing has no share here: people's own counts tell of it.
    """
    run = current_runs(codebook).get(question)
    if run is None:
        return []
    said = said_of_all(codebook, codes, question)
    sample = [text for text in list_measuring(codebook, codes, question) if text.text in said]
    lines = []
    for code, _depth in codes.offered:
        if str(code.id) not in run.settings["codes"] or str(code.id) in run.silent:
            continue
        settled = [(text.text, text.settled(code.id).present) for text in sample]
        read = [
            Read(code.id in said[text], present) for text, present in settled if present is not None
        ]
        found = corrected_share(_labelled(said, code.id), read, drawn=drawn)
        lines.append(ShareLine(code, found))
    return sorted(lines, key=lambda line: -(line.share.estimate if line.share else 0))


def _labelled(said: dict[UUID, frozenset[UUID]], code: UUID) -> dict[bool, int]:
    return dict(Counter(code in put for put in said.values()))

"""Agreement between coders on each code. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from vecu.coding.analysis.consensus import TextRatings
from vecu.stats import NOT_JUDGED, CodeAgreement, NoAgreementReason, agreement_by_code

IsFor = Callable[[UUID, str], bool]
"""Whether a code applies to the answers of a question."""


@dataclass(frozen=True, slots=True)
class CodeAgreementSummary:
    """One code: how far coders agree on it, and on how many texts they disagree.

    `why`, the reason for a missing figure or interval, also considers texts that a single coder
    finished.
    """

    code: UUID
    agreement: CodeAgreement
    why: NoAgreementReason | None


def measure_agreement(
    judged: Sequence[TextRatings],
    codes: Sequence[UUID],
    coders: Sequence[UUID],
    is_for: IsFor,
    *,
    chance: int,
) -> list[CodeAgreementSummary]:
    """Return the agreement of coders on each code, over the texts that the code applies to.

    Only texts finished by more than one coder count. `chance` seeds the bootstrap intervals.
    """
    if not codes:
        return []
    shared = [text for text in judged if len(text.coders) > 1]
    presence = build_presence_array(shared, codes, coders, is_for)
    agreements = agreement_by_code(presence, chance=chance)
    return [
        CodeAgreementSummary(code, one, _find_missing_reason(one, code, judged, is_for))
        for code, one in zip(codes, agreements, strict=True)
    ]


def _find_missing_reason(
    agreement: CodeAgreement, code: UUID, judged: Sequence[TextRatings], is_for: IsFor
) -> NoAgreementReason | None:
    """Return why a figure is missing; texts that only one coder finished count as a reason."""
    why = agreement.alpha.why
    if why is not NoAgreementReason.NOTHING_JUDGED:
        return why
    alone = {coder for text in judged if is_for(code, text.question) for coder in text.coders}
    if not alone:
        return why
    return NoAgreementReason.ONE_CODER if len(alone) == 1 else NoAgreementReason.NEVER_TWO


def build_presence_array(
    judged: Sequence[TextRatings], codes: Sequence[UUID], coders: Sequence[UUID], is_for: IsFor
) -> np.ndarray[tuple[int, int, int], np.dtype[np.int8]]:
    """Return coders × texts × codes: 1 used, 0 not, `NOT_JUDGED` where not the coder's text."""
    presence = np.full((len(coders), len(judged), len(codes)), NOT_JUDGED, np.int8)
    rows = {coder: row for row, coder in enumerate(coders)}
    columns = {code: column for column, code in enumerate(codes)}
    applies = {
        question: np.array([is_for(code, question) for code in codes])
        for question in {text.question for text in judged}
    }
    for index, text in enumerate(judged):
        for coder in text.coders & rows.keys():
            own = presence[rows[coder], index]
            own[applies[text.question]] = 0
            for code in text.votes.get(coder, ()):
                if code in columns and own[columns[code]] == 0:
                    own[columns[code]] = 1
    return presence


def find_disagreements(
    judged: Iterable[TextRatings], code: UUID | None = None
) -> list[tuple[TextRatings, list[UUID]]]:
    """Return the texts on which coders differ, with the codes in question, or for one code only.

    Adjudicated codes are included: the coders' disagreement remains.
    """
    found = []
    for text in judged:
        votes = [text.votes.get(coder, set()) for coder in text.coders]
        differing = {one for vote in votes for one in vote if any(one not in v for v in votes)}
        if differing and (code is None or code in differing):
            found.append((text, sorted(differing)))
    return found


def find_overruled(
    judged: Iterable[TextRatings], coder: UUID
) -> list[tuple[TextRatings, list[UUID]]]:
    """Return the texts where an adjudication differs from one coder's codes, with those codes."""
    found = []
    for text in judged:
        own = text.votes.get(coder, set())
        ruled = {code for code, present in text.rulings.items() if present != (code in own)}
        if coder in text.coders and ruled:
            found.append((text, sorted(ruled)))
    return found

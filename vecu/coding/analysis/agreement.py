"""How far coders agree on each code, from what each did with the texts. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from vecu.coding.analysis.consensus import TextRatings
from vecu.stats import (
    NOT_JUDGED,
    CodeAgreement,
    NoAgreementReason,
    agreement_by_code,
)

IsFor = Callable[[UUID, str], bool]
"""Whether a code is for the answers to a question."""


@dataclass(frozen=True, slots=True)
class CodeAgreementSummary:
    """One code: how far coders agree on it, and on how many texts they do not.

    `why` there is no figure, or no interval, speaks of texts that one coder alone finished, too.
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
    """Return the agreement of coders on each code, over the texts that it is for.

    Texts are those that more than one coder finished; what one coder alone coded says nothing of
    agreement. `chance` is what the intervals are drawn from.
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
    """Return why a figure is missing; what one coder alone finished is not nothing."""
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
    """Return coders × texts × codes: 1 used, 0 not, `NOT_JUDGED` where a text was not theirs."""
    presence = np.full((len(coders), len(judged), len(codes)), NOT_JUDGED, np.int8)
    rows = {coder: row for row, coder in enumerate(coders)}
    columns = {code: column for column, code in enumerate(codes)}
    asked = {
        question: np.array([is_for(code, question) for code in codes])
        for question in {text.question for text in judged}
    }
    for place, text in enumerate(judged):
        for coder in text.coders & rows.keys():
            own = presence[rows[coder], place]
            own[asked[text.question]] = 0
            for code in text.votes.get(coder, ()):
                if code in columns and own[columns[code]] == 0:
                    own[columns[code]] = 1
    return presence


def find_disagreements(
    judged: Iterable[TextRatings], code: UUID | None = None
) -> list[tuple[TextRatings, list[UUID]]]:
    """Return the texts on which coders differ, with the codes on which they do, of one code only.

    Codes that were ruled on are among them: what coders did differs all the same.
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
    """Return the texts on which a ruling differs from what one coder did, with those codes."""
    found = []
    for text in judged:
        own = text.votes.get(coder, set())
        ruled = {code for code, present in text.rulings.items() if present != (code in own)}
        if coder in text.coders and ruled:
            found.append((text, sorted(ruled)))
    return found

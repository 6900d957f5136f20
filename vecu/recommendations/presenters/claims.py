"""Claims in words, with what they stand on: for pages of the staff and of everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.evidence.sources import Evidence, EvidenceState
from vecu.recommendations.details import ClaimDetail
from vecu.recommendations.rules import ClaimState
from vecu.recommendations.sentences import describe_claim_state

OPEN_EVIDENCE = 3
"""So many pieces of evidence of a claim stand open; the others are folded below them."""


@dataclass(frozen=True, slots=True)
class ClaimDescription:
    """One claim: its text, what is left of what it stands on, and `note`, what is to be known.

    `label` is '' where all of its evidence stands; `doubtful` where it must be discussed again.
    """

    id: UUID
    text: Mapping[str, str]
    evidence: Sequence[Evidence]
    label: str
    note: str
    doubtful: bool

    @property
    def open_evidence(self) -> Sequence[Evidence]:
        """What stands open."""
        return self.evidence[:OPEN_EVIDENCE]

    @property
    def folded_evidence(self) -> Sequence[Evidence]:
        """What is folded below it."""
        return self.evidence[OPEN_EVIDENCE:]


def describe_claims(claims: Sequence[ClaimDetail]) -> list[ClaimDescription]:
    """Return claims in words, in their order; no query is made."""
    return [
        ClaimDescription(
            each.claim.id,
            each.claim.text,
            [one for one in each.evidence if one.state is not EvidenceState.GONE],
            "" if each.state is ClaimState.STANDING else _(each.state.label),
            describe_claim_state(each),
            each.state is ClaimState.ARGUE_AGAIN,
        )
        for each in claims
    ]

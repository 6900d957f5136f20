"""What a person did with a proposal, and how a field log is told of it. Pure.

There is no free text: it could hold a third person's life.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vecu.errors import VecuError
from vecu.fieldlog.vocabulary import Outcome, OverrideReason
from vecu.messages import Message, TranslatableError
from vecu.pilots.interface import PilotProposal, ProposalForm
from vecu.translation import gettext_noop


class DecisionRefused(TranslatableError, VecuError):
    """A decision cannot be noted like this; the proposal stands as before."""


_BLANKS = ("…", "...", "__")


def find_new_blank(words: str, before: str) -> str:
    """Return what other words leave to be filled in, '' for nothing: versions once proposed such.

    What stood in the text already is the author's.
    """
    return next((each for each in _BLANKS if words.count(each) > before.count(each)), "")


@dataclass(frozen=True, slots=True)
class PilotDecision:
    """What became of one proposal. `reason` is a local one, or one of the log; '' for none."""

    proposal: PilotProposal
    outcome: Outcome
    reason: str = ""

    @property
    def log_code(self) -> OverrideReason | None:
        """What a field log counts the reason as."""
        for reason in self.proposal.reasons:
            if reason.key == self.reason:
                return reason.log_code
        return OverrideReason(self.reason) if self.reason else None


def decide(proposal: PilotProposal, outcome: Outcome, reason: str = "") -> PilotDecision:
    """Return the decision; raise `DecisionRefused`.

    Whoever keeps what an alert is about says why, with one of its reasons or one of the log's;
    everything else needs no reason. A note asks for no decision.
    """
    if proposal.form is ProposalForm.NOTE:
        raise DecisionRefused(Message(gettext_noop("A note asks for no decision.")))
    known = {one.key for one in proposal.reasons} | set(OverrideReason)
    if outcome is Outcome.OVERRIDDEN and not reason:
        raise DecisionRefused(
            Message(gettext_noop("To keep these words, pick a reason: one key is enough."))
        )
    if reason and reason not in known:
        raise DecisionRefused(
            Message(
                gettext_noop("“%(reason)s” is no reason for this alert. Pick one of its list."),
                reason=reason[:40],
            )
        )
    return PilotDecision(proposal, outcome, reason)


def describe_for_log(decision: PilotDecision, version: str) -> Mapping[str, Any]:
    """Return the data of a decision event; who decided, and when, is the sender's to add."""
    data: dict[str, Any] = {
        "system_version": version,
        "proposal": {"kind": decision.proposal.kind, "value": decision.proposal.value},
        "outcome": str(decision.outcome),
        "explanation": "shown",
    }
    if decision.log_code:
        data["reason"] = {"code": str(decision.log_code)}
    return data

"""Answers, and what recommendations and cards stand on, in the page's language."""

from collections.abc import Mapping

from django import template

from vecu.evidence.chips import list_evidence_chips
from vecu.recommendations.rules import AddressState, AnswerDecision, FollowUpOutcome
from vecu.ui.wording import make_label_filter

register = template.Library()
register.filter("evidence_chips", list_evidence_chips)
register.filter("decision_label", make_label_filter(AnswerDecision))
register.filter("outcome_label", make_label_filter(FollowUpOutcome))
_TONES: Mapping[AddressState, str] = {
    AddressState.AWAITED: "waiting",
    AddressState.OVERDUE: "due",
    AddressState.DECLINED: "refused",
    AddressState.UNDER_WAY: "agreed",
    AddressState.LATE: "due",
    AddressState.DONE: "agreed",
    AddressState.NOT_DONE: "due",
}


@register.filter
def tone(state: AddressState) -> str:
    """Return how the state of an address is coloured; its label says the same."""
    return _TONES[state]

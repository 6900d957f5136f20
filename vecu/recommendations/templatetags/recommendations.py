"""Answers, and what recommendations and cards stand on, in the page's language."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from vecu.evidence.chips import list_evidence_chips
from vecu.recommendations.rules import AddressState, AnswerDecision, FollowUpOutcome

register = template.Library()
register.filter("evidence_chips", list_evidence_chips)
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


@register.filter
def decision_label(decision: str) -> str:
    """Return the label of what an addressee decided."""
    return _(AnswerDecision(decision).label)


@register.filter
def outcome_label(outcome: str) -> str:
    """Return the label of what a group saw of what was accepted."""
    return _(FollowUpOutcome(outcome).label)

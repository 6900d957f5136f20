"""To whom a recommendation went, what was answered and what was seen since, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.evidence.sources import Evidence, EvidenceState
from vecu.recommendations.details import AddressDetail, FollowUpDetail
from vecu.recommendations.models import AddresseeAnswer, RecommendationAddress
from vecu.recommendations.rules import (
    AddressState,
    AnswerDecision,
    FollowUpOutcome,
)
from vecu.ui.templatetags.ui import day as format_day

_TONES: Mapping[AddressState, str] = {
    AddressState.AWAITED: "waiting",
    AddressState.OVERDUE: "due",
    AddressState.DECLINED: "refused",
    AddressState.UNDER_WAY: "agreed",
    AddressState.LATE: "due",
    AddressState.DONE: "agreed",
    AddressState.NOT_DONE: "due",
}
FOLLOWED = frozenset(AddressState) - {
    AddressState.AWAITED,
    AddressState.OVERDUE,
    AddressState.DECLINED,
}
"""In these states the group can note what it sees."""


@dataclass(frozen=True, slots=True)
class AnswerDescription:
    """One answer as everybody reads it; `correction` is empty unless it corrects an earlier one."""

    answer: AddresseeAnswer
    decision: str
    reasons: Mapping[str, str]
    signature: str
    done_by: str
    correction: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FollowUpDescription:
    """What the group saw on a day, and what is left of what shows it; `gone` is what is not."""

    day: str
    outcome: str
    observed: Mapping[str, str]
    evidence: Sequence[Evidence]
    gone: int


@dataclass(frozen=True, slots=True)
class AddressDescription:
    """Where it stands with one addressee, the latest answer first; `linked`: a link was made."""

    address: RecommendationAddress
    version: int
    state: str
    tone: str
    asked: str
    answers: Sequence[AnswerDescription]
    follow_ups: Sequence[FollowUpDescription]
    linked: bool
    can_be_followed: bool


def describe_answers(detail: AddressDetail) -> AddressDescription:
    """Return an address in words; no query is made."""
    address = detail.address
    words = {"day": format_day(address.day), "due": format_day(address.due)}
    return AddressDescription(
        address,
        address.version.number,
        _(detail.state.label),
        _TONES[detail.state],
        _("Addressed on %(day)s; an answer is wanted by %(due)s.") % words,
        [describe_one_answer(each) for each in reversed(detail.answers)],
        [_describe_follow_up(each) for each in reversed(detail.follow_ups)],
        address.fingerprint is not None,
        detail.state in FOLLOWED,
    )


def describe_one_answer(answer: AddresseeAnswer) -> AnswerDescription:
    """Return an answer in words, stored or not yet."""
    signed = {"who": answer.signed_by, "day": format_day(answer.day)}
    done_by = answer.done_by
    return AnswerDescription(
        answer,
        _(AnswerDecision(answer.decision).label),
        answer.reasons,
        _("%(who)s, %(day)s") % signed,
        _("To be done by %(done_by)s.") % {"done_by": format_day(done_by)} if done_by else "",
        answer.correction,
    )


def _describe_follow_up(detail: FollowUpDetail) -> FollowUpDescription:
    left = [each for each in detail.evidence if each.state is not EvidenceState.GONE]
    return FollowUpDescription(
        format_day(detail.follow_up.day),
        _(FollowUpOutcome(detail.follow_up.outcome).label),
        detail.follow_up.observed,
        left,
        len(detail.evidence) - len(left),
    )

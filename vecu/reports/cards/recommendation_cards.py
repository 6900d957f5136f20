"""Cards of what groups came to: recommendations with their answers, checklists."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.evidence.card_rules import QUOTATION_WORDS, count_words
from vecu.recommendations.citing_recommendations import AddressedDecision
from vecu.recommendations.details import AddressDetail, RecommendationDetail
from vecu.recommendations.rules import AnswerDecision, RecommendationKind, RecommendationState
from vecu.reports.cards.card import CardDecision, CardQuotation, ClaimCard, DecisionState
from vecu.reports.cards.decisions import count_answers, describe_answers
from vecu.translation import pick_language
from vecu.ui.templatetags.ui import current_language

_KINDS_WITH_ANSWERS = {RecommendationKind.RECOMMENDATION}


def make_recommendation_card(detail: RecommendationDetail) -> ClaimCard:
    """Return the card of what a group came to: who was asked to decide, and what they answered.

    Its chart would have nothing to compare: how many have answered is a number, in words.
    """
    row = detail.recommendation
    kind, address = RecommendationKind(row.kind), reverse("reports:recommendation", args=[row.pk])
    answered = kind in _KINDS_WITH_ANSWERS
    return ClaimCard(
        id=row.pk,
        kind=_(kind.label),
        about=row.group.name,
        sentence=detail.version.statement,
        evidence=address,
        decision=_decide(detail.addresses, f"{address}#answers") if answered else None,
        quotation=_find_reason(detail.addresses),
        lacks=[*([] if answered else _describe_extent(detail)), *_describe_doubt(detail)],
        fictional=row.group.fictional,
    )


def _decide(addresses: Sequence[AddressDetail], address: str) -> CardDecision:
    if not addresses:
        return CardDecision(DecisionState.NOTHING, _("nothing decided yet: sent to nobody"))
    sent = [
        AddressedDecision(
            each.address.addressee, AnswerDecision(each.answer.decision) if each.answer else None
        )
        for each in addresses
    ]
    decision = describe_answers(sent, address)
    if len(sent) > 1 and decision.state is DecisionState.NOTHING:
        return CardDecision(decision.state, count_answers(sent), address)
    return decision


def _find_reason(addresses: Sequence[AddressDetail]) -> CardQuotation | None:
    """Return what the latest answer gives as its reasons, None where a card has no room for it."""
    for each in reversed(addresses):
        reasons = each.answer.reasons if each.answer else {}
        language = pick_language(reasons, current_language())
        text = reasons.get(language, "")
        if each.answer and text and count_words(text) <= QUOTATION_WORDS:
            return CardQuotation(text, language, each.answer.signed_by)
    return None


def _describe_doubt(detail: RecommendationDetail) -> list[str]:
    doubts = [_("Evidence changed: to be discussed again.")] if detail.must_be_argued_again else []
    if detail.recommendation.state == RecommendationState.MERGED:
        doubts.append(_("merged into another one"))
    return doubts


def _describe_extent(detail: RecommendationDetail) -> list[str]:
    number = len(detail.claims)
    if detail.recommendation.kind != RecommendationKind.LANDMARK:
        return [_("The group has not agreed on a recommendation yet.")]
    text = ngettext("%(number)s thing to look at.", "%(number)s things to look at.", number)
    return [text % {"number": number}]
